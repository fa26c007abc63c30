/** A Stream Deck MK.2 on the simulated bus: 15 keys of 72×72 pixels, pictures as JPEG in parts, keys as one report. */
import type { Cable } from "./devices";
import { HidPeer } from "./hid-peer";

const KEYS = 15;
const INPUT_BYTES = 512;
const FEATURE_BYTES = 32;
const PICTURE_HEAD = 7;

const ascii = (text: string): number[] => [...Buffer.from(text, "ascii")];

export class StreamDeck {
  /** The last whole picture of each key, a JPEG, turned by 180 degrees; without an entry the key is dark. */
  readonly pictures = new Map<number, Buffer>();
  /** How many whole pictures each key has received. */
  readonly counts = new Map<number, number>();
  brightness = -1;
  readonly #peer: HidPeer;
  #parts: { key: number; bytes: Buffer[] } | null = null;

  constructor(cable: Cable) {
    this.#peer = new HidPeer(cable, { 2: 1023 }, (report) => this.#takePicture(Buffer.from(report)));
    cable.onFeature = (isSet, report) => (isSet ? this.#set(report) : this.#get(report));
  }

  setKey(key: number, isDown: boolean): void {
    const report = Array.from({ length: INPUT_BYTES }, () => 0);
    report.splice(0, 4, 1, 0, KEYS, 0);
    report[4 + key] = isDown ? 1 : 0;
    this.#peer.send(...report);
  }

  #takePicture(report: Buffer): void {
    const [command = 0, key = 0, isLast = 0] = report;
    const [length, part] = [report.readUInt16LE(3), report.readUInt16LE(5)];
    if (command !== 7) throw new Error(`a picture with the command ${command}`);
    if (key >= KEYS) throw new Error(`a picture for key ${key}`);
    if (part === 0) this.#parts = { key, bytes: [] };
    if (this.#parts?.key !== key || this.#parts.bytes.length !== part) throw new Error("a part out of order");
    if (length > report.length - PICTURE_HEAD) throw new Error(`a part of ${length} bytes`);
    this.#parts.bytes.push(report.subarray(PICTURE_HEAD, PICTURE_HEAD + length));
    if (isLast !== 1) return;
    this.pictures.set(key, Buffer.concat(this.#parts.bytes));
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    this.#parts = null;
  }

  #set(report: Uint8Array): Uint8Array | null {
    const [id, command, value = 0] = report;
    if (id !== 3 || report.length !== FEATURE_BYTES) return null;
    if (command === 8) this.brightness = value;
    else if (command === 5) this.pictures.clear();
    else return null;
    return report;
  }

  /** The serial number and the version of the firmware. */
  #get(report: Uint8Array): Uint8Array | null {
    const [id] = report;
    const answer = Buffer.alloc(FEATURE_BYTES);
    if (id === 5) answer.set([5, 12, 0xf4, 0x5f, 0xed, 0xa6, ...ascii("1.01.000")]);
    else if (id === 6) answer.set([6, 12, ...ascii("DL52L2A35739")]);
    else return null;
    return answer;
  }
}
