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
  const ring = createMemo<Ring | null>(
    () => {
      tick();
      const shown = room.shown();
      return shown === null ? null : ringOf(shown, room.now());
    },
    null,
    { equals: sameRing },
  );
  const [silencedAt, setSilencedAt] = createSignal<number | null>(null);
  const phase = createMemo(() => {
    tick();
    room.shown(); // the state may have changed with time
    return phaseOf(ring(), room.now()).phase;
  });
  // This timer is for what is shown and for vibration. The sound is scheduled on the audio clock.
  createEffect(() => {
    tick();
    room.shown(); // the server's clock may have been corrected
    const now = room.now();
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
