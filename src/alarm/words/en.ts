/** English: the words of the button that starts or stops the sound. */
export default {
  unlock: "Tap for sound",
  stop: "Stop the sound here",
  silent: "Silent here",
};
