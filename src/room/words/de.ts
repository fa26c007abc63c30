/** Deutsch: the words for a connection over HTTP. */
import type en from "./en";

export default {
  slow: "Keine direkte Verbindung hier: Änderungen kommen nach ein paar Sekunden",
} satisfies typeof en;
