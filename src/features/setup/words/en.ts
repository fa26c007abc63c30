/** English: the words of the Setup sheet. */
export default {
  labels: {
    workDuration: "Work",
    breakDuration: "Break",
    numberCycles: "Cycles",
    longBreakDuration: "Long break",
    autoContinue: "Start the next period automatically",
  },
  save: "Save",
  minutes: (n: number) => `${n} min`,
  seconds: (n: number) => `${n} s`,
  cyclesLabel: (n: number) => `${n}: ${n + 1} tomatoes + long break`,
  untilPressed: "Until someone presses",
  waits: "Wait for a press",
  after: (text: string) => `After ${text}`,
  presets: "Presets",
  classic: "Classic 25/5",
  long: "Long 50/10",
  tutorial: "Tutorial 5/3",
  changedMeanwhile: (who: string | null) =>
    who === null ? "Changed meanwhile" : `Changed meanwhile by ${who}`,
  takeTheirs: "Show theirs",
  runningQuestion: "A period is running. When should this count?",
  startOver: "Start over for everyone",
  fromNext: "From the next period",
  resetHint: "Saving puts the tomato back to the start for everyone.",
  runningHint: "A period is running: you will be asked when this should count.",
};
