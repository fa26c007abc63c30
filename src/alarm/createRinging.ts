/** The room's ring as signals: what is planned, whether it rings now, and whether this device was told to be silent. */
import { createEffect, createMemo, createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import type { Room } from "../room/createRoom";
import { phaseOf, ringOf, sameRing } from "./ring";
import type { Ring, RingPhase } from "./ring";

export interface Ringing {
  readonly ring: Accessor<Ring | null>;
  readonly phase: Accessor<RingPhase>;
  /** Whether this ring was silenced here. */
  readonly silenced: Accessor<boolean>;
  readonly silence: () => void;
}

export function createRinging(room: Room): Ringing {
  const ring = createMemo<Ring | null>(
    () => {
      const shown = room.shown();
      return shown === null ? null : ringOf(shown);
    },
    null,
    { equals: sameRing },
  );
  const [silencedAt, setSilencedAt] = createSignal<number | null>(null);
  const [tick, setTick] = createSignal(0);
  const phase = createMemo(() => {
    tick();
    room.shown(); // as time has moved it on, so it has moved the ring
    return phaseOf(ring(), room.now()).phase;
  });
  // Only what is seen and felt hangs on this timer; what is heard is on the audio clock.
  createEffect(() => {
    tick();
    room.shown(); // its clock may have been corrected
    const now = room.now();
    const { changesAt } = phaseOf(ring(), now);
    if (changesAt === null) return;
    const timer = setTimeout(() => setTick((n) => n + 1), Math.min(changesAt - now + 1, 3_600_000));
    onCleanup(() => clearTimeout(timer));
  });
  return {
    ring,
    phase,
    silenced: () => ring() !== null && silencedAt() === ring()?.at,
    silence: () => setSilencedAt(ring()?.at ?? null),
  };
}
