/** Deutsch: the words of the field for the person's name. */
import type en from "./en";

export default {
  yourName: "Dein Name",
  yourNameHint: "Alle im Raum sehen ihn",
  save: "Speichern",
  saved: "Gespeichert",
} satisfies typeof en;
