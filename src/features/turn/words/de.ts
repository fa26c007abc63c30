/** Deutsch: turning the tomato. */
import type en from "./en";

export default {
  turn: "Dreh mich für die Minuten",
  label: "Dauer der Arbeit",
  minutes: (n) => (n === 1 ? "1 Minute" : `${n} Minuten`),
  seconds: (n) => (n === 1 ? "1 Sekunde" : `${n} Sekunden`),
} satisfies typeof en;
