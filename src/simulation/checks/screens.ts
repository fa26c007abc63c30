/** What the pages show: never what the machine could not, never an older state, and the same as the room. */
import { toAction } from "../../../party/shared/actions";
import type { ActionFields } from "../../../party/shared/clientMessages";
import { fromRoomMessage } from "../../../party/shared/codec";
import type { RoomView } from "../../../party/shared/codec";
import { judgeMore } from "../../../party/shared/moreActions";
import { nextDeadline, settle } from "../../../party/shared/pomodoro";
import { POLL_MS } from "../../room/pollMs";
import { predict, setJudge } from "../../room/predict";
import type { PendingAction } from "../../room/predict";
import type { Answer } from "../../room/createRoom";
import type { Page } from "../browser";
import type { Faults } from "../faults";
import type { Asked } from "../pageProgram";
import type { Device, Watcher, World } from "../world";
import { isEqual } from "./equal";
import type { StoredRoom } from "./storedRoom";

setJudge(judgeMore);

interface PageState {
  rev: number;
  deletions: number;
  readonly asked: (PendingAction & { readonly number: number })[];
  asks: number;
  answers: number;
  checked: RoomView | null;
  isToCheck: boolean;
}

/** So many actions without an answer are looked at: a half-open line lets a person act for some time. */
const MAX_ASKED = 12;
/** By how much a page's clock may differ from the server's, in ms: a sleep of less than 0.5 s is not noticed. */
const MAX_OFF_MS = 700;
/** Nobody is told of a step back that is shorter, in ms (party/ops/clockWatch.ts). */
const TOLD_BACK_MS = 2000;
/** A page that hears nothing measures the server's clock again within this time, in ms. */
const MEASURED_MS = 31 * 60_000;
/** Where the start program tells the rooms of a step of the clock, a page is right again after this time, in ms. */
const TOLD_WITHIN_MS = 60_000;

/** A page that is behind by more than a round trip and this time, in ms, is too slow. */
const MARGIN_MS = 60;
/** After a fault a page may need this long to find out and to connect again, ms. */
const TROUBLE_MS = 15_000;
/** A board's button counts when it goes down; so long it may be on its way, ms. */
const LATE_MS = 2500;

export class Screens implements Watcher {
  readonly #pages = new Map<Page, PageState>();

