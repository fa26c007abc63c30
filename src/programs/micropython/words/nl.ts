/** Nederlands: the steps to MicroPython on a board that has none. */
import type en from "./en";

export default {
  title: "Eerst MicroPython",
  steps: {
    pico: [
      "Download MicroPython voor je Pico: een bestand dat eindigt op .uf2.",
      "Haal de Pico los. Houd de knop BOOTSEL ingedrukt terwijl je hem weer aansluit: er verschijnt een schijf.",
      "Kopieer het bestand naar die schijf. De schijf verdwijnt en de Pico is terug, met MicroPython.",
      "Zet het programma er nog een keer op en kies de poort: die heet vaak “Board in FS mode”.",
    ],
    esp32: [
      "Download MicroPython voor je board: het eerste bestand dat eindigt op .bin, niet dat voor een update.",
      "Kies dat bestand hier en zet het erop. Alles wat op het board staat, wordt gewist.",
      "Antwoordt het board niet? Houd de knop BOOT ingedrukt, druk één keer op RESET, laat BOOT los en probeer het opnieuw.",
    ],
    microbit: [
      "Download MicroPython voor de micro:bit: een willekeurig project dat je op python.microbit.org opslaat, een bestand dat eindigt op .hex.",
      "Kies dat bestand hier en zet het erop. Of kopieer het zelf naar de schijf MICROBIT en zet het programma er zonder bestand op.",
    ],
  },
  download: "MicroPython ophalen",
} satisfies typeof en;
