/**
 * The machine a second time, naively, straight from room.md and sharing no line with party/: a clock that ticks,
 * counters that count down, things changed in place. It is always on time. Where the real machine keeps deadlines and
 * folds them late, this one has simply been there; where the real one brings a moment back, this one has let a copy
 * tick on beside it.
 */

export interface ModelSettings {
  work_duration: number;
  break_duration: number;
  number_cycles: number;
  long_break_duration: number;
  auto_continue: number;
}
export type ModelAction =
  | { action: "press" | "reset" | "skip" | "hold" | "resume" | "undo" }
  | { action: "extend"; seconds: number }
  | ({ action: "setup"; when: "now" | "next" } & Partial<ModelSettings>);
export interface ModelBy {
  name: string | null;
  via: "app" | "board" | "api" | "push" | "timer";
}
export type ModelAnswer = "changed" | "nothing" | "not-now" | "no-undo" | "bad-message" | "stale";

/** An ended work period, as the room tells it. */
export interface ModelRecord {
  started_at: number;
  ended_at: number;
  planned: number;
  worked: number;
  paused: number;
  how: "done" | "skipped" | "reset" | "setup";
  people: number;
}
/** Work that goes on, or that an alarm rings for: all but the moment counted by ticks, in ms. */
interface ModelWork {
  startedAt: number;
  planned: number;
  worked: number;
  paused: number;
}

const NAMES = ["Press Me!", "Work", "Break time", "Short Break", "Back to work", "Long break time"];
const TWO_HOURS = 7_200_000;

/** What an undo brings back. */
class Face {
  state = 0;
  cycle = 0;
  startedAt: number | null = null;
  /** Milliseconds left of a period, or until the long break rings. */
  left: number | null = null;
  total: number | null = null;
  frozen = false;
  /** Milliseconds until an alarm presses itself. */
  untilPress: number | null = null;
  /** Milliseconds that an alarm has rung. */
  unanswered = 0;
  over = false;
  /** When it rang; null: it does not ring. */
  rangAt: number | null = null;
  work: ModelWork | null = null;
  records: ModelRecord[] = [];

  constructor(
    public settings: ModelSettings,
    readonly people: number,
  ) {}

  copy(): Face {
    return Object.assign(new Face(this.settings, this.people), structuredClone({ ...this }));
  }

  /** Everything that belongs to a state goes with it. */
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
  }
  idle(now: number, how?: ModelRecord["how"]): void {
    this.enter(0, now, how);
    this.cycle = 0;
  }
  period(state: 1 | 3, now: number, secs: number): void {
    this.enter(state, now);
    this.left = secs * 1000;
    this.total = secs * 1000;
    if (state === 1) this.work = { startedAt: now, planned: secs * 1000, worked: 0, paused: 0 };
  }
  beginWork(now: number): void {
    this.period(1, now, this.settings.work_duration);
  }
  /** More of the work that the alarm rings for: its record is taken back, until it ends again. */
  moreWork(now: number, secs: number): void {
    const { work } = this;
    this.period(1, now, secs);
    if (work === null) return;
    this.records.pop();
    this.work = { ...work, planned: work.worked + secs * 1000 };
  }
  alarm(state: 2 | 4, now: number, how?: ModelRecord["how"]): void {
    this.enter(state, now, how);
    if (this.settings.auto_continue !== 0) this.untilPress = this.settings.auto_continue * 1000;
  }

  /** Whether the press meant anything. */
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

  /** One tick later. Whether anything happened; `heard` gets what rang, and null where an alarm gave up. */
  tick(now: number, step: number, heard: (number | null)[]): boolean {
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
      heard.push(null);
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
    heard.push(this.state);
    return true;
  }

  /** No record is left, and what goes on has no more to it than this period. */
  forget(now: number): void {
    this.records = [];
    if (this.work === null) return;
    const { startedAt, total, left } = this;
    if (this.state !== 1 || startedAt === null || total === null || left === null) this.work = null;
    else {
      const worked = total - left;
      this.work = { startedAt, planned: total, worked, paused: now - startedAt - worked };
    }
  }
}

