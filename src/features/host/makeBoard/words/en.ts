/** English: the words of how to make a board. */
export default {
  pico: "A Pico has two ways. MicroPython is easier: this page can put the program on it. CircuitPython makes it a HID button, which no other program takes away.",
  need: "You need one of these boards, a USB cable that carries data, a push button, an RGB light with a common cathode, three resistors of 220 Ω, a breadboard and some wires to plug them together. A micro:bit needs only the cable.",
  picture: (board: string) => `Wiring for ${board}: the pins are in the table below. Opens larger.`,
  pins: { title: "Pins", button: "Button", red: "Red", green: "Green", blue: "Blue" },
  ground:
    "The button's other leg and the light's longest leg go to GND. Put one 220 Ω resistor in each colour's wire; the button needs no resistor.",
  files: "Files to download",
  arduino: [
    "Unpack the zip and open shared-pomodoro.ino in the Arduino IDE. For an ESP32, first add “esp32 by Espressif” in its boards manager.",
    "Choose your board and its port under Tools (for an ESP32-S2, S3, C3 or C6 also “USB CDC On Boot”: Enabled), then press Upload (if a Nano does not take it: “ATmega328P (Old Bootloader)” under Processor). A blip of light once a second means: it works, and waits for a tab.",
    "Close the IDE's serial monitor, then choose “Connect a serial board” at the top of this sheet.",
  ],
  micropython: [
    "Put MicroPython on the board. Pico: hold BOOTSEL while you plug it in, and copy the .uf2 file onto the drive that appears. ESP32: follow the page of your board.",
    "Unpack the zip and copy its four files onto the board. With Thonny: open them, and choose File, Save copy, MicroPython device for each. Or with the commands below, in the folder with the files. A blip of light once a second means: it works, and waits for a tab.",
    "Close Thonny, then choose “Connect a serial board” at the top of this sheet.",
  ],
  microbit: [
    "Copy the .hex of any project that you save on python.microbit.org onto the drive MICROBIT: with it comes MicroPython.",
    "Copy the two files onto the micro:bit with the commands below, and press its button RESET. A cross means: it works, and waits for a tab.",
    "Choose “Connect a serial board” at the top of this sheet. Button A presses; button B, held for two seconds, skips.",
  ],
  circuitpython: [
    "Put CircuitPython on the board: hold BOOTSEL while you plug it in, and copy the .uf2 file onto the drive that appears. A drive named CIRCUITPY comes back.",
    "Copy boot.py and code.py onto CIRCUITPY, then unplug the board and plug it in again: only then is it a button.",
    "Choose “Connect a busylight, Stream Deck or HID button” at the top of this sheet, in Chrome or Edge on a computer.",
  ],
  uno: "An Uno can have the finished program without the IDE. PORT is its name, such as COM3 or /dev/ttyACM0:",
  mpremote: "The commands for step 2:",
  udev: "On Linux, put this line into /etc/udev/rules.d/70-shared-pomodoro.rules and plug the board in again:",
};
