/** The buttons and lights of the simulated bus. Each ignores what the real one would ignore, and keeps its colour. */
import type { Cable } from "./devices";
import { HidPeer } from "./hid-peer";

export interface HidLight {
  /** The colour that it shows as "red,green,blue", in the units of the device; "dark" before the first report. */
  readonly light: string;
  /** How many reports it has received. */
  readonly count: number;
  /** Of a light that is a button. */
  press?(): void;
  release?(): void;
}

abstract class Light implements HidLight {
  light = "dark";
  count = 0;
  protected show(colour: ArrayLike<number>): void {
    this.light = Array.from(colour).join(",");
    this.count++;
  }
}

/** The do-it-yourself button: input reports of one byte, output reports of four. */
export class DiyButton extends Light {
  readonly #peer: HidPeer;
  constructor(cable: Cable) {
    super();
    this.#peer = new HidPeer(cable, { 0: 4 }, (report) => this.show(report.subarray(0, 3)));
  }
  press = (): void => this.#peer.send(1);
  release = (): void => this.#peer.send(0);
}

/** A blink(1): its only reports are feature reports. */
export class Blink1 extends Light {
  constructor(cable: Cable) {
    super();
    cable.onFeature = (isSet, report) => {
      const [id, command, ...rest] = report;
      if (!isSet || id !== 1 || report.length !== 9 || command !== "c".charCodeAt(0)) return null;
      this.show(rest.slice(0, 3));
      return report;
    };
  }
}

/** A Luxafor Mute: a Luxafor Flag with a button. */
export class LuxaforMute extends Light {
  readonly #peer: HidPeer;
  constructor(cable: Cable) {
    super();
    this.#peer = new HidPeer(cable, { 0: 8 }, ([command, leds, ...colour]) => {
      if (command === 1 && leds === 255) this.show(colour.slice(0, 3));
    });
  }
  press = (): void => this.#peer.send(131, 1, 0, 0, 0, 0, 0, 0);
  release = (): void => this.#peer.send(131, 0, 0, 0, 0, 0, 0, 0);
}

/** Of the times that sources name the shortest, in ms. */
const KUANDO_TIMEOUT_MS = 7000;

/** A Kuando Busylight: it turns itself off when it has received nothing for a while. */
export class Kuando extends Light {
  /** How often it has turned itself off. */
  timeouts = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(cable: Cable) {
    super();
    new HidPeer(cable, { 0: 64 }, (report) => {
      const sum = report.subarray(0, 62).reduce((total, byte) => total + byte, 0);
      if (report[62] !== sum >> 8 || report[63] !== (sum & 0xff) || report[0] !== 0x10) return;
      this.show(report.subarray(2, 5));
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        if (this.light === "0,0,0") return;
        this.timeouts++;
        this.light = "off by itself";
      }, KUANDO_TIMEOUT_MS).unref();
    });
  }
}
