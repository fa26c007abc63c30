/** Deutsch: the words of the people in the head of the screen. */
import type en from "./en";

export default {
  joined: (who) => `${who} ist da`,
  left: (who) => `${who} ist weg`,
} satisfies typeof en;
