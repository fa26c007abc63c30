/** Deutsch: the words of the buttons that take the last change back and skip a break. */
import type en from "./en";

export default {
  startWork: "Arbeit beginnen",
  undo: "Rückgängig",
  undoOf: {
    "work-started": "Start rückgängig",
    "break-started": "Start rückgängig",
    "long-break-started": "Start rückgängig",
    "set-finished": "Abschluss rückgängig",
    held: "Anhalten rückgängig",
    resumed: "Weiter rückgängig",
    skipped: "Überspringen rückgängig",
    extended: "Zeit rückgängig",
    reset: "Reset rückgängig",
    "durations-changed": "Zeiten rückgängig",
    "settings-changed": "Zeiten rückgängig",
    "list-changed": "Liste rückgängig",
    "turns-changed": "Reihenfolge rückgängig",
    "turn-passed": "Wechsel rückgängig",
    "start-set": "Beginn rückgängig",
    "start-cleared": "Löschen rückgängig",
    "title-changed": "Name rückgängig",
  },
} satisfies typeof en;