  constructor(
    readonly world: World,
    readonly room: StoredRoom,
    readonly faults: Faults,
  ) {
    room.onChanges.push(() => this.#expectArrival());
  }

  #fail(rule: string, page: Page, detail: string): void {
    this.world.core.fail(rule, `${page.name}'s page: ${detail}`);
  }
  #stateOf(page: Page): PageState {
    const state = this.#pages.get(page) ?? {
      rev: 0,
      deletions: this.room.deletions,
      asked: [],
      asks: 0,
      answers: 0,
      checked: null,
      isToCheck: false,
    };
    this.#pages.set(page, state);
    return state;
  }

  onAct(page: Page, { input, on, at, role }: Asked): (answer: Answer) => void {
    const state = this.#stateOf(page);
    const number = ++state.asks;
    if (role === "control" && on !== undefined) {
      const by = { name: page.name, via: input.via ?? "app" } as const;
      const action = toAction(input as ActionFields);
      state.asked.push({ number, id: String(number), action, by, on, at });
    }
    if (!page.isPersonActing) this.#checkBoard(page, input.action, input.via === "board", on);
    let isAnswered = false;
    return (answer) => {
      // A page with the key may press.
      if (!answer.ok && answer.code === "not-allowed" && role === "control")
        this.#fail("exactly one answer an action", page, "was told that it may not press");
      if (isAnswered) this.#fail("exactly one answer an action", page, JSON.stringify(answer));
      isAnswered = true;
      state.answers++;
      const at = state.asked.findIndex((one) => one.number === number);
      if (at >= 0) state.asked.splice(at, 1);
    };
  }

  /** What a board asks for: a press at once, a skip only in the state in which its button went down. */
  #checkBoard(page: Page, action: string, isByBoard: boolean, on: number | undefined): void {
    const { core, devices } = this.world;
    const board = devices.find(({ browser }) => browser === page.browser)?.board;
    const isSkip = action === "skip" && board?.isDown === true;
    if (!board || (!isByBoard && !isSkip)) return;
    if (isByBoard && core.now - board.downAt > LATE_MS)
      this.#fail("no action happens late", page, `a press of ${core.now - board.downAt} ms ago`);
    const rev = this.#revAtDown.get(page);
    if (isByBoard) this.#revAtDown.set(page, on ?? -1);
    if (isSkip && rev !== on)
      this.#fail("no action happens late", page, `a button that went down at ${rev} skips at ${on}`);
  }
  readonly #revAtDown = new WeakMap<Page, number>();

  onChange(page: Page): void {
    const { app } = page;
    if (app === null) return;
    const state = this.#stateOf(page);
    const received = app.received();
    if (received !== null) {
      if (state.deletions !== this.room.deletions) {
        state.deletions = this.room.deletions;
        state.rev = 0;
      }
      if (received.rev < state.rev)
        this.#fail("rev never goes back", page, `${received.rev} after ${state.rev}`);
      state.rev = received.rev;
    }
    // What is shown and what was received change one after the other in the same turn.
    if (state.isToCheck) return;
    state.isToCheck = true;
    this.world.core.jobs.endOfTurn.push(() => {
      state.isToCheck = false;
      if (!page.isClosed) this.#checkPrediction(page, state);
    });
  }

  /** What is shown is the last state that was received, moved on by time and by actions without an answer. */
  #checkPrediction(page: Page, state: PageState): void {
    const app = page.app!;
    const shown = app.shown();
    if (shown === null || shown === state.checked) return;
    state.checked = shown;
    const message = app.received() ?? app.cached;
    if (message === null) return;
    const known = fromRoomMessage(message);
    const [now, offsetMs] = [app.now(), app.offsetMs()];
    const { asked } = state;
    // An action whose answer has come may be counted here for some jobs longer.
    for (let mask = (1 << Math.min(asked.length, MAX_ASKED)) - 1; mask >= 0; mask--) {
      const pending = asked.filter((_, i) => (mask & (1 << i)) !== 0);
      if (isEqual(predict(known, pending, now, offsetMs), shown)) return;
    }
    if (message.rev === 0) return; // a page gives back the settings of a room that was deleted
    this.#fail(
      "predictions show what the machine can",
      page,
      `${JSON.stringify(shown)} from ${JSON.stringify(message)} and ${JSON.stringify(asked)}`,
    );
  }

  /** Whether a page has a connection that works, and nothing disturbs it. */
  #isUndisturbed(device: Device, page: Page): boolean {
    const { core } = this.world;
    return (
      page.isRunning &&
      page.isVisible &&
      page.app?.connection() === "open" &&
      core.now - device.troubledAt > TROUBLE_MS &&
      core.now - page.shownSince > TROUBLE_MS &&
      this.faults.areOver &&
      core.now - this.faults.healedAt > TROUBLE_MS &&
      core.now - this.world.server.crashedAt > TROUBLE_MS
    );
  }

  /** A change that is durable reaches every page within a round trip. */
  #expectArrival(): void {
    const { core, devices, network } = this.world;
    const { rev } = this.room.pomodoro;
    const { deletions } = this.room;
    for (const device of devices)
      for (const page of device.browser.pages) {
        if (!this.#isUndisturbed(device, page) || page.app?.received() === null) continue;
        const tripMs = 2 * network.maxLatency(device.access) + MARGIN_MS;
        // A page that asks at intervals has begun to connect, to ask or to change over by the end of one.
        const waitMs = page.app?.isOverHttp() ? POLL_MS.visible + 2 * tripMs : tripMs;
        core.after(waitMs, { isDead: false }, () => {
          if (!this.#isUndisturbed(device, page) || this.room.deletions !== deletions) return;
          const received = page.app?.received()?.rev ?? 0;
          if (received < rev)
            this.#fail("screens agree within a round trip", page, `has ${received}, the room ${rev}`);
        });
      }
  }

  onCalm(): void {
    for (const device of this.world.devices)
      for (const page of device.browser.pages) this.#checkAgreement(page);
    this.#checkPeople();
    this.#checkLists();
  }

  /** Whoever has been connected for a while is in everybody's list of people. */
  #checkLists(): void {
    const { core } = this.world;
    const pages = this.world.devices
      .flatMap(({ browser }) => [...browser.pages])
      .filter((page) => {
        const isHere = page.isRunning && page.isVisible && core.now - page.shownSince > 60_000;
        return isHere && page.app?.connection() === "open" && page.app.people() !== null;
      });
    for (const page of pages) {
      const { count, people } = page.app!.people()!;
      const names = people.map(({ name }) => name);
      const missing = pages.find(({ name }) => !names.includes(name));
      if (missing !== undefined || count < pages.length)
        this.#fail(
          "screens agree when all is quiet",
          page,
          `of ${pages.length} pages its list has ${count}: ${names.join(", ")}`,
        );
    }
  }

  /** A page that has connected again is one person. */
  #checkPeople(): void {
    const clients = new Set<string>();
    for (const { readyState, attachment } of this.world.server.object?.sockets ?? []) {
      const { state } = JSON.parse(attachment ?? "{}") as { state?: { client?: string; heardAt?: number } };
      const client = state?.client;
      if (readyState !== 1 || client === undefined) continue;
      if (clients.has(client))
        this.world.core.fail("screens agree when all is quiet", `a page is counted twice: ${attachment}`);
      clients.add(client);
    }
  }

  #checkAgreement(page: Page): void {
    const { app } = page;
    const { server, core } = this.world;
    if (!page.isRunning || !page.isVisible) return;
    if (core.now - page.shownSince < 60_000) return;
    if (app === null) return this.#fail("screens agree when all is quiet", page, "has not started");
    if (app.connection() !== "open")
      return this.#fail("screens agree when all is quiet", page, `is ${app.connection()}`);
    if (app.isPending()) return this.#fail("screens agree when all is quiet", page, "waits for an answer");
    const now = server.wall();
    const ahead = app.now() - now;
    const untoldMs = server.smallStepsBackMs(core.now - MEASURED_MS, TOLD_BACK_MS);
    const isOff = ahead > MAX_OFF_MS + untoldMs || ahead < -MAX_OFF_MS;
    const knownMs = this.world.setting.isToldOfSteps ? TOLD_WITHIN_MS : MEASURED_MS;
    if (isOff && core.now - server.steppedAt > knownMs)
      this.#fail("screens agree when all is quiet", page, `its clock is ahead by ${ahead} ms`);
    const { pomodoro } = this.room;
    const deadline = nextDeadline(pomodoro);
    if (deadline !== null && Math.abs(deadline - now) < 2000 + Math.abs(ahead)) return;
    const [expected] = settle(pomodoro, now);
    const shown = app.shown();
    const same =
      shown !== null &&
      (["settings", "cycle", "list", "turns", "rev", "by", "did", "phase"] as const).every((name) =>
        isSame(shown[name], expected[name]),
      );
    if (!same)
      this.#fail(
        "screens agree when all is quiet",
        page,
        `shows ${JSON.stringify(shown)} instead of ${JSON.stringify(expected)}`,
      );
  }

  onOver(): void {
    for (const [page, { asks, answers }] of this.#pages)
      if (!page.context.isDead && asks !== answers)
        this.#fail("exactly one answer an action", page, `${asks} actions had ${answers} answers`);
  }
}

/** A field that says "nothing" may be missing. */
const isSame = (a: unknown, b: unknown): boolean => isEqual(withoutNull(a), withoutNull(b));
const withoutNull = (value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null && one !== undefined))
    : value;
