/** Deutsch: the words of the Share sheet. */
import type en from "./en";

export default {
  control: "Steuerlink",
  controlHint: "Wer ihn hat, kann die Tomate drücken, ändern und weitergeben.",
  watch: "Zuschaulink",
  watchHint: "Wer ihn hat, sieht alles und kann nichts drücken.",
  open: "Raumlink",
  openHint: (name) =>
    `Sag ihn laut: Wer „${name}“ unter Räume eintippt, ist hier und kann drücken. Hier ist nichts geheim.`,
  overlay: "Für OBS",
  overlayHint:
    "Nur die Tomate auf durchsichtigem Grund: für einen Stream oder einen Bildschirm an der Wand. In OBS: Quellen, +, Browser.",
  send: "Senden",
  qr: "QR-Code dieses Links",
  forClass: "Für eine Klasse: Gib ihr den Zuschaulink und behalt den Steuerlink.",
  youWatch: "Du hast den Zuschaulink, also kannst du den weitergeben.",
  newRoom: "Neuer Raum",
  newRoomHint:
    "Ein Steuerlink in falschen Händen lässt sich nicht zurückholen. Ein neuer Raum hat einen neuen.",
  privateRoom: "Privaten Raum eröffnen",
  privateRoomHint: (name) =>
    `Für eine Klasse: ein privater Raum mit dem Namen „${name}“, in dem nur drückt, wem du den Steuerlink gibst.`,
  onlyHere:
    "Diese Adresse gilt nur auf diesem Computer. Öffne die App unter einer Adresse, die andere Geräte erreichen, und teil sie dann.",
  nickname: "Dieser Raum",
  rename: "Umbenennen",
  tell: "Einem anderen Dienst melden",
} satisfies typeof en;
