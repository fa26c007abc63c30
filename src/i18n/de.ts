/** Deutsch: the words of the main screen. */
import type { Words } from "./en";

export const de: Words = {
  app: "Shared Pomodoro",
  messages: ["Drück mich!", "Arbeit", "Pause!", "Kurze Pause", "An die Arbeit", "Lange Pause"],
  paused: "Angehalten",
};
