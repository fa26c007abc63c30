/** Nederlands: the words for a connection over HTTP. */
import type en from "./en";

export default {
  line: "Wijzigingen komen iets later",
  people: "Dit netwerk laat geen directe verbinding toe, dus de lijst van mensen is er niet.",
} satisfies typeof en;
