/**
 * Plays a story in the simulation, forward and back: the same seed and the same deeds give the same world, so going back
 * runs a new world up to that moment.
 */
import type { RoomView } from "../../../party/shared/codec";
import type { Did } from "../../../party/shared/pomodoro";
import type { ActionInput, ConnectionState } from "../../room/createRoom";
import type { BoardLight } from "../../simulation/board";
import type { StoredRoom } from "../../simulation/checks/storedRoom";
import { check } from "../../simulation/checks";
import type { Violation } from "../../simulation/core";
import { Faults } from "../../simulation/faults";
import { openPage } from "../../simulation/people";
import { World } from "../../simulation/world";
import type { Device, Programs } from "../../simulation/world";
import { drawStory, inOrder, PEOPLE } from "./story";
import type { Deed } from "./story";

/** Slow lines, so that what is on its way can be seen; one way, in ms. */
const LINE = { baseMs: 200, jitterMs: 80 };
const BUTTON_MS = 120;
const FREE = { isDead: false };
const SETUP = {
  work_duration: 20,
  break_duration: 8,
  number_cycles: 2,
  long_break_duration: 15,
  auto_continue: 0,
};

/** An action that a page has sent, and what became of it. */
export interface Sent {
  readonly who: number;
  readonly action: ActionInput["action"];
  readonly viaBoard: boolean;
  readonly at: number;
  /** Undefined while there is no answer; null: accepted; otherwise why not. */
  readonly answer: string | null | undefined;
  /** The change that it has made; null where it has made none, as a press while a period runs. */
  readonly rev: number | null;
}
/** A message on its way. */
export interface Flight {
  readonly who: number;
  readonly isUp: boolean;
  readonly from: number;
  readonly to: number;
}
export interface PhoneFrame {
  readonly view: RoomView | null;
  /** The phone's estimate of the server's clock, epoch ms. */
  readonly now: number;
  readonly connection: ConnectionState;
  readonly isPending: boolean;
  readonly isCut: boolean;
}
export interface Frame {
  readonly at: number;
  readonly phones: readonly PhoneFrame[];
  /** Null: the board shows that it is offline. */
  readonly light: BoardLight | null;
  readonly isServerUp: boolean;
  /** The revision on the disk, and what it did. */
  readonly rev: number;
  readonly did: Did | null;
  readonly flights: readonly Flight[];
  /** The newest first. */
  readonly sent: readonly Sent[];
  /** How many changes were accepted, and how many of them the room has stored. */
  readonly accepted: number;
  readonly kept: number;
  readonly violation: Violation | null;
}

export class Player {
  #world!: World;
  #faults!: Faults;
  #room!: StoredRoom;
  #deeds: readonly Deed[];
  #next = 0;
  #flights: Flight[] = [];
  #sent: Sent[] = [];

  constructor(
    readonly seed: number,
    readonly programs: Programs,
  ) {
    this.#deeds = drawStory(seed);
    this.#begin();
  }

