/**
 * What happens in a simulation from outside: what people do, and what breaks. It is drawn from the seed alone, before
 * anything runs; so a part of it can be left out, which is how a failing run is made small. PURE.
 */
import type { SeededRandom } from "./random";

/** What people do; each is done by one device. */
const PEOPLE = {
  press: 30,
  skip: 6,
  hold: 6,
  resume: 6,
  extend: 5,
  reset: 2,
  undo: 5,
  setup: 3,
  setupNext: 2,
  list: 5,
  turns: 2,
  next: 2,
  start: 2,
  script: 3,
  boardPress: 10,
  boardHold: 4,
  boardHoldOver: 3,
  open: 10,
  close: 4,
  reload: 3,
  hide: 5,
  show: 7,
  notify: 4,
  notifyOff: 1,
  click: 3,
  rename: 1,
  clearHistory: 1,
} as const;
/** What breaks. */
const FAULTS = {
  offline: 6,
  silent: 6,
  slow: 5,
  lossy: 4,
  reset: 5,
  cut: 4,
  halfCut: 3,
  hold: 4,
  blockSockets: 1,
  crash: 10,
  crashAtWrite: 8,
  crashAtCommit: 8,
  vanish: 3,
  restartShifted: 3,
  step: 4,
  alarmEarly: 5,
  alarmTwice: 3,
  alarmLate: 3,
  sleep: 4,
  sleepAtAlarm: 3,
  deviceClock: 3,
  freeze: 4,
  unplug: 4,
  unplugMidLine: 4,
  noise: 8,
  noiseAtCommit: 4,
  portBusy: 2,
  push: 6,
  stopWorker: 3,
  diskFull: 2,
  slowDisk: 3,
  repeatRequest: 3,
} as const;

export type PeopleKind = keyof typeof PEOPLE;
export type FaultKind = keyof typeof FAULTS;
export type Kind = `people:${PeopleKind}` | `fault:${FaultKind}` | "heal" | "calm" | "leave" | "arrive";

/** `who`: a device, as a share of all; `a`, `b`: what it is like, each from 0 to below 1. */
export interface Happening {
  /** True time, ms. */
  readonly at: number;
  readonly kind: Kind;
  readonly who: number;
  readonly a: number;
  readonly b: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** From the end of all faults to the moment at which everything must agree, ms. */
export const CALM_MS = 100_000;

interface Style {
  readonly lengthMs: readonly [number, number];
  /** Mean pauses, ms. */
  readonly peopleMs: number;
  readonly faultsMs: number;
  readonly isAlone?: boolean;
}
/** How the room is used for a while. */
const STYLES = {
  work: { lengthMs: [5 * MINUTE, 50 * MINUTE], peopleMs: 2 * MINUTE, faultsMs: 5 * MINUTE },
  chaos: { lengthMs: [MINUTE, 6 * MINUTE], peopleMs: 5000, faultsMs: 9000 },
  storm: { lengthMs: [20_000, MINUTE], peopleMs: 800, faultsMs: 2500 },
  quiet: { lengthMs: [10 * MINUTE, 2 * HOUR], peopleMs: 20 * MINUTE, faultsMs: 60 * MINUTE },
  night: { lengthMs: [5 * HOUR, 14 * HOUR], peopleMs: Infinity, faultsMs: 2 * HOUR, isAlone: true },
  errand: { lengthMs: [20_000, 6 * MINUTE], peopleMs: Infinity, faultsMs: 3 * MINUTE, isAlone: true },
  holiday: {
    lengthMs: [20 * 24 * HOUR, 80 * 24 * HOUR],
    peopleMs: Infinity,
    faultsMs: 200 * HOUR,
    isAlone: true,
  },
} as const satisfies Record<string, Style>;
const WEIGHTS = { work: 40, chaos: 22, storm: 10, quiet: 20, errand: 10, night: 12, holiday: 0 };

/** Everything that happens until `endMs`, in the order of time. */
export function drawHappenings(random: SeededRandom, endMs: number, hasHoliday: boolean): Happening[] {
  const all: Happening[] = [];
  const add = (at: number, kind: Kind): void =>
    void all.push({
      at: Math.round(at * 8) / 8,
      kind,
      who: random.next(),
      a: random.next(),
      b: random.next(),
    });
  const pause = (meanMs: number): number => -Math.log(1 - random.next()) * meanMs;
  add(0, "arrive");
  let at = 1000;
  while (at < endMs) {
    const style: Style =
      STYLES[random.weighted(hasHoliday && random.chance(0.2) ? { ...WEIGHTS, holiday: 40 } : WEIGHTS)];
    const [min, max] = style.lengthMs;
    const end = at + min + (max - min) * random.next();
    if (style.isAlone === true) add(at, "leave");
    for (let next = at + pause(style.peopleMs); next < end; next += pause(style.peopleMs))
      add(next, `people:${random.weighted(PEOPLE)}`);
    for (let next = at + pause(style.faultsMs); next < end; next += pause(style.faultsMs))
      add(next, `fault:${random.weighted(FAULTS)}`);
    if (style.isAlone === true) add(end - 1, "arrive");
    add(end, "heal");
    add(end + CALM_MS, "calm");
    at = end + CALM_MS + 1000;
  }
  return all.filter((one) => one.at <= endMs).sort((one, other) => one.at - other.at);
}
