/** Deutsch: the words of the Setup sheet. */
import type en from "./en";

export default {
  labels: {
    workDuration: "Arbeit",
    breakDuration: "Pause",
    numberCycles: "Runden",
    longBreakDuration: "Lange Pause",
    autoContinue: "Nächsten Abschnitt automatisch starten",
  },
  save: "Speichern",
  minutes: (n) => `${n} Min.`,
  seconds: (n) => `${n} Sek.`,
  tomatoes: (n) => `${n} Tomaten, dann eine lange Pause`,
  fewer: "Eine Tomate weniger",
  more: "Eine Tomate mehr",
  noDuration: "Gib Minuten ein, etwa 25 oder 1:30, höchstens 24 Stunden",
  untilPressed: "Bis jemand drückt",
  waits: "Nein",
  after: (text) => `Nach ${text}`,
  presets: "Vorlagen",
  classic: "Klassisch",
  long: "Lang",
  mob: "Mob",
  tutorial: "Üben",
  changedMeanwhile: (who) => (who === null ? "Inzwischen geändert" : `Inzwischen geändert von ${who}`),
  takeTheirs: "Anzeigen",
  runningQuestion: "Ein Abschnitt läuft. Ab wann soll das gelten?",
  startOver: "Für alle von vorn",
  fromNext: "Ab dem nächsten Abschnitt",
  resetHint: "Speichern setzt die Tomate für alle auf Anfang.",
  runningHint: "Ein Abschnitt läuft: Du wirst gefragt, ab wann das gilt.",
} satisfies typeof en;
