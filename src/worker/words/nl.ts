/** Nederlands: the words of the notifications. */
import type en from "./en";

export default {
  answered: "Al gedaan",
  answeredBody: (message) => `Iemand was je voor. Op de tomaat staat nu “${message}”.`,
  bodies: [
    "De tomaat wacht tot je drukt.",
    "De pauze is voorbij en het werk is vanzelf begonnen.",
    "Het werk zit erop.",
    "Het werk zit erop en de pauze is vanzelf begonnen.",
    "De pauze is voorbij.",
    "De lange pauze is voorbij.",
  ],
  press: {
    break: "Begin de pauze",
    longBreak: "Begin de lange pauze",
    work: "Aan het werk",
    finish: "Afronden",
  },
  begins: "Het werk begint.",
  longBreakBegins: "Het werk zit erop en de lange pauze is vanzelf begonnen.",
  before: (minutes) =>
    minutes === 1 ? "Het werk is over een minuut voorbij." : `Het werk is over ${minutes} minuten voorbij.`,
  testTitle: "Het werkt",
  test: "Zo roept Shared Pomodoro je als de tijd om is.",
  somethingRang: "De tijd is om",
  fasterTitle: "Iemand was je voor",
  faster: "De tomaat was al ingedrukt. Tik om te kijken.",
  watchTitle: "Niet gedrukt",
  watch: "Dit apparaat heeft alleen de meekijklink van deze kamer.",
  lostTitle: "Niet zeker of er gedrukt is",
  lost: "De kamer gaf geen antwoord. Tik om te kijken.",
} satisfies typeof en;
