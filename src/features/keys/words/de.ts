/** Deutsch: the words of the list of shortcuts. */
import type en from "./en";

export default {
  space: "Leertaste",
  press: "die Tomate drücken",
  share: "teilen",
  setup: "Zeiten",
  list: "diese Liste",
  bigScreen: "Großbild, und zurück",
  close: "ein Fenster schließen",
  off: "Die Tastenkürzel lassen sich unter „Gerät“ abschalten.",
} satisfies typeof en;
