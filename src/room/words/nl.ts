/** Nederlands: the words for a connection over HTTP. */
import type en from "./en";

export default {
  slow: "Geen directe verbinding hier: veranderingen komen na een paar seconden",
} satisfies typeof en;
