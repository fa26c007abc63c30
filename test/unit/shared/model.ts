/**
 * A reference model of the machine, written from docs/protocol.md without code of party/: a clock that ticks, counters
 * that count down, and state that is changed in place. The model is always on time: it needs no deadlines and no late
 * settling. For an undo, it keeps a copy of the room without the last change, and the copy ticks, too.
 */

export interface ModelSettings {
  work_duration: number;
  break_duration: number;
  number_cycles: number;
  long_break_duration: number;
  auto_continue: number;
}
export type ModelAction =
  | { action: "press" | "reset" | "skip" | "hold" | "resume" | "undo" | "next" }
  | { action: "list"; items: ModelItem[] }
  | { action: "turns"; names: ModelName[] | null; at?: number }
  | { action: "start"; at: number | null }
  | { action: "title"; title: string | null }
  | { action: "extend"; seconds: number }
  | ({ action: "setup"; when: "now" | "next" } & Partial<ModelSettings>);
export interface ModelItem {
  id: string;
  text: string;
  done: boolean;
}
interface ModelName {
  name: string;
  away: boolean;
}
export interface ModelBy {
  name: string | null;
  via: "app" | "board" | "api" | "push" | "timer";
}
export type ModelAnswer = "changed" | "nothing" | "not-now" | "no-undo" | "bad-message" | "stale";

/** A record of an ended work period, as the history has it. */
export interface ModelRecord {
  started_at: number;
  ended_at: number;
  planned: number;
  worked: number;
  paused: number;
  how: "done" | "skipped" | "reset" | "setup";
  people: number;
  list_done: number;
}
/** The current work, or the work that an alarm rings for. The durations are counted by ticks, in ms. */
interface ModelWork {
  startedAt: number;
  planned: number;
  worked: number;
  paused: number;
  /** The items that were ticked in this period, less those that were opened again. */
  ticked: number;
  /** The same of the periods that this one continues. */
  tickedBefore: number;
}

const NAMES = ["Press Me!", "Work", "Break time", "Short Break", "Back to work", "Long break time"];
const TWO_HOURS = 7_200_000;
const SEVEN_DAYS = 604_800_000;

/** The part of a room that an undo restores. */
class RoomState {
  state = 0;
  cycle = 0;
  startedAt: number | null = null;
  /** The time left of a period or until the long break rings, in ms. */
  left: number | null = null;
  total: number | null = null;
  frozen = false;
  /** The time until auto_continue presses the alarm, in ms. */
  untilPress: number | null = null;
  /** The time since an alarm began, in ms. */
  unanswered = 0;
  over = false;
  /** The time of the ring; null if the room does not ring. */
  rangAt: number | null = null;
  work: ModelWork | null = null;
  records: ModelRecord[] = [];
  list: ModelItem[] = [];
  turns: { names: ModelName[]; at: number } | null = null;
  /** The time until work begins by itself, in ms. */
  untilStart: number | null = null;
  title: string | null = null;

  constructor(
    public settings: ModelSettings,
    readonly people: number,
  ) {}

  copy(): RoomState {
    return Object.assign(new RoomState(this.settings, this.people), structuredClone({ ...this }));
  }

