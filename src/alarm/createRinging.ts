/** The room's ring as signals: when it is, whether it rings now, and whether the person has silenced it here. */
import { createEffect, createMemo, createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import type { Room } from "../room/createRoom";
import { phaseOf, ringOf, sameRing } from "./ring";
import type { Ring, RingPhase } from "./ring";

/** The longest time that one timer waits, in ms. */
const MAX_TIMER_MS = 3_600_000;

export interface Ringing {
  readonly ring: Accessor<Ring | null>;
  readonly phase: Accessor<RingPhase>;
  /** Whether the person has silenced this ring on this device. */
  readonly silenced: Accessor<boolean>;
  /** Which ring that was: its moment. Null: none. */
  readonly silencedAt: Accessor<number | null>;
  /** Silences the ring of this moment. */
  readonly silence: (at: number) => void;
}

export function createRinging(room: Room): Ringing {
  const [tick, setTick] = createSignal(0);
  /** The clock is read once for everything: between two readings a ring could begin, and no timer would be set for it. */
  const moment = createMemo(() => {
    tick();
    return { shown: room.shown(), now: room.now() }; // a message may have changed the state, or corrected the clock
  });
  const ring = createMemo<Ring | null>(
    () => {
      const { shown, now } = moment();
      return shown === null ? null : ringOf(shown, now);
    },
    null,
    { equals: sameRing },
  );
  const [silencedAt, setSilencedAt] = createSignal<number | null>(null);
  const phase = createMemo(() => phaseOf(ring(), moment().now).phase);
  // This timer is for what is shown and for vibration. The sound is scheduled on the audio clock.
  createEffect(() => {
    const { now } = moment();
    const { changesAt } = phaseOf(ring(), now);
    if (changesAt === null) return;
    const timer = setTimeout(() => setTick((n) => n + 1), Math.min(changesAt - now + 1, MAX_TIMER_MS));
    onCleanup(() => clearTimeout(timer));
  });
  return {
    ring,
    phase,
    silenced: () => ring() !== null && silencedAt() === ring()?.at,
    silencedAt,
    silence: (at) => setSilencedAt((last) => Math.max(last ?? 0, at)),
  };
}
