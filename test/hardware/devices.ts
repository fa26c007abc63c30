/** The devices of the simulated bus, plugged in and unplugged with the messages that the kernel and udev send. */
import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdirSync, readlinkSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { Server } from "node:net";
import { basename } from "node:path";
import { root } from "../harness/paths";
import { waitFor } from "../harness/wait";

const USB = `${root}test/hardware/usb.py`;
export const BUS = "/devices/pci0000:00/0000:00:14.0/usb1";

export interface Device {
  readonly name: string;
  /** Whether `unplug` closes the pseudo-terminal before it sends the message; see there. */
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
/** A device's cable: a pseudo-terminal behind the device node that Chromium opens. */
export class Cable {
  /** Called with the bytes that Chromium writes to the device. */
  onBytes: (bytes: Uint8Array) => void = () => {};
  /**
   * Called with the feature reports of a HID device, the id first: one that is set, or one of zeros that is to be filled.
   * Returns the report, or null if the device refuses.
   */
  onFeature: ((isSet: boolean, report: Uint8Array) => Uint8Array | null) | null = null;
  #features: Server | null = null;
  #pty: ChildProcess | null = null;
  /** The pseudo-terminals of unplugged devices that are still open. */
  readonly #unplugged: ChildProcess[] = [];

  constructor(
    private readonly folder: string,
    private readonly device: Device,
  ) {}

  async plugIn(): Promise<void> {
    const pty = spawn("python3", [USB, "device", `${this.folder}/${this.device.name}`]);
    this.#pty = pty;
    pty.stdout.on("data", (bytes: Buffer) => this.onBytes(bytes));
    pty.stdin.on("error", () => {}); // the device is unplugged in the middle of a write
    let output = "";
    pty.stderr.on("data", (bytes: Buffer) => (output += bytes.toString()));
    await waitFor("a pseudo-terminal", () => output !== "" || pty.exitCode !== null);
    if (output !== "ready\n") throw new Error(`no pseudo-terminal: ${output}`);
    if (this.onFeature !== null) await this.#listenForFeatures(this.onFeature);
    this.#uevent("add");
  }

  /**
   * Unplugs the device. A real serial port hangs up before udev reports that it is gone. Reading a real hidraw device
   * fails then, but a pseudo-terminal that hangs up reads as an empty report, which no device sends and which makes
   * Chromium exit. So the HID device's pseudo-terminal becomes silent, and is closed at the end of the run.
   */
  async unplug(): Promise<void> {
    const pty = this.#pty;
    if (pty === null) return;
    this.#pty = null;
    this.#features?.close();
    this.#features = null;
    pty.stdout?.removeAllListeners("data");
    if (this.device.hangsUp) await end(pty);
    else this.#unplugged.push(pty);
    this.#uevent("remove");
  }

  /** Closes all pseudo-terminals; call it after Chromium has ended. */
  async close(): Promise<void> {
    this.#features?.close();
    await Promise.all([...this.#unplugged, ...(this.#pty === null ? [] : [this.#pty])].map(end));
  }

  /** Sends bytes from the device. */
  send(bytes: Uint8Array): void {
    this.#pty?.stdin?.write(bytes);
  }

  /** The other end of hid-features.c, which says what goes over the socket. */
  async #listenForFeatures(answer: NonNullable<Cable["onFeature"]>): Promise<void> {
    const folder = featuresFolder(this.folder);
    mkdirSync(folder, { recursive: true });
    const path = `${folder}/${basename(readlinkSync(`${this.folder}/${this.device.name}`))}`;
    rmSync(path, { force: true });
    const server = createServer((socket) => {
      let request = Buffer.alloc(0);
      socket.on("error", () => {});
      socket.on("data", (part) => {
        request = Buffer.concat([request, part]);
        if (request.length < 3 || request.length < 3 + request.readUInt16LE(1)) return;
        const isSet = request[0] === "S".charCodeAt(0);
        const report = answer(isSet, request.subarray(3));
        const head = Buffer.alloc(2);
        head.writeUInt16LE(report?.length ?? 0xffff);
        socket.end(Buffer.concat([head, ...(isSet || report === null ? [] : [report])]));
      });
    });
    this.#features = server;
    await new Promise<void>((done) => server.listen(path, done));
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

/** Where the sockets for feature reports are: `HID_FEATURES` of hid-features.c. */
export const featuresFolder = (folder: string): string => `${folder}/features`;