  /** Enters a state and clears everything that belongs to the state before. */
  private enter(state: number, now: number, how: ModelRecord["how"] = "done"): void {
    if (this.state === 1 && this.work !== null) {
      this.records.push({
        started_at: this.work.startedAt,
        ended_at: now,
        planned: Math.round(this.work.planned / 1000),
        worked: Math.round(this.work.worked / 1000),
        paused: Math.round(this.work.paused / 1000),
        how,
        people: this.people,
        list_done: Math.max(0, this.work.tickedBefore + this.work.ticked),
      });
    }
    if (state !== 2) this.work = null;
    this.state = state;
    this.startedAt = now;
    this.left = null;
    this.total = null;
    this.frozen = false;
    this.untilPress = null;
    this.unanswered = 0;
    this.over = false;
    this.rangAt = null;
    this.untilStart = null;
  }
  idle(now: number, how?: ModelRecord["how"]): void {
    this.enter(0, now, how);
    this.cycle = 0;
  }
  period(state: 1 | 3, now: number, secs: number): void {
    this.enter(state, now);
    this.left = secs * 1000;
    this.total = secs * 1000;
    if (state === 1)
      this.work = { startedAt: now, planned: secs * 1000, worked: 0, paused: 0, ticked: 0, tickedBefore: 0 };
  }
  beginWork(now: number): void {
    this.period(1, now, this.settings.work_duration);
  }
  /** Continues the work that the alarm rings for, and removes its record until it ends again. */
  moreWork(now: number, secs: number): void {
    const { work } = this;
    this.period(1, now, secs);
    this.passTurn(-1);
    if (work === null) return;
    const tickedBefore = this.records.pop()?.list_done ?? 0;
    this.work = { ...work, planned: work.worked + secs * 1000, ticked: 0, tickedBefore };
  }
  alarm(state: 2 | 4, now: number, how?: ModelRecord["how"]): void {
    this.enter(state, now, how);
    if (state === 2) this.passTurn(1);
    if (this.settings.auto_continue !== 0) this.untilPress = this.settings.auto_continue * 1000;
  }

  /** Gives the turn to the nearest one who is not away, if there is another one. Returns whether there was. */
  passTurn(direction: 1 | -1): boolean {
    if (this.turns === null) return false;
    const { names, at } = this.turns;
    let index = at;
    do index = (index + direction + names.length) % names.length;
    while (index !== at && names[index]?.away === true);
    this.turns.at = index;
    return index !== at;
  }
  /** Replaces the list. What is ticked during work or while its alarm rings counts for this work. */
  edit(items: ModelItem[]): void {
    const wasDone = new Map(this.list.map(({ id, done }) => [id, done]));
    let count = 0;
    for (const { id, done } of items) {
      if (done && wasDone.get(id) !== true) count++;
      if (!done && wasDone.get(id) === true) count--;
    }
    this.list = structuredClone(items);
    if (this.work === null) return;
    const record = this.records.at(-1);
    if (this.state === 1) this.work.ticked += count;
    else if (record !== undefined) record.list_done = Math.max(0, record.list_done + count);
  }

  /** Presses. Returns whether the press changed anything. */
  press(now: number): boolean {
    if (this.state === 0 || this.state === 4) this.beginWork(now);
    else if (this.state === 2) {
      if (this.cycle < this.settings.number_cycles) {
        this.cycle += 1;
        this.period(3, now, this.settings.break_duration);
      } else {
        this.cycle = 0;
        this.enter(5, now);
        if (this.settings.long_break_duration !== 0) this.left = this.settings.long_break_duration * 1000;
      }
    } else if (this.state === 5) this.idle(now);
    else if (this.frozen) this.frozen = false;
    else return false;
    return true;
  }

  /** Advances by one tick. Returns whether anything changed. Adds each ring to `rings`, and null for a fallback. */
  tick(now: number, step: number, rings: (number | null)[]): boolean {
    if (this.work !== null) {
      if (this.state === 1 && !this.frozen) this.work.worked += step;
      else this.work.paused += step;
    }
    if (this.state === 2 || this.state === 4) {
      this.unanswered += step;
      if (this.untilPress !== null) {
        this.untilPress -= step;
        if (this.untilPress > 0) return false;
        this.press(now);
        return true;
      }
      if (this.unanswered < TWO_HOURS) return false;
      this.idle(now);
      rings.push(null);
      return true;
    }
    if (this.untilStart !== null) {
      this.untilStart -= step;
      if (this.untilStart > 0) return false;
      this.press(now);
      this.rangAt = now;
      rings.push(1);
      return true;
    }
    if (this.left === null || this.frozen) return false;
    this.left -= step;
    if (this.left > 0) return false;
    if (this.state === 1) this.alarm(2, now);
    else if (this.state === 3) this.alarm(4, now);
    else {
      this.left = null;
      this.over = true;
    }
    this.rangAt = now;
    rings.push(this.state);
    return true;
  }

