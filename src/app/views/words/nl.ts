/** Nederlands: the words of the other views of a room. */
import type en from "./en";

export default {
  bigScreen: "Groot scherm",
  leave: "Groot scherm sluiten",
  code: "QR-code met de link van deze kamer",
  hideCode: "Code verbergen",
  showCode: "Code tonen",
  scanToWatch: "Scan om mee te kijken",
  scanToJoin: "Scan om mee te doen",
  onlyHere: "Dit adres werkt alleen op deze computer",
  here: "Nu hier",
  you: "Jij",
  nameless: "Iemand",
  more: (n) => `en nog ${n}`,
  turns: "Beurten",
  done: (n) => `${n} klaar`,
} satisfies typeof en;
