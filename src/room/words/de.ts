/** Deutsch: the words for a connection over HTTP. */
import type en from "./en";

export default {
  line: "Änderungen verzögert",
  people: "Dieses Netz erlaubt keine direkte Verbindung, deshalb fehlt die Liste der Leute.",
} satisfies typeof en;
