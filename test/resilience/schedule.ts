/** What the people of a room do next, and how the server dies: all by chance, with periods so short that deadlines come often. PURE. */
import type { ChangeMessage } from "../../party/shared/protocol";
import type { Dice } from "./dice";

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
export const stepOf = (dice: Dice): Step => dice.weighed(STEPS);

export type Death =
  /** After so many ms, whatever is going on. */
  | { readonly kind: "at random"; readonly afterMs: number }
  /** With an answer in hand. */
  | { readonly kind: "after an answer"; readonly afterMs: number }
  /** With a deed on its way; `thenMs` after it was sent. */
  | { readonly kind: "after a deed"; readonly afterMs: number; readonly thenMs: number }
  /** So many ms after a deadline, or before it. */
  | { readonly kind: "at a deadline"; readonly afterMs: number; readonly thenMs: number };

export function deathOf(dice: Dice): Death {
  const afterMs = dice.chance(0.4) ? dice.whole(50, 800) : dice.whole(800, 6000);
  switch (dice.whole(0, 3)) {
    case 0:
      return { kind: "at random", afterMs };
    case 1:
      return { kind: "after an answer", afterMs };
    case 2:
      return { kind: "after a deed", afterMs, thenMs: dice.whole(0, 8) };
    default:
      return { kind: "at a deadline", afterMs, thenMs: dice.whole(-4, 12) };
  }
}
/** How long the server stays down, in ms: now and then for several deadlines of a room that goes on by itself. */
export const pauseOf = (dice: Dice): number =>
  dice.chance(0.4) ? 0 : dice.chance(0.15) ? dice.whole(3000, 9000) : dice.whole(10, 1500);

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

export function deedOf(dice: Dice, aim: Aim): ChangeMessage {
  return { ...actionOf(dice), ...onOf(dice, aim), ...untilOf(dice, aim) };
}

function actionOf(dice: Dice): ChangeMessage {
  const action = dice.weighed(DEEDS);
  switch (action) {
    case "press":
      return dice.chance(0.3) ? { action, via: "board" } : { action };
    case "extend":
      return { action, seconds: dice.chance(0.05) ? 3600 : dice.whole(1, 4) };
    case "setup":
      return {
        action,
        ...(dice.chance(0.3) ? { when: "next" } : {}),
        work_duration: dice.whole(1, 3),
        break_duration: dice.whole(1, 2),
        number_cycles: dice.whole(1, 3),
        ...(dice.chance(0.5) ? { long_break_duration: dice.whole(0, 3) } : {}),
        ...(dice.chance(0.6) ? { auto_continue: dice.chance(0.5) ? 0 : 5 } : {}),
      };
    default:
      return { action };
  }
}

/** Half aim as the app does; some at a room that is elsewhere. */
function onOf(dice: Dice, { rev }: Aim): { on?: number } {
  if (dice.chance(0.5)) return {};
  return { on: dice.chance(0.9) ? rev : Math.max(0, rev - dice.whole(1, 3)) };
}
/** The app gives a deed 4 s; some have been too long on their way. */
function untilOf(dice: Dice, { now }: Aim): { until?: number } {
  if (dice.chance(0.5)) return {};
  return { until: now + (dice.chance(0.9) ? 4000 : -dice.whole(1, 5000)) };
}
