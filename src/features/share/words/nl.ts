/** Nederlands: the words of the Share sheet. */
import type en from "./en";

export default {
  control: "Bedieningslink",
  controlHint: "Wie hem heeft, kan drukken, dingen aanpassen en verder delen.",
  watch: "Meekijklink",
  watchHint: "Wie hem heeft, ziet alles en kan nergens op drukken.",
  open: "Kamerlink",
  openHint: (name) =>
    `Zeg hem hardop: wie “${name}” intypt bij Kamers, is hier en kan drukken. Hier is niets geheim.`,
  overlay: "Voor OBS",
  overlayHint:
    "Alleen de tomaat, op een doorzichtige achtergrond: voor een stream of een scherm aan de muur. In OBS: Bronnen, +, Browser.",
  send: "Versturen",
  qr: "QR-code van deze link",
  forClass: "Voor een klas: geef hun de meekijklink en houd de bedieningslink zelf.",
  youWatch: "Je hebt de meekijklink, dus die kun je doorgeven.",
  newRoom: "Nieuwe kamer",
  newRoomHint: "Een uitgelekte bedieningslink haal je niet terug. Een nieuwe kamer heeft een nieuwe.",
  privateRoom: "Begin een privékamer",
  privateRoomHint: (name) =>
    `Voor een klas: een privékamer met de naam “${name}”, waar alleen drukt wie van jou de bedieningslink krijgt.`,
  onlyHere:
    "Dit adres werkt alleen op deze computer. Open de app op een adres dat andere apparaten kunnen bereiken, en deel die dan.",
  nickname: "Deze kamer",
  rename: "Andere naam",
  tell: "Een andere dienst inlichten",
} satisfies typeof en;
