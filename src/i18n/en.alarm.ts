/** English: the words of the alarms, in the page and in the notifications of the service worker. */
export const enAlarm = {
  app: "Shared Pomodoro",
  stop: "Stop the sound here",
  silent: "Silent here",
  /** Notifications; `message` is what the tomato says now. */
  answered: "Already answered",
  answeredMeans: (message: string) => `Somebody was here before you. The tomato says “${message}” now.`,
  messages: ["Press Me!", "Work", "Break time", "Short Break", "Back to work", "Long break time"],
  somethingRang: "Time is over",
  fasterTitle: "Someone was faster",
  faster: "The tomato was pressed before you. Tap to look.",
  watchTitle: "Not pressed",
  watch: "This device has only the watch link of this room.",
  lostTitle: "Not sure it was pressed",
  lost: "The room did not answer. Tap to look.",
};

export type AlarmWords = typeof enAlarm;
