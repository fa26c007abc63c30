/** English: the words of the set start in the Setup sheet. */
export default {
  title: "Start at a time",
  hint: "Work begins by itself then, for everyone, and it rings. A press before that starts at once.",
  notIdle: "A start can be set while the tomato waits for the first press.",
  day: "Day",
  today: (day: string) => `Today, ${day}`,
  tomorrow: (day: string) => `Tomorrow, ${day}`,
  time: "Time",
  set: "Set the start",
  change: "Change the start",
  calendar: "Add to calendar",
  clear: "No set start",
  noTime: "Choose a time.",
  past: "That time has passed: choose a later one, or tomorrow.",
  event: "Shared Pomodoro: work together",
};
