/** Deutsch: turning the tomato. */
import type en from "./en";

export default {
  turn: "Dreh mich für die Minuten",
  label: "Dauer der Arbeit",
} satisfies typeof en;
