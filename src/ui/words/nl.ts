/** Nederlands: the words of the field for the person's name. */
import type en from "./en";

export default {
  yourName: "Je naam",
  yourNameHint: "Iedereen in de kamer ziet hem",
  save: "Opslaan",
  saved: "Opgeslagen",
} satisfies typeof en;
