/** Nederlands: the words of the set start in the Setup sheet. */
import type en from "./en";

export default {
  title: "Op een tijd beginnen",
  hint: "Het werk begint dan vanzelf, voor iedereen, met een signaal. Wie eerder drukt, begint meteen.",
  notIdle: "Een begin instellen kan als de tomaat op de eerste druk wacht.",
  day: "Dag",
  today: (day) => `Vandaag, ${day}`,
  tomorrow: (day) => `Morgen, ${day}`,
  time: "Tijd",
  set: "Begin instellen",
  change: "Begin veranderen",
  calendar: "In je agenda zetten",
  clear: "Niet vanzelf beginnen",
  noTime: "Kies een tijd.",
  past: "Die tijd is al voorbij: kies een latere, of morgen.",
  event: "Shared Pomodoro: samen aan het werk",
} satisfies typeof en;
