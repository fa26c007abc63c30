/** Nederlands: turning the tomato. */
import type en from "./en";

export default {
  turn: "Draai aan mij voor de tijd",
  label: "Hoe lang het werk duurt",
} satisfies typeof en;
