/** English: the words of the people in the head of the screen. */
export default {
  joined: (who: string) => `${who} joined`,
  left: (who: string) => `${who} left`,
};
