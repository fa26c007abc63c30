/** Deutsch: the words of the Join sheet. */
import type en from "./en";

export default {
  field: "Link oder Name eines Raums",
  placeholder: "kueche, oder Link einfügen",
  nameHint: "Wer diesen Namen kennt, kann hereinkommen und drücken.",
  go: "Zum Raum",
  forgetful:
    "Dieser Browser speichert nichts für diese Seite und merkt sich deine Räume nicht. Heb ihre Links auf.",
  recent: "Letzte Räume",
  forget: "Diesen Raum vergessen",
  newRoom: "Neuen Raum eröffnen",
  badAddress: "Zu dieser Adresse gehört kein Raum. Vielleicht wurde der Link unterwegs abgeschnitten.",
  scan: "QR-Code scannen",
  scanning: "Richte die Kamera auf den Code",
  noCamera: "Die Kamera ließ sich nicht öffnen",
  openRoom: "Für alle offen",
  controls: "Du kannst drücken",
  here: "Hier bist du gerade",
  watches: "Du schaust zu",
  problem: {
    empty: "Tipp erst einen Namen oder füg einen Link ein",
    damaged: "Dieser Link ist am Ende beschädigt: Lass ihn dir noch einmal geben",
    "not-a-link": "Das ist kein Link zu einem Raum",
    "other-server": "Dieser Link führt zu einem anderen Server: Öffne ihn im Browser",
    "too-short": "Der Name eines Raums hat mindestens 3 Buchstaben",
    "too-long": "Der Name eines Raums hat höchstens 39 Buchstaben",
    characters: "Der Name eines Raums besteht nur aus Buchstaben a bis z, Ziffern und Bindestrichen",
    "looks-private":
      "Namen mit genau 22 Buchstaben sind privaten Räumen vorbehalten: Nimm einen längeren oder kürzeren",
  },
} satisfies typeof en;
