/** Deutsch: the words of the field for a room's name. */
import type en from "./en";

export default {
  field: "Name dieses Raums",
  hint: "Alle mit einem Link des Raums sehen ihn. Leer gelassen gelten die drei Wörter.",
  tooOld:
    "Dieser Server ist zu alt, um Räumen einen Namen zu geben. Wer ihn betreibt, kann ihn aktualisieren.",
} satisfies typeof en;
