/** What the people of a room do next, and how the server dies: all by chance, with periods so short that deadlines come often. PURE. */
import type { ChangeMessage } from "../../party/shared/clientMessages";
import type { SeededRandom } from "../harness/random";

/** What a client aims by: the rev that it knows, and the server's clock as it believes it. */
export interface Aim {
  readonly rev: number;
  readonly now: number;
}

export type Step = "act" | "together" | "drop" | "leave" | "jump" | "look" | "everyone leaves" | "quiet";
const STEPS: Readonly<Record<Step, number>> = {
  act: 100,
  /** Two at the same moment. */
  together: 15,
  /** A connection is gone without a goodbye, perhaps with a deed on its way. */
  drop: 5,
  leave: 3,
  /** A device's clock is set to another time. */
  jump: 3,
  look: 4,
  "everyone leaves": 1,
  /** Nobody does anything: time alone must bring what is due. */
  quiet: 4,
};
export const stepOf = (random: SeededRandom): Step => random.weighted(STEPS);

export type Death =
  /** After so many ms, whatever is going on. */
  | { readonly kind: "at random"; readonly afterMs: number }
  /** With an answer in hand. */
  | { readonly kind: "after an answer"; readonly afterMs: number }
  /** With a deed on its way; `thenMs` after it was sent. */
  | { readonly kind: "after a deed"; readonly afterMs: number; readonly thenMs: number }
  /** So many ms after a deadline, or before it. */
  | { readonly kind: "at a deadline"; readonly afterMs: number; readonly thenMs: number };

export function deathOf(random: SeededRandom): Death {
  const afterMs = random.chance(0.4) ? random.integer(50, 800) : random.integer(800, 6000);
  switch (random.integer(0, 3)) {
    case 0:
      return { kind: "at random", afterMs };
    case 1:
      return { kind: "after an answer", afterMs };
    case 2:
      return { kind: "after a deed", afterMs, thenMs: random.integer(0, 8) };
    default:
      return { kind: "at a deadline", afterMs, thenMs: random.integer(-4, 12) };
  }
}
/** How long the server stays down, in ms: now and then for several deadlines of a room that goes on by itself. */
export const pauseOf = (random: SeededRandom): number =>
  random.chance(0.4) ? 0 : random.chance(0.15) ? random.integer(3000, 9000) : random.integer(10, 1500);

type Kind = ChangeMessage["action"];
const DEEDS: Readonly<Record<Kind, number>> = {
  press: 60,
  setup: 5,
  hold: 4,
  resume: 9,
  extend: 5,
  skip: 5,
  undo: 7,
  reset: 2,
};

/** What every room begins with, so that its first period is short. */
export const FIRST: ChangeMessage = {
  action: "setup",
  work_duration: 2,
  break_duration: 1,
  number_cycles: 2,
};

export function deedOf(random: SeededRandom, aim: Aim): ChangeMessage {
  return { ...randomAction(random), ...onOf(random, aim), ...untilOf(random, aim) };
}

function randomAction(random: SeededRandom): ChangeMessage {
  const action = random.weighted(DEEDS);
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
    default:
      return { action };
  }
}

/** Half aim as the app does; some at a room that is elsewhere. */
function onOf(random: SeededRandom, { rev }: Aim): { on?: number } {
  if (random.chance(0.5)) return {};
  return { on: random.chance(0.9) ? rev : Math.max(0, rev - random.integer(1, 3)) };
}
/** The app gives a deed 4 s; some have been too long on their way. */
function untilOf(random: SeededRandom, { now }: Aim): { until?: number } {
  if (random.chance(0.5)) return {};
  return { until: now + (random.chance(0.9) ? 4000 : -random.integer(1, 5000)) };
}
