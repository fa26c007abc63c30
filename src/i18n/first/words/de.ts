/** Deutsch: the words that the first script has, in every language. */
import type en from "./en";

export default {
  app: "Shared Pomodoro",
  messages: ["Drück mich!", "Arbeit", "Pause!", "Kurze Pause", "An die Arbeit", "Lange Pause"],
  ready: "Bereit",
  paused: "Angehalten",
} satisfies typeof en;
