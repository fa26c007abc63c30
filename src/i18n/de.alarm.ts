/** Deutsch: the words of the alarms, in the page and in the notifications of the service worker. */
import type { AlarmWords } from "./en.alarm";

export const deAlarm: AlarmWords = {
  app: "Shared Pomodoro",
  stop: "Ton hier aus",
  silent: "Hier ist es still",
  answered: "Schon erledigt",
  answeredMeans: (message) => `Jemand war schneller. Auf der Tomate steht jetzt „${message}“.`,
  messages: ["Drück mich!", "Arbeit", "Pause!", "Kurze Pause", "An die Arbeit", "Lange Pause"],
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
  testTitle: "Es klappt",
  test: "So ruft dich Shared Pomodoro, wenn die Zeit um ist.",
  somethingRang: "Die Zeit ist um",
  fasterTitle: "Jemand war schneller",
  faster: "Die Tomate wurde schon gedrückt. Tipp, um nachzusehen.",
  watchTitle: "Nicht gedrückt",
  watch: "Dieses Gerät hat nur den Zuschaulink dieses Raums.",
  lostTitle: "Vielleicht nicht gedrückt",
  lost: "Der Raum hat nicht geantwortet. Tipp, um nachzusehen.",
};
