/** Deutsch: the words of the other views of a room. */
import type en from "./en";

export default {
  bigScreen: "Großbild",
  leave: "Großbild beenden",
  code: "QR-Code mit dem Link dieses Raums",
  hideCode: "Code ausblenden",
  showCode: "Code zeigen",
  scanToWatch: "Scannen und zuschauen",
  scanToJoin: "Scannen und mitmachen",
  onlyHere: "Diese Adresse geht nur auf diesem Computer",
  here: "Gerade hier",
  you: "Du",
  nameless: "Jemand",
  more: (n) => `und ${n} weitere`,
  turns: "Reihenfolge",
  done: (n) => `${n} erledigt`,
} satisfies typeof en;
