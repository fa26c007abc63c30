/** English: the words of the buttons that take the last change back and start work in place of a break. */
export default {
  startWork: "Start work",
  undo: "Undo",
  /** By what the change did. */
  undoOf: {
    "work-started": "Undo start",
    "break-started": "Undo break",
    "long-break-started": "Undo break",
    "set-finished": "Undo end of the set",
    held: "Undo pause",
    resumed: "Undo resume",
    skipped: "Undo skip",
    extended: "Undo added time",
    reset: "Undo reset",
    "durations-changed": "Undo setup",
    "settings-changed": "Undo setup",
    "list-changed": "Undo list",
    "turns-changed": "Undo turns",
    "turn-passed": "Undo turn",
    "start-set": "Undo set start",
    "start-cleared": "Undo no start",
    "title-changed": "Undo name",
  },
};
