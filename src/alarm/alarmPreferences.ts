/**
 * How this device wants to be called. Kept beside the other wishes in IndexedDB, but read by the code that is loaded
 * after the tomato: the first script has no use for it.
 */
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import { get, set } from "idb-keyval";
import * as v from "valibot";
import { CHIMES } from "./sounds";
import type { ChimeName } from "./sounds";

export interface AlarmWishes {
  readonly chime: ChimeName;
  /** 0–100. */
  readonly volume: number;
  readonly muted: boolean;
  readonly vibrate: boolean;
  /** Whether the screen stays on while a period runs. */
  readonly awake: boolean;
}
const DEFAULTS: AlarmWishes = { chime: "bell", volume: 70, muted: false, vibrate: true, awake: true };
const WishesSchema = v.object({
  chime: v.fallback(v.picklist(CHIMES), DEFAULTS.chime),
  volume: v.fallback(
    v.pipe(
      v.number(),
      v.check((volume) => volume >= 0 && volume <= 100),
    ),
    DEFAULTS.volume,
  ),
  muted: v.fallback(v.boolean(), DEFAULTS.muted),
  vibrate: v.fallback(v.boolean(), DEFAULTS.vibrate),
  awake: v.fallback(v.boolean(), DEFAULTS.awake),
});

const PLACE = "alarm-wishes";
const [alarmWishes, setAlarmWishes] = createSignal(DEFAULTS);
let changed = false;

/** Resolves when what was kept has been read; where storage is forbidden, the defaults stay. */
export const alarmWishesRead: Promise<void> = get<unknown>(PLACE)
  .then((kept) => {
    const parsed = v.safeParse(WishesSchema, kept);
    if (parsed.success && !changed) setAlarmWishes(parsed.output);
  })
  .catch(() => {});

export function wishAlarm(change: Partial<AlarmWishes>): void {
  changed = true;
  const next = { ...alarmWishes(), ...change };
  setAlarmWishes(next);
  set(PLACE, next).catch(() => {});
}

const reader: Accessor<AlarmWishes> = alarmWishes;
export { reader as alarmWishes };