/** What a person's change did, told from how the room was before it and is after it. */
function didOf({ action, ...fields }: ModelAction, before: Face, after: Face): string {
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
  face: Face;
  rev = 0;
  by: ModelBy | null = null;
  did: string | null = null;
  /** What the last change would be taken back to: it has gone on ticking, unseen. */
  private undoable: { face: Face; left: number; heard: (number | null)[]; then: Face; at: number } | null =
    null;
  private heard: (number | null)[] = [];

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
    this.face = new Face(settings, people);
  }

  tick(): void {
    this.now += this.step;
    if (this.undoable !== null) {
      this.undoable.left -= this.step;
      this.undoable.face.tick(this.now, this.step, this.undoable.heard);
      if (this.undoable.left < 0) this.undoable = null;
    }
    if (this.face.tick(this.now, this.step, this.heard)) {
      this.rev += 1;
      this.by = { name: null, via: "timer" };
      this.did = null;
      this.undoable = null;
    }
  }

  /**
   * What rang since this was last asked: one for all, the last. An alarm that has given up by then is not heard any
   * more (room.md leaves that open: it says only that the fallback itself is silent).
   */
  listen(): number | null {
    const last = this.heard.at(-1) ?? null;
    this.heard = [];
    return last;
  }

  /** `on` and `until` as in room.md. */
  do(action: ModelAction, by: ModelBy, aim: { on?: number; until?: number } = {}): ModelAnswer {
    if (aim.until !== undefined && this.now > aim.until) return "stale";
    if (aim.on !== undefined && aim.on !== this.rev) return "stale";
    const before = this.face.copy();
    const answer = this.change(action);
    if (answer !== "changed") {
      this.face = before;
      return answer;
    }
    this.rev += 1;
    this.by = by;
    this.did = didOf(action, before, this.face);
    // What was answered by this does not ring again when it is undone.
    if (before.state !== this.face.state || before.startedAt !== this.face.startedAt) before.rangAt = null;
    const then = before.copy();
    this.undoable =
      action.action === "undo" ? null : { face: before, left: 10_000, heard: [], then, at: this.now };
    return "changed";
  }

  private undo(): ModelAnswer {
    if (this.undoable === null) return "no-undo";
    this.face = this.undoable.face;
    this.heard.push(...this.undoable.heard);
    return "changed";
  }

  private change(action: ModelAction): ModelAnswer {
    const { face, now } = this;
    const period = face.state === 1 || face.state === 3;
    switch (action.action) {
      case "undo":
        return this.undo();
      case "press":
        return face.press(now) ? "changed" : "nothing";
      case "setup": {
        const { action: _action, when, ...fields } = action;
        face.settings = { ...face.settings, ...fields };
        if (when === "now") face.idle(now, "setup");
        return "changed";
      }
      case "reset":
        if (face.state === 0) return "not-now";
        face.idle(now, "reset");
        return "changed";
      case "skip":
        if (face.state === 1) face.alarm(2, now, "skipped");
        else if (face.state === 3) face.alarm(4, now);
        else if (face.state === 2) {
          face.cycle = face.cycle < face.settings.number_cycles ? face.cycle + 1 : 0;
          face.beginWork(now);
        } else return "not-now";
        return "changed";
      case "hold":
        if (!period || face.frozen) return "not-now";
        face.frozen = true;
        return "changed";
      case "resume":
        if (!face.frozen) return "not-now";
        face.frozen = false;
        return "changed";
      case "extend":
        if (face.state === 2) face.moreWork(now, action.seconds);
        else if (face.state === 4) face.period(3, now, action.seconds);
        else if (period && face.left !== null && face.total !== null) {
          if (face.left + action.seconds * 1000 > 86_400_000) return "bad-message";
          face.left += action.seconds * 1000;
          face.total += action.seconds * 1000;
          if (face.work !== null) face.work.planned += action.seconds * 1000;
        } else return "not-now";
        return "changed";
    }
  }

  /** Every ended work period, the oldest first. */
  get records(): readonly ModelRecord[] {
    return this.face.records;
  }
  clear(): void {
    this.face.forget(this.now);
    if (this.undoable === null) return;
    // What the undone time would have recorded since is recorded by the undo, so later than this.
    const { then, at } = this.undoable;
    then.forget(at);
    const face = then.copy();
    for (let now = at + this.step; now <= this.now; now += this.step) face.tick(now, this.step, []);
    this.undoable.face = face;
  }

  /** The room message as room.md's field table has it. */
  wire(): Record<string, unknown> {
    const { face, now } = this;
    return {
      type: "room",
      v: 1,
      state: face.state,
      message: NAMES[face.state],
      ...face.settings,
      cycle: face.cycle,
      rev: this.rev,
      started_at: face.startedAt,
      ends_at: face.left === null || face.frozen ? null : now + face.left,
      total_ms: face.total,
      held_ms: face.frozen ? face.left : null,
      continues_at: face.untilPress === null ? null : now + face.untilPress,
      over: face.over,
      ...(face.rangAt === null ? {} : { rang_at: face.rangAt }),
      undo_until: this.undoable === null ? null : now + this.undoable.left,
      by: this.by,
      ...(this.did === null ? {} : { did: this.did }),
      now,
    };
  }
}
