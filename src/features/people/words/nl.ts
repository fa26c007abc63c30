/** Nederlands: the words of the People sheet, and of the field for one's name. */
import type en from "./en";

export default {
  you: "jij",
  youNameless: "Jij",
  nameless: "Iemand",
  controls: "kan drukken",
  watches: "kijkt mee",
  board: (name) => (name === null ? "heeft een board op het scherm" : `heeft een board: ${name}`),
  more: (n) => `en nog ${n}`,
  waiting: "Wachten op de kamer",
  yourName: "Je naam",
  yourNameHint: "Iedereen in de kamer ziet hem",
  save: "Opslaan",
  saved: "Opgeslagen",
} satisfies typeof en;
