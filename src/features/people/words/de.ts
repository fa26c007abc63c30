/** Deutsch: the words of the People sheet. */
import type en from "./en";

export default {
  you: "du",
  youNameless: "Du",
  nameless: "Jemand",
  controls: "kann drücken",
  watches: "schaut zu",
  board: (name) => (name === null ? "hat ein Board auf dem Bildschirm" : `hat ein Board: ${name}`),
  doing: (text) => `arbeitet an ${text}`,
  more: (n) => `und ${n} weitere`,
  waiting: "Warten auf den Raum",
} satisfies typeof en;
