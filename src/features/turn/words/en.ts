/** English: turning the tomato. */
export default {
  /** On the plate, in an arc: at most 28 letters. */
  turn: "Turn me to set the minutes",
  /** The name of the slider; its value is spoken as “25 minutes”. */
  label: "Length of work",
  minutes: (n: number) => (n === 1 ? "1 minute" : `${n} minutes`),
  seconds: (n: number) => (n === 1 ? "1 second" : `${n} seconds`),
};
