/** Deutsch: the words of the button that stops the sound. */
import type en from "./en";

export default {
  stop: "Ton hier aus",
  silent: "Hier ist es still",
} satisfies typeof en;
