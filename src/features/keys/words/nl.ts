/** Nederlands: the words of the list of shortcuts. */
import type en from "./en";

export default {
  space: "Spatie",
  press: "op de tomaat drukken",
  share: "delen",
  setup: "tijden",
  list: "deze lijst",
  bigScreen: "groot scherm, en terug",
  close: "een scherm sluiten",
  off: "Sneltoetsen kun je uitzetten onder “Apparaat”.",
} satisfies typeof en;
