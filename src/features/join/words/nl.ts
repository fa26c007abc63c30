/** Nederlands: the words of the Join sheet. */
import type en from "./en";

export default {
  field: "Link of naam van een kamer",
  placeholder: "keuken, of plak een link",
  nameHint: "Wie deze naam kent, kan binnenkomen en drukken.",
  go: "Naar de kamer",
  forgetful: "Deze browser bewaart niets voor deze pagina en onthoudt je kamers dus niet. Bewaar hun links.",
  recent: "Laatste kamers",
  forget: "Vergeet deze kamer",
  newRoom: "Begin een nieuwe kamer",
  badAddress: "Dit adres hoort bij geen enkele kamer. Misschien is de link onderweg afgebroken.",
  scan: "Scan een QR-code",
  scanning: "Richt de camera op de code",
  noCamera: "De camera ging niet aan",
  openRoom: "Voor iedereen open",
  controls: "Je kunt drukken",
  here: "Hier ben je nu",
  watches: "Je kijkt mee",
  problem: {
    empty: "Typ eerst een naam of plak een link",
    damaged: "Deze link is aan het eind beschadigd: vraag hem nog een keer",
    "not-a-link": "Dit is geen link naar een kamer",
    "other-server": "Deze link gaat naar een andere server: open hem in de browser",
    "too-short": "De naam van een kamer heeft minstens 3 letters",
    "too-long": "De naam van een kamer heeft hooguit 39 letters",
    characters: "In de naam van een kamer staan alleen letters a tot z, cijfers en streepjes",
    "looks-private": "Namen van precies 22 letters zijn voor privékamers: neem een langere of een kortere",
  },
} satisfies typeof en;
