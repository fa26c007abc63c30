/**
 * The extension in simulated time: a room on the real machine, a network that can fail, and a browser that ends the
 * background and starts it again. What the shells do with a plan is done here in a few lines.
 */
import { toRoomMessage } from "../../../party/shared/codec";
import { newPomodoro, settle, transition } from "../../../party/shared/pomodoro";
import type { Action, Pomodoro } from "../../../party/shared/pomodoro";
import * as change from "../../../extension/core/change";
import { plan } from "../../../extension/core/plan";
import type { Plan } from "../../../extension/core/plan";
import { NO_SETTINGS, NO_SOCKET, NOTHING_KNOWN } from "../../../extension/core/state";
import type { State } from "../../../extension/core/state";

const HEARTBEAT_MS = 20_000;
export const SITES = ["video.example"];
const LINK = { origin: "https://tomato.example", room: "kitchen", key: null };
const BY = { name: null, via: "app" } as const;

export class SimulatedBrowser {
  /** Of the device: epoch ms. That of the server is an hour ahead. */
  now = 1_800_000_000_000;
  readonly serverAheadMs = 3_600_000;
  room: Pomodoro = newPomodoro();
  isOnline = true;
  /** Whether the background runs. Only an alarm starts it. */
  isRunning = true;
  /** What the browser has been told, which it keeps while the background is ended. */
  blocked: readonly string[] = [];
  state: State = {
    settings: { ...NO_SETTINGS, link: LINK, sites: SITES },
    known: NOTHING_KNOWN,
    socket: NO_SOCKET,
    isShown: false,
  };
  /** How often the background has looked, and how often the room was asked over HTTP. */
  looks = 0;
  asked = 0;
  #alarmAt: number | null = null;
  #heartbeatAt = 0;

  constructor() {
    this.look();
  }

  get serverNow(): number {
    return this.now + this.serverAheadMs;
  }
  get plan(): Plan {
    return plan(this.state, this.now);
  }

  /** Somebody acts in the room. Everyone with a socket is told. */
  act(action: Action): void {
    this.room = transition(this.room, { action, by: BY }, this.serverNow)[0];
    if (this.isRunning && this.isOnline && this.state.socket.isOpen) this.#hear();
    this.look();
  }
  #hear(): void {
    this.room = settle(this.room, this.serverNow)[0];
    this.state = change.hear(this.state, toRoomMessage(this.room, this.serverNow), this.now);
  }

  /** What the background does whenever it looks. */
  look(): void {
    if (!this.isRunning) return;
    this.looks++;
    const { opens, asks, wantsSocket } = this.plan;
    if (!wantsSocket) this.state = { ...this.state, socket: NO_SOCKET };
    if (opens) {
      this.state = change.tryOpening(this.state, this.now);
      this.state = this.isOnline ? change.open(this.state) : change.lose(this.state, this.now);
      if (this.isOnline) this.#hear();
      this.#heartbeatAt = this.now + HEARTBEAT_MS;
    }
    if (asks) {
      this.asked++;
      this.state = change.ask(this.state, this.now);
      if (this.isOnline) {
        this.#hear();
        return this.look();
      }
    }
    const next = this.plan;
    this.blocked = next.blocked;
    this.#alarmAt = next.nextAt;
  }

  /** Time passes, second by second; things happen when they are due. */
  pass(ms: number): void {
    for (const end = this.now + ms; this.now < end;) {
      this.now += 1000;
      this.room = settle(this.room, this.serverNow)[0];
      const { socket } = this.state;
      if (this.isRunning && socket.isOpen && this.now >= this.#heartbeatAt) {
        this.#heartbeatAt = this.now + HEARTBEAT_MS;
        this.state = this.isOnline ? change.reach(this.state, this.now) : change.lose(this.state, this.now);
        this.look();
      }
      if (this.#alarmAt !== null && this.now >= this.#alarmAt) {
        if (!this.isRunning) this.#start();
        this.look();
      }
    }
  }

  /** The browser ends the background: its socket and its timers are gone. Rules, alarm and what is stored stay. */
  kill(): void {
    this.isRunning = false;
  }
  #start(): void {
    this.isRunning = true;
    this.state = { ...this.state, socket: NO_SOCKET, isShown: false };
  }
  /** The browser is closed and opened: rules and what was stored for the session are gone. */
  restart(): void {
    this.blocked = [];
    this.state = { ...this.state, known: NOTHING_KNOWN };
    this.#start();
    this.look();
  }
}
