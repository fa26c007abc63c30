/** Nederlands: the words of the fields that several sheets have. */
import type en from "./en";

export default {
  yourName: "Je naam",
  yourNameHint: "Iedereen in de kamer ziet hem",
  save: "Opslaan",
  saved: "Opgeslagen",
  copy: "Kopiëren",
  copied: "Gekopieerd",
  copyFailed: "Kopiëren lukte niet: selecteer de link en kopieer hem zelf",
} satisfies typeof en;
