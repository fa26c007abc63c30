/** Nederlands: the words of how to make a board. */
import type en from "./en";

export default {
  pico: "Een Pico kan het op twee manieren. MicroPython is makkelijker: deze pagina kan het programma erop zetten. Met CircuitPython wordt het een HID-knop, die geen ander programma afpakt.",
  need: "Je hebt een van deze boards nodig, een USB-kabel die data doorgeeft, een drukknop, een RGB-lampje met gemeenschappelijke kathode, drie weerstanden van 220 Ω, een breadboard en wat draadjes om alles in te prikken. Een micro:bit heeft alleen de kabel nodig.",
  picture: (board) => `Bedrading voor ${board}: de pinnen staan in de tabel hieronder. Gaat groter open.`,
  pins: { title: "Pinnen", button: "Knop", red: "Rood", green: "Groen", blue: "Blauw" },
  ground:
    "Het andere pootje van de knop en het langste pootje van het lampje gaan naar GND. Zet in de draad van elke kleur een eigen weerstand van 220 Ω; de knop heeft er geen nodig.",
  files: "Bestanden om te downloaden",
  arduino: [
    "Pak de zip uit en open shared-pomodoro.ino in de Arduino IDE. Voeg voor een ESP32 eerst “esp32 by Espressif” toe in het boardbeheer.",
    "Kies je board en de poort onder Hulpmiddelen (bij een ESP32-S2, S3, C3 of C6 ook “USB CDC On Boot”: Enabled) en klik op Uploaden (wil een Nano niet: kies “ATmega328P (Old Bootloader)” onder Processor). Eén keer per seconde een flits betekent: het werkt en wacht op een tabblad.",
    "Sluit de seriële monitor van de IDE en kies bovenaan dit scherm “Serieel board verbinden”.",
  ],
  micropython: [
    "Zet MicroPython op het board. Pico: houd BOOTSEL ingedrukt terwijl je hem aansluit en kopieer het .uf2-bestand naar de schijf die verschijnt. ESP32: volg de pagina van je board.",
    "Pak de zip uit en kopieer de vier bestanden naar het board. Met Thonny: open ze en kies voor elk File, Save copy, MicroPython device. Of met de opdrachten hieronder, in de map met de bestanden. Eén keer per seconde een flits betekent: het werkt en wacht op een tabblad.",
    "Sluit Thonny en kies bovenaan dit scherm “Serieel board verbinden”.",
  ],
  microbit: [
    "Kopieer de .hex van een willekeurig project dat je op python.microbit.org opslaat naar de schijf MICROBIT: zo komt MicroPython erop.",
    "Kopieer de twee bestanden met de opdrachten hieronder naar de micro:bit en druk op de knop RESET. Een kruis betekent: het werkt en wacht op een tabblad.",
    "Kies bovenaan dit scherm “Serieel board verbinden”. Knop A drukt; knop B, twee seconden ingedrukt, slaat over.",
  ],
  circuitpython: [
    "Zet CircuitPython op het board: houd BOOTSEL ingedrukt terwijl je het aansluit en kopieer het .uf2-bestand naar de schijf die verschijnt. Daarna komt er een schijf met de naam CIRCUITPY.",
    "Kopieer boot.py en code.py naar CIRCUITPY, haal het board eruit en steek het er weer in: pas dan is het een knop.",
    "Kies bovenaan dit scherm “Busylight, Stream Deck of HID-knop verbinden”, in Chrome of Edge op een computer.",
  ],
  uno: "Een Uno kan het kant-en-klare programma krijgen zonder de IDE. PORT is zijn naam, zoals COM3 of /dev/ttyACM0:",
  mpremote: "De opdrachten voor stap 2:",
  udev: "Zet onder Linux deze regel in /etc/udev/rules.d/70-shared-pomodoro.rules en steek het board er opnieuw in:",
} satisfies typeof en;
