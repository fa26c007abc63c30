/** `navigator.serial` of a page, and the cable to the board: bytes need their time, and the plug can be pulled. */
import type { SimBoard } from "./board";
import type { Core } from "./core";
import { SimEvent, SimEventTarget } from "./events";
import type { SeededRandom } from "./random";

const FREE = { isDead: false };
/** One byte at 115200 bits per second, ms. */
const BYTE_MS = 10 / 115.2;
/** What the system adds, ms. */
const USB_MS = 1;

const lost = (): Error => new DOMException("The device has been lost.", "NetworkError");

interface Settlers {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** A port that one page has open. */
export class SimPort {
  isOpen = false;
  connected = true;
  readable: object | null = null;
  writable: object | null = null;
  #read: Settlers | null = null;
  #chunks: Uint8Array[] = [];
  #isReading = false;
  #isWriting = false;
  #error: Error | null = null;
  #toBoardAt = 0;
  #isCancelled = false;

  constructor(
    readonly core: Core,
    readonly cable: Cable,
    /** Runs what an event does in the page. */
    readonly dispatch: (task: () => void) => void,
  ) {}

  getInfo(): object {
    return { usbVendorId: 0x2341, usbProductId: 0x0043 };
  }
  #later(task: (settlers: Settlers) => void, ms = 1): PromiseLike<unknown> {
    return new this.core.Promise((resolve, reject) => {
      const { context } = this.core.jobs;
      this.core.after(ms, context, () => this.dispatch(() => task({ resolve, reject })));
    });
  }

  open = (): PromiseLike<unknown> =>
    this.#later(({ resolve, reject }) => {
      if (this.isOpen) return reject(new DOMException("The port is already open.", "InvalidStateError"));
      if (!this.connected || this.cable.openedBy !== null || this.cable.isBusy)
        return reject(new DOMException("Failed to open serial port.", "NetworkError"));
      this.isOpen = true;
      this.cable.openedBy = this;
      this.#error = null;
      this.#isCancelled = false;
      this.#chunks = [];
      this.readable = { getReader: () => this.#reader() };
      this.writable = { getWriter: () => this.#writer() };
      this.cable.board.setSignals(true);
      resolve(undefined);
    }, 5);

