/**
 * How this device wants to be called. Kept beside the other wishes in IndexedDB, but read by the code that is loaded
 * after the tomato: the first script has no use for it.
 */
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import { get, set } from "idb-keyval";
import * as v from "valibot";
import { CHIMES } from "./sounds";

const WishesSchema = v.object({
  chime: v.fallback(v.picklist(CHIMES), "bell"),
  /** 0–100. */
  volume: v.fallback(v.pipe(v.number(), v.minValue(0), v.maxValue(100)), 70),
  muted: v.fallback(v.boolean(), false),
  vibrate: v.fallback(v.boolean(), true),
  /** Whether the screen stays on while a period runs. */
  awake: v.fallback(v.boolean(), true),
});
export type AlarmWishes = Readonly<v.InferOutput<typeof WishesSchema>>;

const PLACE = "alarm-wishes";
const [alarmWishes, setAlarmWishes] = createSignal<AlarmWishes>(v.parse(WishesSchema, {}));
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
