/** English: the words of the list of shortcuts. */
export default {
  space: "Space",
  press: "press the tomato",
  share: "share",
  setup: "setup",
  list: "this list",
  bigScreen: "big screen, and back",
  close: "close a sheet",
  off: "Single letters can be turned off under “This device”.",
};
