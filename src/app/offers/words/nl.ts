/** Nederlands: the words of the buttons that take the last change back and skip a break. */
import type en from "./en";

export default {
  startWork: "Werk beginnen",
  undo: "Ongedaan maken",
  undoOf: {
    "work-started": "Start ongedaan maken",
    "break-started": "Start ongedaan maken",
    "long-break-started": "Start ongedaan maken",
    "set-finished": "Afronden ongedaan maken",
    held: "Pauzeren ongedaan maken",
    resumed: "Verdergaan ongedaan maken",
    skipped: "Overslaan ongedaan maken",
    extended: "Extra tijd ongedaan maken",
    reset: "Reset ongedaan maken",
    "durations-changed": "Tijden ongedaan maken",
    "settings-changed": "Tijden ongedaan maken",
    "list-changed": "Lijst ongedaan maken",
    "turns-changed": "Beurten ongedaan maken",
    "turn-passed": "Doorgeven ongedaan maken",
    "start-set": "Begintijd ongedaan maken",
    "start-cleared": "Weghalen ongedaan maken",
    "title-changed": "Naam ongedaan maken",
  },
} satisfies typeof en;
