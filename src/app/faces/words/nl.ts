/** Nederlands: the words of the people in the head of the screen. */
import type en from "./en";

export default {
  joined: (who) => `${who} is er`,
  left: (who) => `${who} is weg`,
} satisfies typeof en;
