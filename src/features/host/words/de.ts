/** Deutsch: the words of the Host sheet. */
import type en from "./en";

const oneDecimal = new Intl.NumberFormat("de", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export default {
  connectSerial: "Serielles Board verbinden",
  connectHid: "Busylight, Stream Deck oder HID-Knopf verbinden",
  tryVirtual: "Ohne Board probieren",
  disconnect: "Trennen",
  forget: "Board vergessen",
  unsupported:
    "Dieser Browser kann mit keinem Board sprechen. Chrome, Edge und Opera auf einem Computer haben WebSerial und WebHID; Firefox ab 151 auf einem Computer und Chrome ab 148 auf Android haben WebSerial.",
  forgetful: "Dieser Browser speichert nichts für diese Seite. Verbinde das Board beim nächsten Besuch neu.",
  insecure: "Für Boards muss die Seite über HTTPS kommen oder von localhost.",
  watcher: "Du schaust zu: Ein Board hier zeigt sein Licht, aber sein Knopf drückt nichts.",
  outOfReach: "Der Raum ist nicht zu erreichen: Das sagt das Licht am Board, und Drücken wird abgelehnt.",
  background:
    "Du kannst dieses Fenster schließen und den Tab verbergen: Das Board macht weiter, solange der Tab offen ist.",
  status: {
    off: "Noch kein Board",
    opening: "Das Board wird geöffnet",
    handshake: "Warten auf die Antwort des Boards",
    live: "Verbunden",
    waiting: "Ausgesteckt. Es geht von selbst weiter, wenn es wieder eingesteckt ist",
    waitingOrAgain:
      "Nicht verbunden. Steck das Board ein. Geht es nicht von selbst weiter, verbinde noch einmal",
    waitingAgain: "Nicht verbunden. Steck das Board ein und verbinde noch einmal",
    busy: "Das Board ließ sich nicht öffnen. Diese Seite versucht es noch eine Minute lang",
    elsewhere: (owner) =>
      owner === null ? "Ein anderer Tab hat das Board" : `Ein anderer Tab hat das Board: ${owner}`,
  },
  noButton: "Es hat keinen Knopf: Es zeigt, wie es um den Raum steht, und drückt nichts.",
  board: (name, fw) => (fw === "" ? name : `${name} · ${fw}`),
  errors: {
    unsupported: "Dieser Browser kommt an diese Art Board nicht heran",
    blocked: "Der Browser lässt diese Seite nicht an Boards heran",
    "no-open": "Das Board ließ sich nicht öffnen",
    "not-a-board": "Das ist weder unser Knopf noch ein Gerät, das diese Seite kennt",
    "no-answer": "Das Board ist offen, antwortet aber nicht",
    "wrong-protocol": "Das Board spricht eine andere Version",
    silent: "Das Board antwortet nicht mehr",
    unplugged: "Das Board wurde ausgesteckt",
  },
  updateApp: "Das Board ist neuer als diese App: Lade die Seite neu, dann kommt die neueste.",
  updateBoard:
    "Das Programm auf dem Board ist älter als diese App: Installier das neueste; du findest es unten bei „Board selbst bauen“.",
  check: "Was du prüfen kannst",
  checks: {
    cable: "Ist es ein Datenkabel? Viele Kabel laden nur.",
    busy: "Hat es ein anderes Programm, etwa der serielle Monitor der Arduino IDE oder die Stream-Deck-App? Schließ es.",
    firmware:
      "Ist unser Programm auf dem Board? Du findest es unten bei „Board selbst bauen“, mit drei Schritten für jede Art.",
    cdc: "Ein ESP32-S2, S3, C3 oder C6: Ist „USB CDC On Boot“ im Menü Werkzeuge der Arduino IDE eingeschaltet? Wenn nicht, schalt es ein und lade noch einmal hoch.",
    dialout:
      "Linux: Ist dein Benutzer in der Gruppe dialout? Führ aus: sudo usermod -aG dialout $USER, dann melde dich neu an.",
    snap: "Chromium aus snap: Führ sudo snap connect chromium:raw-usb aus und starte es neu.",
    brltty:
      "Ein Board mit CH340-Chip unter Linux: Der Braille-Dienst brltty nimmt es vielleicht weg. Führ aus: sudo apt remove brltty.",
    modem:
      "Linux: ModemManager sieht sich jeden neuen seriellen Port bis zu einer halben Minute lang an. Lass das Board eingesteckt. Ohne Modem kannst du das abschalten: sudo systemctl disable --now ModemManager",
    udev: "Linux: Ein Busylight, Stream Deck oder HID-Knopf braucht eine udev-Regel; sie steht unten bei „Board selbst bauen“, unter CircuitPython.",
    replug: "Steck es aus, steck es wieder ein und verbinde noch einmal.",
  },
  light: {
    name: (what) => `Licht: ${what}`,
    offline: "offline",
    colours: ["weiß, atmend", "rot", "rot, blinkend", "grün", "grün, blinkend", "blau"],
    paused: "gedimmt, angehalten",
    none: "aus",
  },
  virtual: {
    name: "Board auf diesem Bildschirm",
    press: "Knopf am Board drücken",
    hint: "Halt ihn zwei Sekunden, um zu überspringen, wie bei einem echten.",
  },
  events: "Was zuletzt geschah",
  noEvents: "Noch ist nichts geschehen.",
  event: {
    press: "Drücken",
    skip: "Überspringen",
    extend: "+5 Min",
    hold: "Anhalten",
    resume: "Weiter",
    waiting: "wartet auf den Raum",
    ms: (ms) => `${ms < 10 ? oneDecimal.format(ms) : Math.round(ms)} ms`,
    refusals: {
      "out-of-reach": "nicht gesendet, der Raum ist nicht zu erreichen",
      offline: "nicht gesendet, der Raum ist nicht zu erreichen",
      unknown: "keine Antwort, die Verbindung riss ab",
      stale: "der Raum war schon weiter",
      "not-allowed": "dieser Tab schaut nur zu",
      "not-now": "gerade gibt es nichts zu drücken",
      "too-fast": "zu viele auf einmal, warte kurz",
    },
    otherRefusal: (code) => `der Raum hat es nicht angenommen (${code})`,
    logs: {
      err: "Das Board hat eine Nachricht nicht verstanden",
      noise: "Das Board hat etwas gesendet, das keine Nachricht ist",
      gap: "Unterwegs gingen Knopfdrücke verloren",
      repeat: "Ein Knopfdruck kam zweimal",
      ignored: "Eine Nachricht des Boards wurde übergangen",
      resent: "Eine Nachricht wurde noch einmal ans Board gesendet",
      restarted: "Das Board hat neu gestartet",
      late: "Ein Knopfdruck kam zu spät und zählt nicht",
    },
  },
  make: "Board selbst bauen",
} satisfies typeof en;
