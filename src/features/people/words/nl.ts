/** Nederlands: the words of the People sheet. */
import type en from "./en";

export default {
  you: "jij",
  youNameless: "Jij",
  nameless: "Iemand",
  controls: "kan drukken",
  watches: "kijkt mee",
  board: (name) => (name === null ? "heeft een board op het scherm" : `heeft een board: ${name}`),
  doing: (text) => `werkt aan ${text}`,
  more: (n) => `en nog ${n}`,
  waiting: "Wachten op de kamer",
} satisfies typeof en;
