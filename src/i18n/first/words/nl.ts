/** Nederlands: the words that the first script has, in every language. */
import type en from "./en";

export default {
  app: "Shared Pomodoro",
  messages: ["Druk op mij!", "Werk", "Pauze!", "Korte pauze", "Aan het werk", "Lange pauze"],
  ready: "Klaar",
  paused: "Gepauzeerd",
} satisfies typeof en;