  /** Runs to this moment of true time, ms; an earlier one than now begins anew. */
  go(at: number): void {
    if (at < this.#world.core.now) this.#begin();
    for (
      let deed = this.#deeds[this.#next];
      deed !== undefined && deed.at <= at;
      deed = this.#deeds[this.#next]
    ) {
      this.#world.runUntil(deed.at);
      this.#apply(deed);
      this.#next++;
    }
    this.#world.runUntil(at);
  }

  /** Does something now; going back and forward does it again. */
  do(kind: Deed["kind"], who = 0): void {
    const deed = { at: this.#world.core.now, kind, who };
    const done = this.#deeds.slice(0, this.#next);
    this.#deeds = [...done, deed, ...this.#deeds.slice(this.#next)];
    this.#apply(deed);
    this.#next++;
  }

  get frame(): Frame {
    const { core, devices, server, violation } = this.#world;
    this.#flights = this.#flights.filter(({ to }) => to > core.now);
    const { rev, did } = this.#room.pomodoro;
    const accepted = this.#sent.filter((one) => one.rev !== null);
    return {
      at: core.now,
      phones: devices.map(({ page, access }) => ({
        view: page?.app?.shown() ?? null,
        now: page?.app?.now() ?? 0,
        connection: page?.app?.connection() ?? "connecting",
        isPending: page?.app?.isPending() ?? false,
        isCut: access.state !== "up",
      })),
      light: devices[0]?.board?.light ?? null,
      isServerUp: server.process !== null,
      rev,
      did,
      flights: this.#flights,
      sent: [...this.#sent].reverse(),
      accepted: accepted.length,
      kept: accepted.filter((one) => this.#isStored(one)).length,
      violation,
    };
  }

  /** Whether the change has been on the disk under its number, made by this person. */
  #isStored({ rev, who }: Sent): boolean {
    const stored = rev === null || rev > this.#room.pomodoro.rev ? [] : (this.#room.states.get(rev) ?? []);
    return stored.some(({ by }) => by?.name === PEOPLE[who]);
  }

  #begin(): void {
    this.#next = 0;
    this.#flights = [];
    this.#sent = [];
    this.#deeds = inOrder(this.#deeds);
    this.#world = new World({
      seed: this.seed,
      hours: 1,
      programs: this.programs,
      happenings: [],
      setting: {
        room: "our-kitchen",
        key: null,
        devices: PEOPLE.map((name, i) => ({
          ...LINE,
          name,
          isWatcher: false,
          board: i === 0 ? "native" : null,
          stopsInSleep: false,
          notifies: false,
        })),
        splitsAtAwait: true,
        sleepAfterMs: null,
        durations: null,
        hasHoliday: false,
        isToldOfSteps: true,
      },
    });
    this.#faults = new Faults(this.#world);
    this.#room = check(this.#world, this.#faults);
    this.#watch();
    for (const device of this.#world.devices) openPage(device, 0.2);
  }

  #watch(): void {
    const { core, devices, network, watchers } = this.#world;
    const trace = network.onFrame;
    network.onFrame = (line, access, direction, frame, to) => {
      trace(line, access, direction, frame, to);
      const who = devices.findIndex((device) => device.access === access);
      this.#flights.push({ who, isUp: direction === "up", from: core.now, to });
    };
    watchers.push({
      onAct: (page, { input }) => {
        const who = devices.findIndex((device) => device.browser === page.browser);
        const viaBoard = input.via === "board";
        const nth = this.#sent.length;
        const sent: Sent = {
          who,
          action: input.action,
          viaBoard,
          at: core.now,
          answer: undefined,
          rev: null,
        };
        this.#sent = [...this.#sent, sent];
        return (answer) => {
          const received = page.app?.received();
          const isOwn = received?.by?.name === PEOPLE[who] && received?.by?.via === (input.via ?? "app");
          const isNew = !this.#sent.some((one) => one.rev === received?.rev);
          const rev = answer.ok && isOwn && isNew ? (received?.rev ?? null) : null;
          const answered = { ...sent, answer: answer.ok ? null : answer.code, rev };
          this.#sent = this.#sent.map((one, i) => (i === nth ? answered : one));
        };
      },
    });
  }

  #apply({ kind, who }: Deed): void {
    const { core, devices, server } = this.#world;
    const device = devices[who] ?? devices[0]!;
    switch (kind) {
      case "setup":
        return act(device, { action: "setup", ...SETUP });
      case "press":
      case "skip":
      case "hold":
        return act(device, { action: kind });
      case "board":
        devices[0]?.board?.setButton(true);
        return void core.after(BUTTON_MS, FREE, () => devices[0]?.board?.setButton(false));
      case "cut":
      case "mend":
        device.troubledAt = core.now;
        this.#faults.healedAt = core.now;
        return device.setNetwork(kind === "cut" ? "silent" : "up");
      case "kill":
        return server.crash({ isTold: true });
      case "start":
        server.start();
        this.#faults.healedAt = core.now;
    }
  }
}

const act = ({ page }: Device, input: ActionInput): void => page?.act((app) => app.act(input));
