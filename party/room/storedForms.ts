/**
 * The stored form of a room, with its version, and one reader a version. A reader migrates to the next version, so
 * that a room of any version that ever landed is read. To store a new field, either give it a default in the newest
 * form (`v.optional(schema, default)`), or, where its meaning needs the older fields, add a version with a migration.
 * Older forms are never changed. A field that an older server may drop with the next change is optional in each form
 * that is written, so that such a server can read the room.
 */
import * as v from "valibot";
import { isPeriod, VIAS } from "../shared/pomodoro";
import type { Did, Moment } from "../shared/pomodoro";
import { eachSetting, SETTINGS } from "../shared/settings";
import type { SettingName } from "../shared/settings";
import { WorkRecordSchema } from "./history";
import type { StoredRoom } from "./storage";

/** The newest version, which this server writes where it must. */
export const VERSION = 4;

const at = v.number();
/** The settings of the first version, which every stored room has. */
const FIRST_SETTINGS: ReadonlySet<SettingName> = new Set([
  "workDuration",
  "breakDuration",
  "numberCycles",
  "longBreakDuration",
  "autoContinue",
]);
/** A setting that was added later has its initial value in a room that was stored before. */
const SettingsSchema = v.object(
  eachSetting((name): v.GenericSchema<number> =>
    FIRST_SETTINGS.has(name) ? v.number() : orElse(v.number(), SETTINGS[name].initial),
  ),
);
/** A missing value is read as `initial`. */
function orElse(schema: v.GenericSchema<number>, initial: number): v.GenericSchema<number> {
  return v.optional(schema, initial) as unknown as v.GenericSchema<number>;
}
const period = { state: v.picklist([1, 3]), startedAt: at, totalMs: v.number() };
const IdleSchema = v.object({ state: v.literal(0), startedAt: v.nullable(at) });
const RunningSchema = v.object({ ...period, endsAt: at });
const HeldSchema = v.object({ ...period, heldMs: v.number() });
const alarm = { state: v.picklist([2, 4]), startedAt: at, continuesAt: v.nullable(at) };
const longBreak = { state: v.literal(5), startedAt: at, ringsAt: v.nullable(at), over: v.boolean() };
const by = v.nullable(v.object({ name: v.nullable(v.string()), via: v.picklist(VIAS) }));

const momentWith = <const P extends v.GenericSchema>(phase: P) => ({
  settings: SettingsSchema,
  cycle: v.number(),
  phase,
});
const mark = { next: v.number(), open: v.nullable(WorkRecordSchema) };
const HistorySchema = v.object({ ...mark, undo: v.nullable(v.object(mark)) });
type OldHistory = v.InferOutput<typeof HistorySchema>;

/* Versions 1 and 2: an alarm did not tell whether it rang, nor the room what the last change did. */

const OldMoment = momentWith(
  v.union([IdleSchema, RunningSchema, HeldSchema, v.object(alarm), v.object(longBreak)]),
);
const oldForm = {
  id: v.string(),
  changedAt: at,
  pomodoro: v.object({
    ...OldMoment,
    rev: v.number(),
    by,
    undo: v.nullable(v.object({ until: at, before: v.object(OldMoment) })),
  }),
};
/** Without the history. */
const Form1 = v.object({ v: v.literal(1), ...oldForm });
const Form2 = v.object({ v: v.literal(2), ...oldForm, history: HistorySchema });
type Old = v.InferOutput<typeof Form1>;

/* Version 3: without a list, turns and a set start. */

const rangAt = v.nullable(at);
/** An older server reads the room without it. */
const title = v.exactOptional(v.string());
const Moment3 = momentWith(
  v.union([
    IdleSchema,
    RunningSchema,
    HeldSchema,
    v.object({ ...alarm, rangAt }),
    v.object({ ...longBreak, rangAt }),
  ]),
);
const Form3 = v.object({
  v: v.literal(3),
  id: v.string(),
  changedAt: at,
  pomodoro: v.object({
    ...Moment3,
    title,
    rev: v.number(),
    by,
    did: v.nullable(v.string() as unknown as v.GenericSchema<string, Did>),
    undo: v.nullable(v.object({ until: at, before: v.object({ ...Moment3, title }) })),
  }),
  history: HistorySchema,
  /** A server that does not know it drops it with the next change: then the room is looked at anew. */
  markedAt: v.optional(at),
});

/* Version 4. */

