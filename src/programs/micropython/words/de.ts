/** Deutsch: the steps to MicroPython on a board that has none. */
import type en from "./en";

export default {
  title: "Zuerst MicroPython",
  steps: {
    pico: [
      "Lade MicroPython für deinen Pico herunter: eine Datei, die auf .uf2 endet.",
      "Steck den Pico aus. Halt seine Taste BOOTSEL gedrückt, während du ihn wieder einsteckst: Ein Laufwerk erscheint.",
      "Kopier die Datei auf dieses Laufwerk. Es verschwindet, und der Pico meldet sich mit MicroPython zurück.",
      "Spiel das Programm noch einmal auf und wähl den Port: Er heißt oft „Board in FS mode“.",
    ],
    esp32: [
      "Lade MicroPython für dein Board herunter: die erste Datei, die auf .bin endet, nicht die für ein Update.",
      "Wähl die Datei hier aus und spiel sie auf. Alles, was auf dem Board ist, wird dabei gelöscht.",
      "Antwortet das Board nicht: Halt seine Taste BOOT gedrückt, drück einmal RESET, lass BOOT los und versuch es noch einmal.",
    ],
    microbit: [
      "Lade MicroPython für den micro:bit herunter: irgendein Projekt, das du auf python.microbit.org speicherst, eine Datei, die auf .hex endet.",
      "Wähl die Datei hier aus und spiel sie auf. Oder kopier sie selbst auf das Laufwerk MICROBIT und spiel das Programm ohne Datei auf.",
    ],
  },
  download: "MicroPython holen",
} satisfies typeof en;
