/** English: the words of the main screen. Names of people come in as arguments. Those of the sheets: `en.sheets.ts`. */
export const en = {
  app: "Shared Pomodoro",
  messages: ["Press Me!", "Work", "Break time", "Short Break", "Back to work", "Long break time"],
  paused: "Paused",
};

export type Words = typeof en;
