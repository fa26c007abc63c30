/** Random choices: what the people of a room do next, and how the server is killed. Periods are short, so deadlines are frequent. PURE. */
import type { ChangeMessage } from "../../party/shared/clientMessages";
import type { SeededRandom } from "../harness/random";

/** What a client knows when it acts: a rev, and its estimate of the server's clock in epoch ms. */
export interface Known {
  readonly rev: number;
  readonly now: number;
}

export type Step = "act" | "two act" | "drop" | "leave" | "clock jump" | "get" | "everyone leaves" | "idle";
const STEP_WEIGHTS: Readonly<Record<Step, number>> = {
  act: 100,
  /** Two people act at the same moment. */
  "two act": 15,
  /** A connection ends without a closing handshake, perhaps with a request on its way. */
  drop: 5,
  leave: 3,
  /** A device's clock is set to another time. */
  "clock jump": 3,
  /** Somebody reads the room over HTTP. */
  get: 4,
  "everyone leaves": 1,
  /** Nobody acts, so that deadlines pass. */
  idle: 4,
};
/** The next step of a room. */
export const randomStep = (random: SeededRandom): Step => random.weighted(STEP_WEIGHTS);

/** How and when the server is killed; the kill comes `afterMs` after the last start at the earliest. */
export type Kill =
  | { readonly kind: "at random"; readonly afterMs: number }
  /** When the next answer is received. */
  | { readonly kind: "after an answer"; readonly afterMs: number }
  /** `thenMs` after the next request is sent, so that it is on its way. */
  | { readonly kind: "after a request"; readonly afterMs: number; readonly thenMs: number }
  /** `thenMs` after the next deadline; before it where that is negative. */
  | { readonly kind: "at a deadline"; readonly afterMs: number; readonly thenMs: number };

/** The next kill of the server. */
export function randomKill(random: SeededRandom): Kill {
  const afterMs = random.chance(0.4) ? random.integer(50, 800) : random.integer(800, 6000);
  switch (random.integer(0, 3)) {
    case 0:
      return { kind: "at random", afterMs };
    case 1:
      return { kind: "after an answer", afterMs };
    case 2:
      return { kind: "after a request", afterMs, thenMs: random.integer(0, 8) };
    default:
      return { kind: "at a deadline", afterMs, thenMs: random.integer(-4, 12) };
  }
}
/** How long the server stays down, in ms; sometimes for several deadlines of a room that continues by itself. */
export const randomDowntime = (random: SeededRandom): number =>
  random.chance(0.4) ? 0 : random.chance(0.15) ? random.integer(3000, 9000) : random.integer(10, 1500);

const ACTION_WEIGHTS = {
  press: 60,
  setup: 5,
  hold: 4,
  resume: 9,
  extend: 5,
  skip: 5,
  undo: 7,
  reset: 3,
  list: 6,
  turns: 3,
  next: 3,
  start: 6,
} as const satisfies { readonly [action in ChangeMessage["action"]]?: number };

/** The first request in every room, which makes its periods short. */
export const SHORT_PERIODS: ChangeMessage = {
  action: "setup",
  work_duration: 2,
  break_duration: 1,
  number_cycles: 2,
};

/** A request from a client with this knowledge; it may be one that the room refuses. */
export function randomRequest(random: SeededRandom, known: Known): ChangeMessage {
  return { ...randomAction(random, known), ...randomOn(random, known), ...randomUntil(random, known) };
}

function randomAction(random: SeededRandom, { now }: Known): ChangeMessage {
  const action = random.weighted(ACTION_WEIGHTS);
  switch (action) {
    case "press":
      return random.chance(0.3) ? { action, via: "board" } : { action };
    case "extend":
      return { action, seconds: random.chance(0.05) ? 3600 : random.integer(1, 4) };
    case "setup":
      return {
        action,
        ...(random.chance(0.3) ? { when: "next" } : {}),
        work_duration: random.integer(1, 3),
        break_duration: random.integer(1, 2),
        number_cycles: random.integer(1, 3),
        ...(random.chance(0.5) ? { long_break_duration: random.integer(0, 3) } : {}),
        ...(random.chance(0.6) ? { auto_continue: random.chance(0.5) ? 0 : 5 } : {}),
      };
    case "list":
      return { action, items: randomItems(random) };
    case "turns":
      return random.chance(0.15) ? { action, names: null } : { action, ...randomTurns(random) };
    case "start":
      // Mostly soon, so that it is reached; sometimes it is past when it arrives.
      return { action, at: random.chance(0.15) ? null : now + random.integer(-50, 3000) };
    default:
      return { action };
  }
}

/** Few ids, so that two people add, tick and remove the same items. */
function randomItems(random: SeededRandom): { id: string; text: string; done: boolean }[] {
  const ids = ["a", "b", "c", "d"].filter(() => random.chance(0.6));
  return ids.map((id) => ({ id, text: `task ${id}${random.integer(1, 2)}`, done: random.chance(0.5) }));
}
function randomTurns(random: SeededRandom): { names: { name: string; away: boolean }[]; at: number } {
  const names = ["Ada", "Bo", "Cy", "Di"].slice(0, random.integer(2, 4));
  return {
    names: names.map((name) => ({ name, away: random.chance(0.3) })),
    at: random.integer(0, names.length - 1),
  };
}

/** Half of the requests name the rev that they are for, as the app does; a tenth of those name an old one. */
function randomOn(random: SeededRandom, { rev }: Known): { on?: number } {
  if (random.chance(0.5)) return {};
  return { on: random.chance(0.9) ? rev : Math.max(0, rev - random.integer(1, 3)) };
}
/** Half of the requests have a time limit of 4 s, as the app's do; for a tenth of those it has passed already. */
function randomUntil(random: SeededRandom, { now }: Known): { until?: number } {
  if (random.chance(0.5)) return {};
  return { until: now + (random.chance(0.9) ? 4000 : -random.integer(1, 5000)) };
}
