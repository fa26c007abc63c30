/** Nederlands: the words of the button that starts or stops the sound. */
import type en from "./en";

export default {
  unlock: "Tik voor geluid",
  stop: "Geluid hier uit",
  silent: "Hier is het stil",
} satisfies typeof en;
