/** English: the words of the tomato, which the first script has in every language. */
export default {
  app: "Shared Pomodoro",
  messages: ["Press Me!", "Work", "Break time", "Short Break", "Back to work", "Long break time"],
  /** In place of the first message for those who may not press. */
  ready: "Ready",
  paused: "Paused",
};
