/** Nederlands: turning the tomato. */
import type en from "./en";

export default {
  turn: "Draai aan mij voor de tijd",
  label: "Hoe lang het werk duurt",
  minutes: (n) => (n === 1 ? "1 minuut" : `${n} minuten`),
  seconds: (n) => (n === 1 ? "1 seconde" : `${n} seconden`),
} satisfies typeof en;
