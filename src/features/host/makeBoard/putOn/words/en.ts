/** English: the words of putting a program on a board. */
import type { InstallErrorCode, InstallStep } from "../../../../../programs/installer";

export default {
  title: "Put the program on a board",
  intro: "This page can do it for you: nothing to install, and nothing to wire yet. Which board do you have?",
  interrupted:
    "The last time, the program was not written to its end. Nothing is broken: choose your board and put it on again.",
  boards: "Kinds of boards",
  plugIn: "Plug the board into this device, with a USB cable that carries data. Many cables only charge.",
  /** By the id of an installer: the label of the field for its file. */
  files: {
    "esp32-bare": "The file with MicroPython for your ESP32: it ends in .bin",
    microbit: "Only if it has no MicroPython yet: the file with it, which ends in .hex",
  } as Readonly<Record<string, string>>,
  isNew: "Is it new, without MicroPython, or not in the list?",
  chooseEntry: (button: string) =>
    `Choose “${button}” below. The browser shows a list: choose your board there. It may be called Arduino, Board in FS mode, micro:bit, USB Serial, CH340, ttyUSB or usbmodem.`,
  /** By the id of an installer. */
  notes: {
    leonardo:
      "A Leonardo gets another name while it is written, so the browser may ask you for it two more times.",
    pico: "A program of yours on it that is named main.py is kept as main-before.py.",
    esp32: "For an ESP32 that has MicroPython. For any other choose “ESP32” in the list.",
    "esp32-bare": "First it gets MicroPython, then our program.",
    microbit: "Nothing to wire: its buttons and its lights are on it.",
  } as Readonly<Record<string, string>>,
  replaces: "The program that is on the board now is replaced.",
  start: "Put it on",
  others: "Other board",
  cancel: "Cancel",
  again: "Try again",
  chooseFile: "Choose the file",
  comeback: (button: string) => `When it is back, this page goes on by itself. If not, choose “${button}”.`,
  isBack: "It is plugged in again",
  pick: "Choose the board",
  finish: "Done",
  leaveOpen: "Leave the board plugged in and this tab open. You can close this sheet.",
  doneSteps: "What is done",
  steps: {
    connect: "Looking for the board",
    check: "Checking the board",
    erase: "Erasing the old program",
    write: "Writing the program",
    verify: "Reading it back to be sure",
    restart: "Starting the program",
    hello: "Waiting for the board to say hello",
  } satisfies Record<InstallStep, string>,
  questions: {
    board: { what: "Choose your board once more", todo: "The browser shows its list again." },
    "boot-loader": {
      what: "Choose your board again: it now has another name",
      todo: "It waits for its program for eight seconds. Is it not in the list, or is the time over? Press the reset button on the board, then choose it at once.",
    },
    again: {
      what: "That is written. Choose your board once more",
      todo: "It has started again under its own name, and the browser wants to ask you.",
    },
    usb: { what: "Ready. Choose your micro:bit", todo: "The browser shows its list." },
  },
  done: (board: string) => `Your board says hello: ${board}`,
  connected:
    "It is connected to this room. Is the button wired? Press it, and the tomato starts. If not: the wiring is below.",
  connectedMicrobit: "It is connected to this room. Press button A, and the tomato starts.",
  detail: (detail: string) => `For a report: ${detail}`,
  errors: {
    "no-open": {
      what: "The board could not be opened",
      todo: "Another program or another tab has it, such as the Arduino IDE. Close that, and try again. On Linux, your user has to be in the group dialout.",
    },
    "no-answer": {
      what: "No such board answers there",
      todo: "Nothing was written. Is it really the board that you chose, and was it the right entry of the list? Unplug the board, plug it in again, and try again.",
    },
    "wrong-board": {
      what: "This is another board than you chose",
      todo: "Nothing was written. Choose another entry of the browser's list, or another board.",
    },
    "no-micropython": {
      what: "This board has no MicroPython yet",
      todo: "Nothing was written. This is how it gets MicroPython.",
    },
    "wrong-file": {
      what: "This file is not for this board",
      todo: "Nothing was written. Choose another file.",
    },
    "not-written": {
      what: "The board did not take the whole program",
      todo: "Nothing is broken. Unplug the board, plug it in again, and try again.",
    },
    "not-verified": {
      what: "Something was lost on the way to the board",
      todo: "Nothing is broken. Try again, with another cable or another USB socket.",
    },
    unplugged: {
      what: "The board was unplugged",
      todo: "Nothing is broken. Plug it in again, check the cable, and try again.",
    },
    "no-hello": {
      what: "The program is on the board, but the board does not say hello",
      todo: "Unplug it, plug it in again, and connect it at the top of this sheet. If that does not help, try again.",
    },
    "not-loaded": {
      what: "The program could not be loaded",
      todo: "Nothing was written. Is this device online? Then try again.",
    },
  } satisfies Record<InstallErrorCode, Record<"what" | "todo", string>>,
};
