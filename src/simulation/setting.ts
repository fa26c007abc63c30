/** What a simulated world consists of: drawn from its seed. PURE. */
import { base64url } from "../../party/shared/access";
import { plainRoomOf } from "../room/plainRoomOf";
import type { BoardKind } from "./board";
import type { SeededRandom } from "./random";

export interface DeviceSetting {
  readonly name: string;
  /** Whether it has only the watch link. */
  readonly isWatcher: boolean;
  readonly board: BoardKind | null;
  readonly baseMs: number;
  readonly jitterMs: number;
  readonly stopsInSleep: boolean;
  /** Whether its person takes notifications. */
  readonly notifies: boolean;
}

export interface WorldSetting {
  readonly room: string;
  readonly key: string | null;
  readonly devices: readonly DeviceSetting[];
  readonly splitsAtAwait: boolean;
  /** How long an idle room stays awake, ms; null: a new time each time, down to none. */
  readonly sleepAfterMs: number | null;
  /** Durations of the room in seconds; null: those that a room begins with. */
  readonly durations: { readonly work: number; readonly rest: number } | null;
  readonly hasHoliday: boolean;
  /** Whether a start program tells the room of a step of the clock: PartyKit has none. */
  readonly isToldOfSteps: boolean;
}

const NAMES = ["Ada", "Bo", "Cy", "Di", "Eve"] as const;

export function drawSetting(random: SeededRandom): WorldSetting {
  const isPrivate = random.chance(0.6);
  const key = isPrivate ? base64url(Uint8Array.from({ length: 16 }, () => random.below(256))) : null;
  const devices = NAMES.slice(0, random.integer(1, 4)).map((name, i): DeviceSetting => ({
    name,
    isWatcher: isPrivate && i > 0 && random.chance(0.2),
    board: i < 2 && random.chance(0.5) ? random.pick(["uno", "native"]) : null,
    baseMs: random.pick([1, 5, 20, 60, 150]),
    jitterMs: random.pick([1, 10, 50, 200]),
    stopsInSleep: random.chance(0.5),
    notifies: random.chance(0.7),
  }));
  return {
    room: key === null ? "our-kitchen" : plainRoomOf(key),
    key,
    devices,
    splitsAtAwait: random.chance(0.5),
    sleepAfterMs: random.chance(0.5) ? 10_000 : null,
    durations: random.chance(0.7)
      ? { work: random.pick([5, 20, 60, 90, 300, 1500]), rest: random.pick([3, 10, 30, 60, 300]) }
      : null,
    hasHoliday: random.chance(0.03),
    isToldOfSteps: random.chance(0.8),
  };
}
