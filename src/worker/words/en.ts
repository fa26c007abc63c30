/** English: the words of the notifications. */
export default {
  /** `message` is what the tomato says now. */
  answered: "Already answered",
  answeredBody: (message: string) => `Somebody was here before you. The tomato says “${message}” now.`,
  /** The second line of the notification, for each state that the room can be in when it rings. */
  bodies: [
    "The tomato waits to be pressed.",
    "The break is over, and work has begun by itself.",
    "Work is over.",
    "Work is over, and the break has begun by itself.",
    "The break is over.",
    "The long break is over.",
  ],
  /** The button, by what a press does. */
  press: { break: "Start break", longBreak: "Start long break", work: "Start work", finish: "Finish" },
  testTitle: "It works",
  test: "This is how Shared Pomodoro calls you when a period ends.",
  somethingRang: "Time is over",
  fasterTitle: "Someone was faster",
  faster: "The tomato was pressed before you. Tap to look.",
  watchTitle: "Not pressed",
  watch: "This device has only the watch link of this room.",
  lostTitle: "Not sure it was pressed",
  lost: "The room did not answer. Tap to look.",
};
