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
  tomatoes: (n) => `${n} tomaten, dan een lange pauze`,
  fewer: "Eén tomaat minder",
  more: "Eén tomaat meer",
  noDuration: "Typ minuten, zoals 25 of 1:30, hooguit 24 uur",
  untilPressed: "Tot iemand drukt",
  waits: "Nee",
  after: (text) => `Na ${text}`,
  presets: "Vaste keuzes",
  classic: "Klassiek",
  long: "Lang",
  mob: "Mob",
  tutorial: "Oefenen",
  changedMeanwhile: (who) => (who === null ? "Intussen veranderd" : `Intussen veranderd door ${who}`),
  takeTheirs: "Laat zien",
  runningQuestion: "De tijd loopt. Wanneer gaat dit gelden?",
  startOver: "Begin voor iedereen opnieuw",
  fromNext: "Vanaf de volgende periode",
  resetHint: "Opslaan zet de tomaat voor iedereen terug naar het begin.",
  runningHint: "Er loopt een periode: je kunt kiezen vanaf wanneer dit telt.",
} satisfies typeof en;
