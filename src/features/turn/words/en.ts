/** English: turning the tomato. */
export default {
  /** On the plate, in an arc: at most 28 letters. */
  turn: "Turn me to set the minutes",
  /** The name of the slider; its value is spoken as “25 minutes”. */
  label: "Length of work",
};
