/**
 * A board as strict as the firmware: it answers every line, shows offline after 6 s without a valid one, counts its button
 * events, sends none while offline, and has a receive buffer of 64 bytes while it boots.
 */
import { encodeBoardLine, parseHostLine } from "../board/boardWire";
import { OFFLINE_AFTER_MS, PROTOCOL, TO_BOARD_BYTES } from "../board/limits";
import { makeLineSplitter } from "../board/lines";
import type { BoardLine } from "../board/wire";
import type { Entry } from "./agenda";
import type { Core } from "./core";

const FREE = { isDead: false };
/** How long an Uno boots, ms. */
const BOOT_MS = 1600;
/** Bytes that wait while it boots. */
const BUFFER_BYTES = 64;

export interface BoardLight {
  readonly state: number;
  readonly held: boolean;
}

/** `uno`: opening the port resets it. `native`: it runs on, and is silent while DTR is low. */
export type BoardKind = "uno" | "native";

export class SimBoard {
  /** Null: it shows offline. */
  light: BoardLight | null = null;
  /** Whether it has power. */
  isPowered = false;
  isDown = false;
  /** When its button went down last, true ms. */
  downAt = -Infinity;
  #last: BoardLight | null = null;
  #n = 0;
  #isBooting = false;
  #buffer: number[] = [];
  #split = makeLineSplitter(TO_BOARD_BYTES - 1);
  #dtr = false;
  #offline: Entry | null = null;
  #boot: Entry | null = null;
  /** Sends bytes to the computer. */
  output: (bytes: Uint8Array) => void = () => {};
  onLight: () => void = () => {};

  constructor(
    readonly core: Core,
    readonly kind: BoardKind,
  ) {}

  plugIn(): void {
    this.isPowered = true;
    this.#restart();
  }
  unplug(): void {
    this.isPowered = false;
    if (this.#boot) this.#boot.run = null;
    this.#setOffline();
    this.#last = null;
    this.isDown = false;
    this.#dtr = false;
  }

  setSignals(dtr: boolean): void {
    const rises = dtr && !this.#dtr;
    this.#dtr = dtr;
    if (rises && this.kind === "uno" && this.isPowered) this.#restart();
  }

  #restart(): void {
    this.#isBooting = true;
    this.#buffer = [];
    this.#split = makeLineSplitter(TO_BOARD_BYTES - 1);
    this.#n = 0;
    this.#last = null;
    this.#setOffline();
    if (this.#boot) this.#boot.run = null;
    this.#boot = this.core.after(this.kind === "uno" ? BOOT_MS : 300, FREE, () => {
      this.#isBooting = false;
      this.#send(this.#hello());
      const waiting = new Uint8Array(this.#buffer);
      this.#buffer = [];
      this.#read(waiting);
    });
  }

  receive(bytes: Uint8Array): void {
    if (!this.isPowered) return;
    if (this.#isBooting) this.#buffer.push(...bytes.subarray(0, BUFFER_BYTES - this.#buffer.length));
    else this.#read(bytes);
  }

  #read(bytes: Uint8Array): void {
    for (const line of this.#split(bytes)) {
      const parsed = line.ok ? parseHostLine(line.text) : line;
      if (!parsed.ok) {
        this.#send({ t: "err", code: !line.ok && line.tooLong ? "too-long" : "unknown" });
        continue;
      }
      this.#noteValid();
      if (parsed.line.t === "hello") this.#send(this.#hello());
      else if (parsed.line.t === "ping") this.#send({ t: "pong" });
      else {
        const { s, left, held } = parsed.line;
        this.#last = { state: s, held: held === 1 };
        this.#setLight(this.#last);
        this.#send({ t: "ok", s, left });
      }
    }
  }

  #noteValid(): void {
    if (this.#offline) this.#offline.run = null;
    this.#offline = this.core.after(OFFLINE_AFTER_MS, FREE, () => this.#setOffline());
    if (this.#last !== null) this.#setLight(this.#last);
  }
  #setLight(light: BoardLight): void {
    if (this.light?.state === light.state && this.light.held === light.held) return;
    this.light = light;
    this.onLight();
  }
  #setOffline(): void {
    if (this.#offline) this.#offline.run = null;
    this.#offline = null;
    if (this.light === null) return;
    this.light = null;
    this.onLight();
  }

  #hello(): BoardLine {
    return { t: "hello", p: PROTOCOL, fw: "shared-pomodoro/1.0", board: this.kind, caps: ["button", "led"] };
  }
  #send(line: BoardLine): void {
    // A board with native USB cannot send while DTR is low.
    if (this.kind === "native" && !this.#dtr) return;
    this.output(encodeBoardLine(line));
  }

  setButton(isDown: boolean): void {
    if (!this.isPowered || this.#isBooting || this.isDown === isDown) return;
    this.isDown = isDown;
    if (isDown) this.downAt = this.core.now;
    this.#n++;
    if (this.light !== null) this.#send({ t: "btn", e: isDown ? "down" : "up", n: this.#n });
  }
}
