/** Nederlands: the words of the Setup sheet. */
import type en from "./en";

export default {
  labels: {
    workDuration: "Werk",
    breakDuration: "Pauze",
    numberCycles: "Rondes",
    longBreakDuration: "Lange pauze",
    autoContinue: "Volgende periode vanzelf starten",
  },
  save: "Opslaan",
  minutes: (n) => `${n} min`,
  seconds: (n) => `${n} sec`,
  cyclesLabel: (n) => `${n}: ${n + 1} tomaten + lange pauze`,
  untilPressed: "Tot iemand drukt",
  waits: "Wachten tot iemand drukt",
  after: (text) => `Na ${text}`,
  presets: "Vaste keuzes",
  classic: "Klassiek 25/5",
  long: "Lang 50/10",
  mob: "Mob 7/5",
  tutorial: "Oefenen 5/3",
  changedMeanwhile: (who) => (who === null ? "Intussen veranderd" : `Intussen veranderd door ${who}`),
  takeTheirs: "Laat zien",
  runningQuestion: "De tijd loopt. Wanneer gaat dit gelden?",
  startOver: "Begin voor iedereen opnieuw",
  fromNext: "Vanaf de volgende periode",
  resetHint: "Opslaan zet de tomaat voor iedereen terug naar het begin.",
  runningHint: "Er loopt een periode: je kunt kiezen vanaf wanneer dit telt.",
} satisfies typeof en;
