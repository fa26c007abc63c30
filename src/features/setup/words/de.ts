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
  cyclesLabel: (n) => `${n}: ${n + 1} Tomaten + lange Pause`,
  untilPressed: "Bis jemand drückt",
  waits: "Warten, bis jemand drückt",
  after: (text) => `Nach ${text}`,
  presets: "Vorlagen",
  classic: "Klassisch 25/5",
  long: "Lang 50/10",
  mob: "Mob 7/5",
  tutorial: "Üben 5/3",
  changedMeanwhile: (who) => (who === null ? "Inzwischen geändert" : `Inzwischen geändert von ${who}`),
  takeTheirs: "Anzeigen",
  runningQuestion: "Ein Abschnitt läuft. Ab wann soll das gelten?",
  startOver: "Für alle von vorn",
  fromNext: "Ab dem nächsten Abschnitt",
  resetHint: "Speichern setzt die Tomate für alle auf Anfang.",
  runningHint: "Ein Abschnitt läuft: Du wirst gefragt, ab wann das gilt.",
} satisfies typeof en;
