/** Loads the sound while working, on a device that has chosen one. */
import { createEffect, createMemo, createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import { BEFORE } from "../../device/before";
import { getPreference } from "../../device/pagePreferences";
import type { Room } from "../../room/createRoom";
import type { Ring } from "../ring";
import { USER_EVENTS } from "../userEvents";
import { WORKING_SOUND, WORKING_VOLUME } from "./preferences";
import type { WorkingSoundName } from "./preferences";
import type { WorkingSound } from "./workingSound";

export interface WorkingOptions {
  readonly room: Room;
  /** What this device sounds or will sound, on the server's clock; null where it does not. */
  readonly ring: Accessor<Ring | null>;
  /** Whether this tab is the one that rings, which counts where the browser has no Web Locks. */
  readonly isChosen: Accessor<boolean>;
  readonly isVisible: Accessor<boolean>;
}
/** What the code that plays gets beside that. It has no imports in common with the alarms, so that they are one file. */
export interface Playing extends WorkingOptions {
  readonly sound: Accessor<{ readonly name: WorkingSoundName | "nothing"; readonly volume: number }>;
  /** How long before the end of work this device warns, in ms; 0: never. */
  readonly beforeMs: Accessor<number>;
  /** Whether the person has touched the page: before, a browser refuses to start an audio context. */
  readonly isTouched: Accessor<boolean>;
}

export function createWorking(options: WorkingOptions): void {
  const isOn = createMemo(() => getPreference(WORKING_SOUND) !== "nothing");
  const [play, setPlay] = createSignal<((playing: Playing) => WorkingSound) | null>(null);
  const [isTouched, setTouched] = createSignal(navigator.userActivation?.hasBeenActive ?? false);
  let sound: WorkingSound | undefined;
  function onTouch(): void {
    setTouched(true);
    sound?.unlock();
  }
  for (const event of USER_EVENTS) addEventListener(event, onTouch, { capture: true });
  onCleanup(() => {
    for (const event of USER_EVENTS) removeEventListener(event, onTouch, { capture: true });
  });

  let isLoading = false;
  async function load(): Promise<void> {
    if (isLoading) return;
    isLoading = true;
    try {
      const { default: loaded } = await import("./playWorking");
      setPlay(() => loaded);
    } catch {
      isLoading = false; // the next message of the room tries again
    }
  }
  createEffect(() => {
    options.room.received();
    if (isOn()) void load();
  });
  createEffect(() => {
    if (!isOn()) return;
    sound = play()?.({
      ...options,
      isTouched,
      beforeMs: () => getPreference(BEFORE) * 60_000,
      sound: () => ({ name: getPreference(WORKING_SOUND), volume: getPreference(WORKING_VOLUME) }),
    });
  });
}
