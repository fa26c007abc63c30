/** Nederlands: the words of the invitation after the first press. */
import type en from "./en";

export default {
  label: "Om samen te werken",
  name: "Wie ben je?",
  bring: "Nodig iemand uit",
  dismiss: "Nu niet",
} satisfies typeof en;
