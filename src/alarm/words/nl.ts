/** Nederlands: the words of the button that stops the sound. */
import type en from "./en";

export default {
  stop: "Geluid hier uit",
  silent: "Hier is het stil",
} satisfies typeof en;
