/**
 * The stored form of a room, with its version, and one reader a version. A reader migrates to the next version, so
 * that a room of any version that ever landed is read. To store a new field, either give it a default in the newest
 * form (`v.optional(schema, default)`), or, where its meaning needs the older fields, add a version with a migration.
 * Older forms are never changed.
 */
import * as v from "valibot";
import { VIAS } from "../shared/pomodoro";
import type { Did } from "../shared/pomodoro";
import { eachSetting, SETTINGS } from "../shared/settings";
import type { SettingName } from "../shared/settings";
import { NO_HISTORY, WorkRecordSchema } from "./history";
import type { HistoryLog } from "./history";
import type { StoredRoom } from "./storage";

/** The version that this server writes. */
export const VERSION = 3;

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

/* Version 3. */

const rangAt = v.nullable(at);
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
    rev: v.number(),
    by,
    did: v.nullable(v.string() as unknown as v.GenericSchema<string, Did>),
    undo: v.nullable(v.object({ until: at, before: v.object(Moment3) })),
  }),
  history: HistorySchema,
  /** A server that does not know it drops it with the next change: then the room is looked at anew. */
  markedAt: v.optional(at),
});

/** By their versions: what reads a stored form, and throws where it cannot. */
const READERS: Readonly<Record<number, (stored: unknown) => StoredRoom>> = {
  1: (stored) => migrate(v.parse(Form1, stored), NO_HISTORY),
  2: (stored) => {
    const { history, ...form } = v.parse(Form2, stored);
    return migrate(form, history);
  },
  3: (stored) => {
    const { v: _version, ...room } = v.parse(Form3, stored);
    return room;
  },
};

function migrate({ id, changedAt, pomodoro }: Omit<Old, "v">, history: HistoryLog): StoredRoom {
  const { undo, ...current } = pomodoro;
  const isByTimer = pomodoro.by?.via === "timer";
  return {
    id,
    changedAt,
    history,
    pomodoro: {
      ...current,
      phase: withRing(current, isByTimer),
      did: null,
      undo: undo && { ...undo, before: { ...undo.before, phase: withRing(undo.before, false) } },
    },
  };
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

export const toStoredForm = (room: StoredRoom): object => ({ v: VERSION, ...room });
