/** Deutsch: the words of the main screen. */
import type { Words } from "./en";

export const de: Words = {
  app: "Shared Pomodoro",
  messages: ["Drück mich!", "Arbeit", "Pause!", "Kurze Pause", "An die Arbeit", "Lange Pause"],
  paused: "Angehalten",
  sheets: {
    close: "Schließen",
    setup: "Zeiten",
    share: "Teilen",
    join: "Räume",
    host: "Knopf",
    people: "Leute",
    history: "Rückblick",
    device: "Gerät",
    keys: "Tasten",
  },
};
