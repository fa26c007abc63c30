/** What the room has done today, beside the tomato of a desktop. */
import { createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import { finishedIn } from "../../../../party/shared/layout";
import { IDLE } from "../../../../party/shared/pomodoro";
import type { HistoryRecord } from "../../../../party/shared/historyWire";
import type { Room } from "../../../room/createRoom";
import { readLog } from "../../../room/workLog";
import type { LogEntry } from "../../../room/workLog";
import { fetchHistory } from "../calls";
import { dayAt } from "../days";
import { unripeSteps } from "./vine";

export interface Loaded {
  /** Those that ended today, the oldest first. */
  readonly records: readonly HistoryRecord[];
  /** How many of the newest steps were not ripe when they were loaded. */
  readonly unripe: number;
  /** What this device has worked on today in this room. */
  readonly log: readonly LogEntry[];
}

/** The wait after a step of the set, in ms: the server needs time to store it. */
const DEBOUNCE_MS = 400;

/** The day is loaded again after each step of the set. */
export function createDay(room: Room): Accessor<Loaded> {
  const [loaded, setLoaded] = createSignal<Loaded>({ records: [], unripe: 0, log: [] });
  let lastRequest = 0;
  async function load(): Promise<void> {
    const request = ++lastRequest;
    const { start } = dayAt(room.now());
    const [records, all] = await Promise.all([fetchHistory(room.link.room, start), readLog()]);
    if (request !== lastRequest || typeof records === "string") return;
    const log = all.filter((entry) => entry.room === room.link.room && entry.to >= start);
    setLoaded({ records, unripe: unripeSteps(room.shown()), log });
  }
  /** The tomatoes of today change where this does. */
  const step = createMemo(() => {
    const shown = room.shown();
    return (
      shown &&
      `${finishedIn(shown)} ${shown.phase.state === IDLE} ${dayAt(room.now()).key} ${room.connection()}`
    );
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether the records are older than the room. A page that nobody sees asks for none. */
  let isOld = false;
  function loadSoon(): void {
    clearTimeout(timer);
    if (document.visibilityState !== "visible" || room.connection() !== "open") return;
    timer = setTimeout(() => {
      isOld = false;
      void load();
    }, DEBOUNCE_MS);
  }
  createEffect(
    on(step, () => {
      isOld = true;
      loadSoon();
    }),
  );
  const onVisibility = (): void => void (isOld && loadSoon());
  document.addEventListener("visibilitychange", onVisibility);
  onCleanup(() => {
    lastRequest++;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", onVisibility);
  });
  return loaded;
}