const rang = { rangAt: v.exactOptional(rangAt) };
const Moment4 = {
  ...momentWith(
    v.union([
      v.object({ ...IdleSchema.entries, startsAt: v.exactOptional(at) }),
      v.object({ ...RunningSchema.entries, ...rang }),
      v.object({ ...HeldSchema.entries, ...rang }),
      v.object({ ...alarm, rangAt }),
      v.object({ ...longBreak, rangAt }),
    ]),
  ),
  list: v.array(v.object({ id: v.string(), text: v.string(), done: v.boolean() })),
  turns: v.nullable(
    v.object({ names: v.array(v.object({ name: v.string(), away: v.boolean() })), at: v.number() }),
  ),
  title,
};
const mark4 = { ...mark, ticked: v.number() };
const Form4 = v.object({
  v: v.literal(4),
  id: v.string(),
  changedAt: at,
  pomodoro: v.object({
    ...Moment4,
    rev: v.number(),
    by,
    did: v.nullable(v.string() as unknown as v.GenericSchema<string, Did>),
    undo: v.nullable(v.object({ until: at, before: v.object(Moment4) })),
  }),
  history: v.object({ ...mark4, undo: v.nullable(v.object(mark4)) }),
  markedAt: v.optional(at),
});

/** By their versions: what reads a stored form, and throws where it cannot. */
const READERS: Readonly<Record<number, (stored: unknown) => StoredRoom>> = {
  1: (stored) => migrate(v.parse(Form1, stored), { next: 0, open: null, undo: null }),
  2: (stored) => {
    const { history, ...form } = v.parse(Form2, stored);
    return migrate(form, history);
  },
  3: (stored) => {
    const { v: _version, ...room } = v.parse(Form3, stored);
    return fromForm3(room);
  },
  4: (stored) => {
    const { v: _version, ...room } = v.parse(Form4, stored);
    return room;
  },
};

/** A room without a list, turns and a set start. */
type Room3 = Omit<v.InferOutput<typeof Form3>, "v">;
const NO_TEAM = { list: [], turns: null };

function fromForm3({ pomodoro, history, ...room }: Room3): StoredRoom {
  const { undo } = pomodoro;
  return {
    ...room,
    pomodoro: {
      ...pomodoro,
      ...NO_TEAM,
      undo: undo && { ...undo, before: { ...undo.before, ...NO_TEAM } },
    },
    history: { ...history, ticked: 0, undo: history.undo && { ...history.undo, ticked: 0 } },
  };
}

function migrate({ id, changedAt, pomodoro }: Omit<Old, "v">, history: OldHistory): StoredRoom {
  const { undo, ...current } = pomodoro;
  const isByTimer = pomodoro.by?.via === "timer";
  return fromForm3({
    id,
    changedAt,
    history,
    pomodoro: {
      ...current,
      phase: withRing(current, isByTimer),
      did: null,
      undo: undo && { ...undo, before: { ...undo.before, phase: withRing(undo.before, false) } },
    },
  });
}

/** The timer's alarm has rung; what a person's change led to is taken for silent. */
function withRing({ phase, settings }: Pick<Old["pomodoro"], "phase" | "settings">, isByTimer: boolean) {
  if (phase.state === 5) {
    const rang = isByTimer && phase.over ? phase.startedAt + settings.longBreakDuration * 1000 : null;
    return { ...phase, rangAt: rang };
  }
  return "continuesAt" in phase ? { ...phase, rangAt: isByTimer ? phase.startedAt : null } : phase;
}

/** Reads a stored room; a text says why it cannot be read. */
export function readStoredRoom(stored: unknown): StoredRoom | string {
  const { v: version } = v.parse(v.fallback(v.object({ v: v.number() }), { v: 0 }), stored);
  if (version > VERSION) {
    return `this room was stored by a newer version (form ${version}, this server reads ${VERSION})`;
  }
  try {
    const read = READERS[version];
    if (read !== undefined) return read(stored);
  } catch {
    // said below
  }
  return "this room's stored form cannot be read";
}

/** Form 3 where it can hold the room, so that the version before can read it too; else the newest. */
export const toStoredForm = (room: StoredRoom): object => ({ v: isForm3(room) ? 3 : VERSION, ...room });

function isForm3({ pomodoro, history }: StoredRoom): boolean {
  const moments = [pomodoro, ...(pomodoro.undo === null ? [] : [pomodoro.undo.before])];
  const marks = [history, ...(history.undo === null ? [] : [history.undo])];
  return moments.every(isMoment3) && marks.every(({ ticked }) => ticked === 0);
}

const isMoment3 = ({ phase, list, turns }: Moment): boolean =>
  list.length === 0 && turns === null && !("startsAt" in phase) && !(isPeriod(phase) && "rangAt" in phase);
