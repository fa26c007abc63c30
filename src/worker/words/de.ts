/** Deutsch: the words of the notifications. */
import type en from "./en";

export default {
  answered: "Schon erledigt",
  answeredBody: (message) => `Jemand war schneller. Auf der Tomate steht jetzt „${message}“.`,
  bodies: [
    "Die Tomate möchte gedrückt werden.",
    "Die Pause ist vorbei, und die Arbeit hat von selbst begonnen.",
    "Die Arbeit ist geschafft.",
    "Die Arbeit ist geschafft, und die Pause hat von selbst begonnen.",
    "Die Pause ist vorbei.",
    "Die lange Pause ist vorbei.",
  ],
  press: {
    break: "Pause starten",
    longBreak: "Lange Pause starten",
    work: "Arbeit starten",
    finish: "Abschließen",
  },
  begins: "Die Arbeit beginnt.",
  longBreakBegins: "Die Arbeit ist geschafft, und die lange Pause hat von selbst begonnen.",
  before: (minutes) =>
    minutes === 1 ? "Die Arbeit endet in einer Minute." : `Die Arbeit endet in ${minutes} Minuten.`,
  testTitle: "Es klappt",
  test: "So ruft dich Shared Pomodoro, wenn die Zeit um ist.",
  somethingRang: "Die Zeit ist um",
  fasterTitle: "Jemand war schneller",
  faster: "Die Tomate wurde schon gedrückt. Tipp, um nachzusehen.",
  watchTitle: "Nicht gedrückt",
  watch: "Dieses Gerät hat nur den Zuschaulink dieses Raums.",
  lostTitle: "Vielleicht nicht gedrückt",
  lost: "Der Raum hat nicht geantwortet. Tipp, um nachzusehen.",
} satisfies typeof en;
