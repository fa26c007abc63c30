/** Deutsch: the words of putting a program on a board. */
import type en from "./en";

export default {
  title: "Programm auf ein Board aufspielen",
  intro:
    "Das kann diese Seite für dich tun: Du musst nichts installieren und noch nichts verdrahten. Welches Board hast du?",
  interrupted:
    "Beim letzten Mal wurde das Programm nicht zu Ende geschrieben. Es ist nichts kaputt: Wähl dein Board und spiel es noch einmal auf.",
  boards: "Arten von Boards",
  plugIn: "Steck das Board an dieses Gerät, mit einem USB-Kabel, das Daten überträgt. Viele Kabel laden nur.",
  files: {
    "esp32-bare": "Die Datei mit MicroPython für deinen ESP32: Sie endet auf .bin",
    microbit: "Nur wenn noch kein MicroPython darauf ist: die Datei damit, die auf .hex endet",
  },
  isNew: "Ist es neu, ohne MicroPython oder nicht in der Liste?",
  chooseEntry: (button) =>
    `Klick unten auf „${button}“. Der Browser zeigt eine Liste: Wähl dort dein Board. Es kann Arduino, Board in FS mode, micro:bit, USB Serial, CH340, ttyUSB oder usbmodem heißen.`,
  notes: {
    leonardo:
      "Ein Leonardo heißt anders, während er beschrieben wird. Darum fragt der Browser vielleicht noch zweimal nach ihm.",
    pico: "Ein eigenes Programm darauf, das main.py heißt, bleibt als main-before.py erhalten.",
    esp32: "Für einen ESP32, der MicroPython hat. Für jeden anderen wähl „ESP32“ in der Liste.",
    "esp32-bare": "Er bekommt erst MicroPython, dann unser Programm.",
    microbit: "Du musst nichts verdrahten: Knöpfe und Lämpchen sind schon darauf.",
  },
  replaces: "Das Programm, das jetzt auf dem Board ist, wird ersetzt.",
  start: "Aufspielen",
  others: "Anderes Board",
  cancel: "Abbrechen",
  again: "Noch einmal versuchen",
  chooseFile: "Datei wählen",
  comeback: (button) =>
    `Sobald es zurück ist, geht es hier von selbst weiter. Wenn nicht, klick auf „${button}“.`,
  isBack: "Es ist wieder eingesteckt",
  pick: "Board wählen",
  finish: "Fertig",
  leaveOpen: "Lass das Board eingesteckt und diesen Tab offen. Dieses Fenster kannst du schließen.",
  doneSteps: "Was geschafft ist",
  steps: {
    connect: "Das Board wird gesucht",
    check: "Das Board wird geprüft",
    erase: "Das alte Programm wird gelöscht",
    write: "Das Programm wird geschrieben",
    verify: "Zur Sicherheit wird es zurückgelesen",
    restart: "Das Programm startet",
    hello: "Warten, bis das Board Hallo sagt",
  },
  questions: {
    board: { what: "Wähl dein Board noch einmal", todo: "Der Browser zeigt seine Liste wieder." },
    "boot-loader": {
      what: "Wähl dein Board noch einmal: Es heißt jetzt anders",
      todo: "Es wartet acht Sekunden lang auf sein Programm. Steht es nicht in der Liste, oder ist die Zeit um? Drück den Reset-Knopf am Board und wähl es dann sofort.",
    },
    again: {
      what: "Das ist geschrieben. Wähl dein Board noch einmal",
      todo: "Es ist unter seinem eigenen Namen neu gestartet, und der Browser will dich fragen.",
    },
    usb: { what: "Es kann losgehen. Wähl deinen micro:bit", todo: "Der Browser zeigt seine Liste." },
  },
  done: (board) => `Dein Board sagt Hallo: ${board}`,
  connected:
    "Es ist mit diesem Raum verbunden. Ist der Knopf schon verdrahtet? Drück ihn, und die Tomate startet. Wenn nicht: Die Verdrahtung steht unten.",
  connectedMicrobit: "Es ist mit diesem Raum verbunden. Drück Knopf A, und die Tomate startet.",
  detail: (detail) => `Für eine Fehlermeldung: ${detail}`,
  errors: {
    "no-open": {
      what: "Das Board ließ sich nicht öffnen",
      todo: "Ein anderes Programm oder ein anderer Tab hat es, etwa die Arduino IDE. Schließ das und versuch es noch einmal. Unter Linux muss dein Benutzer in der Gruppe dialout sein.",
    },
    "no-answer": {
      what: "Dort antwortet kein solches Board",
      todo: "Es wurde nichts geschrieben. Ist es wirklich das Board, das du gewählt hast, und war es der richtige Eintrag der Liste? Steck das Board aus und wieder ein, und versuch es noch einmal.",
    },
    "wrong-board": {
      what: "Das ist ein anderes Board, als du gewählt hast",
      todo: "Es wurde nichts geschrieben. Wähl einen anderen Eintrag in der Liste des Browsers oder ein anderes Board.",
    },
    "no-micropython": {
      what: "Auf diesem Board ist noch kein MicroPython",
      todo: "Es wurde nichts geschrieben. So bekommt es MicroPython.",
    },
    "wrong-file": {
      what: "Diese Datei ist nicht für dieses Board",
      todo: "Es wurde nichts geschrieben. Wähl eine andere Datei.",
    },
    "not-written": {
      what: "Das Board hat nicht das ganze Programm angenommen",
      todo: "Es ist nichts kaputt. Steck das Board aus und wieder ein, und versuch es noch einmal.",
    },
    "not-verified": {
      what: "Auf dem Weg zum Board ging etwas verloren",
      todo: "Es ist nichts kaputt. Versuch es noch einmal, mit einem anderen Kabel oder an einem anderen USB-Anschluss.",
    },
    unplugged: {
      what: "Das Board wurde ausgesteckt",
      todo: "Es ist nichts kaputt. Steck es wieder ein, prüf das Kabel und versuch es noch einmal.",
    },
    "no-hello": {
      what: "Das Programm ist auf dem Board, aber das Board sagt nicht Hallo",
      todo: "Steck es aus und wieder ein und verbinde es oben in diesem Fenster. Hilft das nicht, versuch es noch einmal.",
    },
    "not-loaded": {
      what: "Das Programm ließ sich nicht laden",
      todo: "Es wurde nichts geschrieben. Ist dieses Gerät online? Dann versuch es noch einmal.",
    },
  },
} satisfies typeof en;
