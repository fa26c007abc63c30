/** Deutsch: the words of the invitation after the first press. */
import type en from "./en";

export default {
  label: "Um gemeinsam zu arbeiten",
  name: "Wer bist du?",
  bring: "Andere einladen",
  dismiss: "Nicht jetzt",
} satisfies typeof en;
