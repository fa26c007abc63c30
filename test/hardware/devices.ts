/** The two devices of the made-up bus, plugged in and out as the kernel and udev would tell it. */
import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { root } from "../harness/server";
import { waitFor } from "../harness/wait";

const USB = `${root}test/hardware/usb.py`;
const BUS = "/devices/pci0000:00/0000:00:14.0/usb1";

interface Device {
  readonly name: string;
  /** Whether pulling it out closes its pseudo-terminal before it is told; see `unplug`. */
  readonly hangsUp: boolean;
  readonly uevent: readonly string[];
}

export const UNO: Device = {
  name: "ttyACM0",
  hangsUp: true,
  uevent: [
    `DEVPATH=${BUS}/1-1/1-1:1.0/tty/ttyACM0`,
    "SUBSYSTEM=tty",
    "DEVNAME=/dev/ttyACM0",
    "MAJOR=166",
    "MINOR=0",
    "ID_BUS=usb",
    "ID_VENDOR_ID=2341",
    "ID_MODEL_ID=0043",
    "ID_SERIAL_SHORT=UNO0001",
    "USEC_INITIALIZED=1",
  ],
};
export const BUTTON: Device = {
  name: "hidraw0",
  hangsUp: false,
  uevent: [
    `DEVPATH=${BUS}/1-2/1-2:1.0/0003:1209:B10C.0001/hidraw/hidraw0`,
    "SUBSYSTEM=hidraw",
    "DEVNAME=/dev/hidraw0",
    "MAJOR=241",
    "MINOR=0",
    "USEC_INITIALIZED=1",
  ],
};

/** A device's cable: a pseudo-terminal behind the node that Chromium opens. */
export class Cable {
  /** What Chromium has written to the device. */
  onBytes: (bytes: Uint8Array) => void = () => {};
  #pty: ChildProcess | null = null;
  /** Of devices that were pulled out. */
  readonly #old: ChildProcess[] = [];

  constructor(
    private readonly folder: string,
    private readonly device: Device,
  ) {}

  async plugIn(): Promise<void> {
    const pty = spawn("python3", [USB, "device", `${this.folder}/${this.device.name}`]);
    this.#pty = pty;
    pty.stdout.on("data", (bytes: Buffer) => this.onBytes(bytes));
    pty.stdin.on("error", () => {}); // unplugged in the middle of a word
    let said = "";
    pty.stderr.on("data", (bytes: Buffer) => (said += bytes.toString()));
    await waitFor("a pseudo-terminal", () => said !== "" || pty.exitCode !== null);
    if (said !== "ready\n") throw new Error(`no pseudo-terminal: ${said}`);
    this.#uevent("add");
  }

  /**
   * Pulls it out. A real serial port hangs up and is then told to be gone. A real hidraw fails to be read; a
   * pseudo-terminal that hangs up reads as an empty report instead, which there never is and which ends Chromium.
   * So that one falls silent, is told to be gone, and is closed at the very end.
   */
  async unplug(): Promise<void> {
    const pty = this.#pty;
    if (pty === null) return;
    this.#pty = null;
    pty.stdout?.removeAllListeners("data");
    if (this.device.hangsUp) await end(pty);
    else this.#old.push(pty);
    this.#uevent("remove");
  }

  /** When Chromium has ended. */
  async close(): Promise<void> {
    await Promise.all([...this.#old, ...(this.#pty === null ? [] : [this.#pty])].map(end));
  }

  /** What the device says. */
  send(bytes: Uint8Array): void {
    this.#pty?.stdin?.write(bytes);
  }

  #uevent(action: "add" | "remove"): void {
    execFileSync("python3", [USB, "uevent", action, ...this.device.uevent]);
  }
}

async function end(pty: ChildProcess): Promise<void> {
  const ended = new Promise((done) => pty.once("exit", done));
  pty.kill();
  await ended;
}