  /** Deletes all records. The record of the current work will contain only the current period. */
  forget(now: number): void {
    this.records = [];
    if (this.work === null) return;
    const { startedAt, total, left } = this;
    if (this.state !== 1 || startedAt === null || total === null || left === null) this.work = null;
    else {
      const worked = total - left;
      this.work = {
        ...this.work,
        startedAt,
        planned: total,
        worked,
        paused: now - startedAt - worked,
        tickedBefore: 0,
      };
    }
  }
}

/** Returns what a person's change did, from the room before it and after it. */
function didOf({ action, ...fields }: ModelAction, before: RoomState, after: RoomState): string {
  switch (action) {
    case "undo":
      return "undone";
    case "hold":
      return "held";
    case "resume":
      return "resumed";
    case "skip":
      return "skipped";
    case "extend":
      return "extended";
    case "reset":
      return "reset";
    case "list":
      return "list-changed";
    case "turns":
      return "turns-changed";
    case "next":
      return "turn-passed";
    case "start":
      return after.untilStart === null ? "start-cleared" : "start-set";
    case "title":
      return "title-changed";
    case "press":
      if (before.frozen) return "resumed";
      return (
        { 0: "set-finished", 1: "work-started", 3: "break-started", 5: "long-break-started" }[after.state] ??
        ""
      );
    case "setup": {
      const isDuration = (["work_duration", "break_duration"] as const).some(
        (key) => before.settings[key] !== after.settings[key],
      );
      if (isDuration) return "durations-changed";
      return "when" in fields && fields.when === "now" && before.state !== 0 ? "reset" : "settings-changed";
    }
  }
}

export class Model {
  room: RoomState;
  rev = 0;
  by: ModelBy | null = null;
  did: string | null = null;
  /** The room that an undo restores, as if the last change had not happened. It ticks, too. `then` is its start, `at`. */
  private undoable: {
    room: RoomState;
    left: number;
    rings: (number | null)[];
    then: RoomState;
    at: number;
  } | null = null;
  private rings: (number | null)[] = [];

  constructor(
    public now: number,
    readonly step: number,
    people = 0,
  ) {
    const settings = {
      work_duration: 1500,
      break_duration: 300,
      number_cycles: 3,
      long_break_duration: 0,
      auto_continue: 0,
    };
    this.room = new RoomState(settings, people);
  }

  tick(): void {
    this.now += this.step;
    if (this.undoable !== null) {
      this.undoable.left -= this.step;
      this.undoable.room.tick(this.now, this.step, this.undoable.rings);
      if (this.undoable.left < 0) this.undoable = null;
    }
    if (this.room.tick(this.now, this.step, this.rings)) {
      this.rev += 1;
      this.by = { name: null, via: "timer" };
      this.did = null;
      this.undoable = null;
    }
  }

  /**
   * Returns the last ring since the last call, or null. An alarm that has fallen back since does not ring any more: the
   * protocol leaves that open and says only that the fallback itself does not ring.
   */
  takeRing(): number | null {
    const last = this.rings.at(-1) ?? null;
    this.rings = [];
    return last;
  }

  /** Performs an action. `on` and `until` are those of the protocol. */
  do(action: ModelAction, by: ModelBy, aim: { on?: number; until?: number } = {}): ModelAnswer {
    if (aim.until !== undefined && this.now > aim.until) return "stale";
    if (aim.on !== undefined && aim.on !== this.rev) return "stale";
    const before = this.room.copy();
    const answer = this.change(action);
    if (answer !== "changed") {
      this.room = before;
      return answer;
    }
    this.rev += 1;
    this.by = by;
    this.did = didOf(action, before, this.room);
    // An alarm that this action has answered does not ring again when the action is undone.
    if (before.state !== this.room.state || before.startedAt !== this.room.startedAt) before.rangAt = null;
    const then = before.copy();
    this.undoable =
      action.action === "undo" ? null : { room: before, left: 10_000, rings: [], then, at: this.now };
    return "changed";
  }

  private undo(): ModelAnswer {
    if (this.undoable === null) return "no-undo";
    this.room = this.undoable.room;
    this.rings.push(...this.undoable.rings);
    return "changed";
  }

