/** English: the words of the alarms, in the page and in the notifications of the service worker. */
export const enAlarm = {
  app: "Shared Pomodoro",
  stop: "Stop the sound here",
  silent: "Silent here",
  /** Notifications; `message` is what the tomato says now. */
  answered: "Already answered",
  answeredMeans: (message: string) => `Somebody was here before you. The tomato says “${message}” now.`,
  messages: ["Press Me!", "Work", "Break time", "Short Break", "Back to work", "Long break time"],
  /** Under the message of a state that rings, and what the button there does. */
  bodies: [
    "The tomato waits to be pressed.",
    "The break is over, and work has begun by itself.",
    "Work is over.",
    "Work is over, and the break has begun by itself.",
    "The break is over.",
    "The long break is over.",
  ],
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

export type AlarmWords = typeof enAlarm;
