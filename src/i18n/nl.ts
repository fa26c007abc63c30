/** Nederlands: the words of the main screen. */
import type { Words } from "./en";

export const nl: Words = {
  app: "Shared Pomodoro",
  messages: ["Druk op mij!", "Werk", "Pauze!", "Korte pauze", "Aan het werk", "Lange pauze"],
  paused: "Staat stil",
};
