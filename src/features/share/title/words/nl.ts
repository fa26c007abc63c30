/** Nederlands: the words of the field for a room's name. */
import type en from "./en";

export default {
  field: "Naam van deze kamer",
  hint: "Iedereen met een link van de kamer ziet hem. Laat hem leeg voor de drie woorden.",
  tooOld: "Deze server is te oud om kamers een naam te geven. Wie hem beheert, kan hem bijwerken.",
} satisfies typeof en;
