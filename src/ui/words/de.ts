/** Deutsch: the words of the fields that several sheets have. */
import type en from "./en";

export default {
  yourName: "Dein Name",
  yourNameHint: "Alle im Raum sehen ihn",
  save: "Speichern",
  saved: "Gespeichert",
  copy: "Kopieren",
  copied: "Kopiert",
  copyFailed: "Kopieren ging nicht: Markier den Link und kopier ihn selbst",
} satisfies typeof en;