  private change(action: ModelAction): ModelAnswer {
    const { room, now } = this;
    const period = room.state === 1 || room.state === 3;
    switch (action.action) {
      case "undo":
        return this.undo();
      case "press":
        return room.press(now) ? "changed" : "nothing";
      case "setup": {
        const { action: _action, when, ...fields } = action;
        room.settings = { ...room.settings, ...fields };
        if (when === "now") room.idle(now, "setup");
        return "changed";
      }
      case "list":
        if (room.list.length === 0 && action.items.length === 0) return "nothing";
        room.edit(action.items);
        return "changed";
      case "turns":
        if (action.names === null && room.turns === null) return "nothing";
        if (action.names !== null && action.names[action.at ?? -1] === undefined) return "bad-message";
        room.turns = action.names && { names: structuredClone(action.names), at: action.at ?? 0 };
        return "changed";
      case "next":
        return room.passTurn(1) ? "changed" : "not-now";
      case "start":
        if (room.state !== 0) return "not-now";
        if (action.at === null && room.untilStart === null) return "nothing";
        if (action.at !== null && (action.at <= now || action.at > now + SEVEN_DAYS)) return "bad-message";
        room.untilStart = action.at === null ? null : action.at - now;
        return "changed";
      case "title":
        if (room.title === action.title) return "nothing";
        room.title = action.title;
        return "changed";
      case "reset":
        if (room.state === 0) return "not-now";
        room.idle(now, "reset");
        return "changed";
      case "skip":
        if (room.state === 1) room.alarm(2, now, "skipped");
        else if (room.state === 3) room.alarm(4, now);
        else if (room.state === 2) {
          room.cycle = room.cycle < room.settings.number_cycles ? room.cycle + 1 : 0;
          room.beginWork(now);
        } else return "not-now";
        return "changed";
      case "hold":
        if (!period || room.frozen) return "not-now";
        room.frozen = true;
        return "changed";
      case "resume":
        if (!room.frozen) return "not-now";
        room.frozen = false;
        return "changed";
      case "extend":
        if (room.state === 2) room.moreWork(now, action.seconds);
        else if (room.state === 4) room.period(3, now, action.seconds);
        else if (period && room.left !== null && room.total !== null) {
          if (room.left + action.seconds * 1000 > 86_400_000) return "bad-message";
          room.left += action.seconds * 1000;
          room.total += action.seconds * 1000;
          if (room.work !== null) room.work.planned += action.seconds * 1000;
        } else return "not-now";
        return "changed";
    }
  }

  /** The records of all ended work periods, the oldest first. */
  get records(): readonly ModelRecord[] {
    return this.room.records;
  }
  /** Clears the history. */
  clear(): void {
    this.room.forget(this.now);
    if (this.undoable === null) return;
    // An undo adds the records since the undone change, so they are newer than this deletion and are kept.
    const { then, at } = this.undoable;
    then.forget(at);
    const room = then.copy();
    for (let now = at + this.step; now <= this.now; now += this.step) room.tick(now, this.step, []);
    this.undoable.room = room;
  }

  /** Returns the room message by the field table of docs/protocol.md. */
  wire(): Record<string, unknown> {
    const { room, now } = this;
    return {
      type: "room",
      v: 1,
      state: room.state,
      message: NAMES[room.state],
      ...room.settings,
      cycle: room.cycle,
      rev: this.rev,
      started_at: room.startedAt,
      ends_at: room.left === null || room.frozen ? null : now + room.left,
      total_ms: room.total,
      held_ms: room.frozen ? room.left : null,
      continues_at: room.untilPress === null ? null : now + room.untilPress,
      over: room.over,
      ...(room.rangAt === null ? {} : { rang_at: room.rangAt }),
      ...(room.untilStart === null ? {} : { starts_at: now + room.untilStart }),
      ...(room.list.length === 0 ? {} : { list: room.list }),
      ...(room.turns === null ? {} : { turns: room.turns }),
      ...(room.title === null ? {} : { title: room.title }),
      undo_until: this.undoable === null ? null : now + this.undoable.left,
      by: this.by,
      ...(this.did === null ? {} : { did: this.did }),
      now,
    };
  }
}
