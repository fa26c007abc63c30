/** Nederlands: the words of putting a program on a board. */
import type en from "./en";

export default {
  title: "Het programma op een board zetten",
  intro:
    "Deze pagina kan dat voor je doen: je hoeft niets te installeren en nog niets aan te sluiten. Welk board heb je?",
  interrupted:
    "De vorige keer is het programma niet helemaal geschreven. Er is niets stuk: kies je board en zet het er nog een keer op.",
  boards: "Soorten boards",
  plugIn:
    "Sluit het board aan op dit apparaat, met een USB-kabel die data doorgeeft. Veel kabels laden alleen op.",
  files: {
    "esp32-bare": "Het bestand met MicroPython voor je ESP32: het eindigt op .bin",
    microbit: "Alleen als er nog geen MicroPython op staat: het bestand ermee, dat eindigt op .hex",
  },
  isNew: "Is het nieuw, zonder MicroPython of niet in de lijst?",
  chooseEntry: (button) =>
    `Klik hieronder op “${button}”. De browser laat een lijst zien: kies daar je board. Het kan Arduino, Board in FS mode, micro:bit, USB Serial, CH340, ttyUSB of usbmodem heten.`,
  notes: {
    leonardo:
      "Een Leonardo heet anders terwijl hij wordt beschreven. De browser vraagt je er daarom misschien nog twee keer om.",
    pico: "Een eigen programma erop dat main.py heet, blijft bewaard als main-before.py.",
    esp32: "Voor een ESP32 met MicroPython. Kies voor elke andere “ESP32” in de lijst.",
    "esp32-bare": "Hij krijgt eerst MicroPython, dan ons programma.",
    microbit: "Je hoeft niets aan te sluiten: knoppen en lampjes zitten er al op.",
  },
  replaces: "Het programma dat nu op het board staat, wordt vervangen.",
  start: "Zet het erop",
  others: "Ander board",
  cancel: "Annuleren",
  again: "Probeer opnieuw",
  chooseFile: "Kies het bestand",
  comeback: (button) => `Zodra het terug is, gaat het hier vanzelf verder. Zo niet, klik op “${button}”.`,
  isBack: "Het zit er weer in",
  pick: "Kies het board",
  finish: "Klaar",
  leaveOpen: "Laat het board aangesloten en dit tabblad open. Dit scherm mag je sluiten.",
  doneSteps: "Wat al gelukt is",
  steps: {
    connect: "Het board wordt gezocht",
    check: "Het board wordt nagekeken",
    erase: "Het oude programma wordt gewist",
    write: "Het programma wordt geschreven",
    verify: "Voor de zekerheid wordt het teruggelezen",
    restart: "Het programma start",
    hello: "Wachten tot het board hallo zegt",
  },
  questions: {
    board: { what: "Kies je board nog een keer", todo: "De browser laat zijn lijst weer zien." },
    "boot-loader": {
      what: "Kies je board opnieuw: het heet nu anders",
      todo: "Het wacht acht seconden op zijn programma. Staat het niet in de lijst, of is de tijd om? Druk op de resetknop van het board en kies het dan meteen.",
    },
    again: {
      what: "Dat staat erop. Kies je board nog een keer",
      todo: "Het is opnieuw gestart onder zijn eigen naam, en de browser wil het je vragen.",
    },
    usb: { what: "Klaar om te beginnen. Kies je micro:bit", todo: "De browser laat zijn lijst zien." },
  },
  done: (board) => `Je board zegt hallo: ${board}`,
  connected:
    "Het is verbonden met deze kamer. Zit de knop er al aan? Druk erop, en de tomaat begint. Zo niet: de bedrading staat hieronder.",
  connectedMicrobit: "Het is verbonden met deze kamer. Druk op knop A, en de tomaat begint.",
  detail: (detail) => `Voor een melding: ${detail}`,
  errors: {
    "no-open": {
      what: "Het board kon niet worden geopend",
      todo: "Een ander programma of een ander tabblad is ermee bezig, zoals de Arduino IDE. Sluit dat en probeer het opnieuw. Op Linux moet je gebruiker in de groep dialout zitten.",
    },
    "no-answer": {
      what: "Daar antwoordt geen board van die soort",
      todo: "Er is niets geschreven. Is het echt het board dat je koos, en was het de juiste regel in de lijst? Haal het board eruit, steek het er weer in en probeer het opnieuw.",
    },
    "wrong-board": {
      what: "Dit is een ander board dan je koos",
      todo: "Er is niets geschreven. Kies een andere regel in de lijst van de browser, of een ander board.",
    },
    "no-micropython": {
      what: "Op dit board staat nog geen MicroPython",
      todo: "Er is niets geschreven. Zo krijgt het MicroPython.",
    },
    "wrong-file": {
      what: "Dit bestand is niet voor dit board",
      todo: "Er is niets geschreven. Kies een ander bestand.",
    },
    "not-written": {
      what: "Het board heeft niet het hele programma aangenomen",
      todo: "Er is niets stuk. Haal het board eruit, steek het er weer in en probeer het opnieuw.",
    },
    "not-verified": {
      what: "Onderweg naar het board ging er iets verloren",
      todo: "Er is niets stuk. Probeer het opnieuw, met een andere kabel of een andere USB-poort.",
    },
    unplugged: {
      what: "Het board is eruit gehaald",
      todo: "Er is niets stuk. Steek het er weer in, kijk de kabel na en probeer het opnieuw.",
    },
    "no-hello": {
      what: "Het programma staat op het board, maar het board zegt geen hallo",
      todo: "Haal het eruit, steek het er weer in en verbind het bovenaan dit scherm. Helpt dat niet, probeer het dan opnieuw.",
    },
    "not-loaded": {
      what: "Het programma kon niet worden geladen",
      todo: "Er is niets geschreven. Is dit apparaat online? Probeer het dan opnieuw.",
    },
  },
} satisfies typeof en;
