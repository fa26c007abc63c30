/** Nederlands: the words of the Host sheet. */
import type en from "./en";

const oneDecimal = new Intl.NumberFormat("nl", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export default {
  connectSerial: "Serieel board verbinden",
  connectHid: "Busylight, Stream Deck of HID-knop verbinden",
  tryVirtual: "Zonder board proberen",
  disconnect: "Loskoppelen",
  forget: "Vergeet dit board",
  unsupported:
    "Deze browser kan met geen enkel board praten. Chrome, Edge en Opera op een computer hebben WebSerial en WebHID; Firefox 151 of nieuwer op een computer en Chrome 148 of nieuwer op Android hebben WebSerial.",
  forgetful: "Deze browser bewaart niets voor deze pagina. Verbind het board bij je volgende bezoek opnieuw.",
  insecure: "Voor boards moet de pagina over HTTPS komen, of van localhost.",
  watcher: "Je kijkt mee: een board hier laat zijn lampje branden, maar zijn knop doet niets.",
  outOfReach: "De kamer is niet te bereiken: dat zegt het lampje van het board, en drukken wordt geweigerd.",
  background:
    "Je kunt dit scherm sluiten en het tabblad verbergen: het board werkt door zolang het tabblad open is.",
  status: {
    off: "Nog geen board",
    opening: "Het board gaat open",
    handshake: "Wachten tot het board antwoordt",
    live: "Verbonden",
    waiting: "Losgeraakt. Zodra het er weer in zit, gaat het vanzelf verder",
    waitingOrAgain:
      "Niet verbonden. Steek het board erin. Gaat het niet vanzelf verder, verbind dan nog een keer",
    waitingAgain: "Niet verbonden. Steek het board erin en verbind nog een keer",
    busy: "Het board kon niet worden geopend. Deze pagina blijft het een minuut proberen",
    elsewhere: (owner) =>
      owner === null ? "Een ander tabblad heeft het board" : `Een ander tabblad heeft het board: ${owner}`,
  },
  noButton: "Het heeft geen knop: het laat zien hoe de kamer ervoor staat, en drukt nergens op.",
  board: (name, fw) => (fw === "" ? name : `${name} · ${fw}`),
  errors: {
    unsupported: "Deze browser kan niet bij dit soort board",
    blocked: "De browser laat deze pagina niet bij boards",
    "no-open": "Het board kon niet worden geopend",
    "not-a-board": "Dit is niet onze knop en geen apparaat dat deze pagina kent",
    "no-answer": "Het board is open, maar geeft geen antwoord",
    "wrong-protocol": "Het board spreekt een andere versie",
    silent: "Het board geeft geen antwoord meer",
    unplugged: "Het board is eruit gehaald",
  },
  updateApp: "Het board is nieuwer dan deze app: laad de pagina opnieuw voor de nieuwste versie.",
  updateBoard:
    "Het programma op het board is ouder dan deze app: installeer het nieuwste, onder “Zelf een board maken” hieronder.",
  check: "Wat je kunt nakijken",
  checks: {
    cable: "Is het een datakabel? Veel kabels laden alleen op.",
    busy: "Is een ander programma ermee bezig, zoals de seriële monitor van de Arduino IDE of de Stream Deck-app? Sluit het.",
    firmware:
      "Staat ons programma op het board? Onder “Zelf een board maken” hieronder staat het, met drie stappen per soort.",
    cdc: "Een ESP32-S2, S3, C3 of C6: staat “USB CDC On Boot” aan in het menu Hulpmiddelen van de Arduino IDE? Zo niet, zet het aan en upload opnieuw.",
    dialout:
      "Linux: zit je gebruiker in de groep dialout? Voer uit: sudo usermod -aG dialout $USER, en log opnieuw in.",
    snap: "Chromium uit snap: voer sudo snap connect chromium:raw-usb uit en start hem opnieuw.",
    brltty:
      "Een board met een CH340-chip op Linux: de brailledienst brltty kan het inpikken. Voer uit: sudo apt remove brltty.",
    modem:
      "Linux: ModemManager bekijkt elke nieuwe seriële poort tot een halve minuut lang. Laat het board erin zitten. Zonder modem kun je dat uitzetten: sudo systemctl disable --now ModemManager",
    udev: "Linux: een busylight, Stream Deck of HID-knop heeft een udev-regel nodig; die staat hieronder, onder “Zelf een board maken”, bij CircuitPython.",
    replug: "Haal het eruit, steek het er weer in en verbind nog een keer.",
  },
  light: {
    name: (what) => `Lampje: ${what}`,
    offline: "offline",
    colours: ["wit, ademend", "rood", "rood, knipperend", "groen", "groen, knipperend", "blauw"],
    paused: "gedimd, gepauzeerd",
    none: "uit",
  },
  virtual: {
    name: "Board op dit scherm",
    press: "Druk op de knop van het board",
    hint: "Houd hem twee seconden ingedrukt om over te slaan, net als een echte.",
  },
  events: "Wat er net gebeurde",
  noEvents: "Er is nog niets gebeurd.",
  event: {
    press: "Drukken",
    skip: "Overslaan",
    extend: "+5 min",
    hold: "Pauzeren",
    resume: "Verder",
    waiting: "wacht op de kamer",
    ms: (ms) => `${ms < 10 ? oneDecimal.format(ms) : Math.round(ms)} ms`,
    refusals: {
      "out-of-reach": "niet verstuurd, de kamer is niet te bereiken",
      offline: "niet verstuurd, de kamer is niet te bereiken",
      unknown: "geen antwoord, de verbinding viel weg",
      stale: "de kamer was al verder",
      "not-allowed": "dit tabblad kijkt alleen mee",
      "not-now": "er valt nu niets te drukken",
      "too-fast": "te veel achter elkaar, wacht even",
    },
    otherRefusal: (code) => `de kamer nam het niet aan (${code})`,
    logs: {
      err: "Het board begreep een bericht niet",
      noise: "Het board stuurde iets wat geen bericht is",
      gap: "Onderweg gingen drukken op de knop verloren",
      repeat: "Een druk op de knop kwam twee keer",
      ignored: "Een bericht van het board is overgeslagen",
      resent: "Een bericht is nog eens naar het board gestuurd",
      restarted: "Het board is opnieuw opgestart",
      late: "Een druk op de knop kwam te laat en telt niet",
    },
  },
  make: "Zelf een board maken",
} satisfies typeof en;
