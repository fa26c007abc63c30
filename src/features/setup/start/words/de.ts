/** Deutsch: the words of the set start in the Setup sheet. */
import type en from "./en";

export default {
  title: "Zu einer Uhrzeit beginnen",
  hint: "Dann beginnt die Arbeit von selbst, für alle, und es klingelt. Wer vorher drückt, beginnt sofort.",
  notIdle: "Ein Beginn lässt sich setzen, solange die Tomate auf den ersten Druck wartet.",
  day: "Tag",
  today: (day) => `Heute, ${day}`,
  tomorrow: (day) => `Morgen, ${day}`,
  time: "Uhrzeit",
  set: "Beginn setzen",
  change: "Beginn ändern",
  calendar: "In den Kalender",
  clear: "Nicht von selbst beginnen",
  noTime: "Wähl eine Uhrzeit.",
  past: "Diese Uhrzeit ist vorbei: Wähl eine spätere, oder morgen.",
  event: "Shared Pomodoro: gemeinsam arbeiten",
} satisfies typeof en;
