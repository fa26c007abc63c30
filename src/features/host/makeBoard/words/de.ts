/** Deutsch: the words of how to make a board. */
import type en from "./en";

export default {
  pico: "Mit einem Pico geht es auf zwei Arten. MicroPython ist einfacher: Diese Seite kann das Programm darauf schreiben. CircuitPython macht daraus einen HID-Knopf, den kein anderes Programm wegnimmt.",
  need: "Du brauchst eines dieser Boards, ein USB-Kabel, das Daten überträgt, einen Taster, eine RGB-LED mit gemeinsamer Kathode, drei Widerstände mit 220 Ω, ein Steckbrett und ein paar Drähte zum Verbinden. Ein micro:bit braucht nur das Kabel.",
  picture: (board) =>
    `Verdrahtung für ${board}: Die Pins stehen in der Tabelle darunter. Öffnet sich größer.`,
  pins: { title: "Pins am Board", button: "Knopf", red: "Rot", green: "Grün", blue: "Blau" },
  ground:
    "Das andere Bein des Knopfs und das längste Bein der LED gehen an GND. Setz in den Draht jeder Farbe einen eigenen Widerstand mit 220 Ω; der Knopf braucht keinen.",
  files: "Dateien zum Herunterladen",
  arduino: [
    "Entpack das Zip und öffne shared-pomodoro.ino in der Arduino IDE. Für einen ESP32 füg vorher im Boardverwalter „esp32 by Espressif“ hinzu.",
    "Wähl unter Werkzeuge dein Board und seinen Port (bei einem ESP32-S2, S3, C3 oder C6 auch „USB CDC On Boot“: Enabled), dann klick auf Hochladen (nimmt ein Nano es nicht an: „ATmega328P (Old Bootloader)“ unter Prozessor). Ein kurzes Leuchten jede Sekunde heißt: Es läuft und wartet auf einen Tab.",
    "Schließ den seriellen Monitor der IDE und wähl oben in diesem Fenster „Serielles Board verbinden“.",
  ],
  micropython: [
    "Bring MicroPython auf das Board. Pico: Halt BOOTSEL gedrückt, während du ihn einsteckst, und kopier die .uf2-Datei auf das Laufwerk, das erscheint. ESP32: Folg der Seite deines Boards.",
    "Entpack das Zip und kopier seine vier Dateien auf das Board. Mit Thonny: Öffne sie und wähl für jede File, Save copy, MicroPython device. Oder mit den Befehlen unten, im Ordner mit den Dateien. Ein kurzes Leuchten jede Sekunde heißt: Es läuft und wartet auf einen Tab.",
    "Schließ Thonny und wähl oben in diesem Fenster „Serielles Board verbinden“.",
  ],
  microbit: [
    "Kopier die .hex irgendeines Projekts, das du auf python.microbit.org speicherst, auf das Laufwerk MICROBIT: Damit kommt MicroPython.",
    "Kopier die zwei Dateien mit den Befehlen unten auf den micro:bit und drück seine Taste RESET. Ein Kreuz heißt: Es läuft und wartet auf einen Tab.",
    "Wähl oben in diesem Fenster „Serielles Board verbinden“. Knopf A drückt; Knopf B, zwei Sekunden gehalten, überspringt.",
  ],
  circuitpython: [
    "Bring CircuitPython auf das Board: Halt BOOTSEL gedrückt, während du es einsteckst, und kopier die .uf2-Datei auf das Laufwerk, das erscheint. Danach kommt ein Laufwerk namens CIRCUITPY.",
    "Kopier boot.py und code.py auf CIRCUITPY, steck das Board aus und wieder ein: Erst dann ist es ein Knopf.",
    "Wähl oben in diesem Fenster „Busylight, Stream Deck oder HID-Knopf verbinden“, in Chrome oder Edge auf einem Computer.",
  ],
  uno: "Ein Uno bekommt das fertige Programm auch ohne die IDE. PORT ist sein Name, etwa COM3 oder /dev/ttyACM0:",
  mpremote: "Die Befehle für Schritt 2:",
  udev: "Schreib unter Linux diese Zeile in /etc/udev/rules.d/70-shared-pomodoro.rules und steck das Board neu ein:",
} satisfies typeof en;
