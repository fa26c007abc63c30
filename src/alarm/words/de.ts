/** Deutsch: the words of the button that starts or stops the sound. */
import type en from "./en";

export default {
  unlock: "Tippen für Ton",
  stop: "Ton hier aus",
  silent: "Hier ist es still",
} satisfies typeof en;
