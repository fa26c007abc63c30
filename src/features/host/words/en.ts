/** English: the words of the Host sheet. */
import type { BoardErrorCode, BoardLog } from "../../../board/board";

export default {
  intro:
    "Plug in a board with a button and a light: the button presses the tomato, the light shows how the room stands.",
  connectSerial: "Connect a serial board",
  connectHid: "Connect a HID button",
  tryVirtual: "Try without a board",
  disconnect: "Disconnect",
  forget: "Forget this board",
  unsupported:
    "This browser can talk to no board. Chrome, Edge and Opera on a computer have WebSerial and WebHID; Firefox 151 or newer on a computer and Chrome 148 or newer on Android have WebSerial.",
  forgetful: "This browser stores nothing for this page. Connect the board again on your next visit.",
  insecure: "Boards need a page over HTTPS, or localhost.",
  watcher: "You are watching, so a board here shows its light but its button presses nothing.",
  outOfReach: "The room cannot be reached: the board's light says so, and a press is refused.",
  background: "You can close this sheet and hide this tab: the board goes on as long as the tab is open.",
  status: {
    off: "No board yet",
    opening: "Opening the board",
    handshake: "Waiting for the board to answer",
    live: "Connected",
    waiting: "Unplugged. It goes on by itself when it is plugged in again",
    elsewhere: (owner: string | null) =>
      owner === null ? "Another tab has the board" : `Another tab has the board: ${owner}`,
  },
  board: (name: string, fw: string) => (fw === "" ? name : `${name} · ${fw}`),
  errors: {
    unsupported: "This browser has no way to this kind of board",
    blocked: "The browser does not let this page reach boards",
    "no-open": "The board could not be opened",
    "not-a-board": "This is neither our button nor a MuteMe",
    "no-answer": "The board is open, but it does not answer",
    "wrong-protocol": "The board speaks another version",
    silent: "The board has stopped answering",
    unplugged: "The board was unplugged",
  } satisfies Record<BoardErrorCode, string>,
  updateApp: "The board is newer than this app: reload the page to get the newest.",
  updateBoard: "The board's program is older than this app: install the newest from “Make a board” below.",
  check: "What to check",
  checks: {
    cable: "Is it a data cable? Many cables only charge.",
    busy: "Does another program have it, such as the Arduino IDE's serial monitor? Close it.",
    firmware: "Is our program on the board? “Make a board” below has it, with three steps for each kind.",
    dialout:
      "Linux: is your user in the group dialout? Run: sudo usermod -aG dialout $USER, then log in again.",
    snap: "Chromium from snap: run sudo snap connect chromium:raw-usb, then start it again.",
    brltty:
      "A board with a CH340 chip on Linux: the braille service brltty may take it. Run: sudo apt remove brltty.",
    udev: "A HID button on Linux needs a udev rule; it is under “Make a board” below, at CircuitPython.",
    replug: "Unplug it, plug it in again, and connect once more.",
  },
  light: {
    name: (what: string) => `Light: ${what}`,
    offline: "offline",
    colours: ["white, breathing", "red", "red, blinking", "green", "green, blinking", "blue"],
    paused: "dimmed, paused",
    none: "none",
  },
  virtual: {
    name: "Board on this screen",
    press: "Press the board's button",
    hint: "Hold it two seconds to skip, like a real one.",
  },
  events: "Last events",
  noEvents: "Nothing has happened yet.",
  event: {
    press: "Press",
    skip: "Skip",
    waiting: "waiting for the room",
    ms: (ms: number) => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`,
    refusals: {
      "out-of-reach": "not sent, the room cannot be reached",
      offline: "not sent, the room cannot be reached",
      unknown: "no answer, the connection was lost",
      stale: "the room had already moved on",
      "not-allowed": "this tab only watches",
      "not-now": "nothing to press now",
      "too-fast": "too many at once, wait a second",
    } as Readonly<Record<string, string>>,
    otherRefusal: (code: string) => `the room did not take it (${code})`,
    logs: {
      err: "The board did not understand a message",
      noise: "The board sent something that is no message",
      gap: "Presses of the button were lost on the way",
      repeat: "A press of the button came twice",
      ignored: "A message from the board was ignored",
      resent: "A message was sent to the board again",
      restarted: "The board has restarted",
    } satisfies Record<BoardLog, string>,
  },
  make: "Make a board",
};
