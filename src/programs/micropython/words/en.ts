/** English: the steps to MicroPython on a board that has none. */
export default {
  title: "First, MicroPython",
  steps: {
    pico: [
      "Download MicroPython for your Pico: a file that ends in .uf2.",
      "Unplug the Pico. Hold its button BOOTSEL while you plug it in again: a drive appears.",
      "Copy the file onto that drive. The drive disappears, and the Pico is back with MicroPython.",
      "Put the program on again, and choose the port: it is often named “Board in FS mode”.",
    ],
    esp32: [
      "Download MicroPython for your board: the first file that ends in .bin, not the one for an update.",
      "Choose that file here and put it on. It erases everything that is on the board.",
      "If the board does not answer: hold its button BOOT, press RESET once, let go of BOOT, and try again.",
    ],
    microbit: [
      "Download MicroPython for the micro:bit: any project that you save on python.microbit.org, a file that ends in .hex.",
      "Choose that file here and put it on. Or copy it onto the drive MICROBIT yourself, and put the program on without a file.",
    ],
  },
  download: "Get MicroPython",
};