  setSignals = ({ dataTerminalReady }: { dataTerminalReady: boolean }): PromiseLike<unknown> =>
    this.#later(({ resolve, reject }) => {
      if (!this.isOpen || !this.connected) return reject(lost());
      this.cable.board.setSignals(dataTerminalReady);
      resolve(undefined);
    });

  close = (): PromiseLike<unknown> =>
    this.#later(({ resolve, reject }) => {
      if (!this.isOpen) return reject(new DOMException("The port is already closed.", "InvalidStateError"));
      if (this.#isReading || this.#isWriting) return reject(new TypeError("Cannot cancel a locked stream"));
      this.release();
      resolve(undefined);
    }, 3);

  /** The port is closed: by the page, or with it. */
  release(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.readable = this.writable = null;
    if (this.cable.openedBy === this) this.cable.openedBy = null;
    this.cable.board.setSignals(false);
  }

  #reader(): object {
    if (this.#isReading) throw new TypeError("the stream is locked");
    this.#isReading = true;
    const { Promise } = this.core;
    return {
      read: () =>
        new Promise((resolve, reject) => {
          if (this.#error !== null) return reject(this.#error);
          if (this.#isCancelled) return resolve({ done: true, value: undefined });
          const value = this.#chunks.shift();
          if (value !== undefined) return resolve({ done: false, value });
          this.#read = { resolve, reject };
        }),
      cancel: () => {
        this.#isCancelled = true;
        this.#read?.resolve({ done: true, value: undefined });
        this.#read = null;
        return Promise.resolve();
      },
      releaseLock: () => {
        this.#isReading = false;
        this.#read?.reject(new TypeError("the lock was released"));
        this.#read = null;
      },
    };
  }
  #writer(): object {
    if (this.#isWriting) throw new TypeError("the stream is locked");
    this.#isWriting = true;
    const { Promise } = this.core;
    return {
      write: (bytes: Uint8Array) => {
        if (this.#error !== null || !this.connected) return Promise.reject(lost());
        this.#toBoardAt =
          Math.max(this.#toBoardAt, this.core.now) + USB_MS + Math.round(bytes.length * BYTE_MS * 8) / 8;
        const sent = bytes.slice();
        this.core.at(this.#toBoardAt, FREE, () => this.cable.arriveAtBoard(this, sent));
        return this.#later(({ resolve }) => resolve(undefined), this.#toBoardAt - this.core.now);
      },
      abort: () => Promise.resolve(),
      releaseLock: () => void (this.#isWriting = false),
    };
  }

  receive(bytes: Uint8Array): void {
    if (!this.isOpen || this.#error !== null) return;
    this.dispatch(() => {
      if (this.#read === null) return void this.#chunks.push(bytes);
      this.#read.resolve({ done: false, value: bytes });
      this.#read = null;
    });
  }

  /** The plug is pulled. */
  disconnect(): void {
    this.connected = false;
    if (this.cable.openedBy === this) this.cable.openedBy = null;
    this.isOpen = false;
    this.dispatch(() => {
      this.#error = lost() as DOMException;
      this.readable = this.writable = null;
      this.#read?.reject(this.#error);
      this.#read = null;
    });
  }
}

/** The cable of one board to one device. */
export class Cable {
  isPluggedIn = false;
  openedBy: SimPort | null = null;
  /** Another program has the port. */
  isBusy = false;
  /** The share of chunks of which a byte is damaged. */
  noise = 0;
  /** How many bytes still arrive before the plug is out; null: it stays in. */
  #bytesLeft: number | null = null;
  #toHostAt = 0;
  onUnplug: () => void = () => {};

  constructor(
    readonly core: Core,
    readonly board: SimBoard,
    readonly random: SeededRandom,
    readonly name: string,
  ) {
    board.output = (bytes) => this.#arriveAtHost(bytes);
  }

  arriveAtBoard(port: SimPort, bytes: Uint8Array): void {
    if (this.openedBy !== port || !this.isPluggedIn) return;
    this.core.traceOften(0, 0, bytes, () => `${this.name} to the board: ${textOf(bytes)}`);
    const left = this.#bytesLeft;
    if (left !== null && bytes.length >= left) {
      this.board.receive(bytes.subarray(0, left));
      return this.unplug();
    }
    if (left !== null) this.#bytesLeft = left - bytes.length;
    this.board.receive(this.#damage(bytes));
  }
  #arriveAtHost(bytes: Uint8Array): void {
    const port = this.openedBy;
    this.core.traceOften(0, 1, bytes, () => `${this.name} to the host: ${textOf(bytes)}`);
    this.#toHostAt =
      Math.max(this.#toHostAt, this.core.now) + USB_MS + Math.round(bytes.length * BYTE_MS * 8) / 8;
    const sent = this.#damage(bytes);
    this.core.at(this.#toHostAt, FREE, () => {
      if (port === null || this.openedBy !== port || !this.isPluggedIn) return;
      // A driver delivers what has arrived so far.
      const cut = this.random.chance(0.3) ? this.random.below(sent.length) : 0;
      if (cut > 0) port.receive(sent.subarray(0, cut));
      port.receive(sent.subarray(cut));
    });
  }
  #damage(bytes: Uint8Array): Uint8Array {
    if (!this.random.chance(this.noise)) return bytes;
    const damaged = bytes.slice();
    const at = this.random.below(bytes.length);
    damaged[at] = (damaged[at] ?? 0) ^ (1 << this.random.below(7));
    return damaged;
  }

  plugIn(): void {
    if (this.isPluggedIn) return;
    this.isPluggedIn = true;
    this.#bytesLeft = null;
    this.board.plugIn();
  }
  unplug(): void {
    if (!this.isPluggedIn) return;
    this.isPluggedIn = false;
    this.board.unplug();
    this.openedBy?.disconnect();
    this.openedBy = null;
    this.onUnplug();
  }
  /** The plug is pulled when so many more bytes have gone to the board. */
  unplugAfter(bytes: number): void {
    this.#bytesLeft = bytes;
  }
}

const decoder = new TextDecoder();
const textOf = (bytes: Uint8Array): string => decoder.decode(bytes).trimEnd();

/** `navigator.serial` of one page. */
export class SimSerial extends SimEventTarget {
  #port: SimPort | null = null;

  constructor(
    readonly core: Core,
    readonly cable: Cable,
    readonly dispatch: (task: () => void) => void,
    /** Whether the person has granted the port on this device before. */
    readonly grant: { isGiven: boolean },
  ) {
    super();
  }

  #current(): SimPort | null {
    if (!this.cable.isPluggedIn) return null;
    if (this.#port === null || !this.#port.connected)
      this.#port = new SimPort(this.core, this.cable, this.dispatch);
    return this.#port;
  }
  getPorts = (): PromiseLike<unknown> => {
    const port = this.grant.isGiven ? this.#current() : null;
    return this.core.Promise.resolve(port === null ? [] : [port]);
  };
  requestPort = (): PromiseLike<unknown> => {
    const port = this.#current();
    if (port === null)
      return this.core.Promise.reject(new DOMException("No port selected by the user.", "NotFoundError"));
    this.grant.isGiven = true;
    return this.core.Promise.resolve(port);
  };

  noteUnplug(): void {
    if (this.#port !== null && this.#port.connected) this.#port.disconnect();
    this.#port = null;
  }
  notePlugIn(): void {
    const port = this.grant.isGiven ? this.#current() : null;
    if (port === null) return;
    const event = new SimEvent("connect");
    event.target = port;
    this.dispatchEvent(event);
  }
  /** The page has ended. */
  end(): void {
    this.#port?.release();
  }
}
