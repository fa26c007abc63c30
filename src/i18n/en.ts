/** English: the words of the main screen. Names of people come in as arguments. Those of the sheets: `en.sheets.ts`. */
export const en = {
  app: "Shared Pomodoro",
  messages: ["Press Me!", "Work", "Break time", "Short Break", "Back to work", "Long break time"],
  paused: "Paused",
  sheets: {
    close: "Close",
    setup: "Setup",
    share: "Share",
    join: "Join",
    host: "Host",
    people: "People",
    history: "History",
    device: "This device",
    keys: "Keys",
  },
};

export type Words = typeof en;
