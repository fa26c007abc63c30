/** English: the words of the button that stops the sound. */
export default {
  stop: "Stop the sound here",
  silent: "Silent here",
};
