/** The room's history as signals. It is loaded at once, and again whenever the room has changed. */
import { createEffect, createSignal, on, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import type { Room } from "../../room/createRoom";
import { clearHistory, fetchHistory } from "./calls";
import type { HistoryError } from "./calls";
import { dayAt } from "./days";
import type { HistoryRecord } from "../../../party/shared/historyWire";

export interface History {
  /** The oldest first; null until they have been loaded once. */
  readonly records: Accessor<readonly HistoryRecord[] | null>;
  /** Why the last attempt failed. Records of earlier attempts stay. */
  readonly error: Accessor<HistoryError | null>;
  /** Epoch ms on the server's clock. It changes every minute and at midnight. */
  readonly now: Accessor<number>;
  readonly load: () => Promise<void>;
  /** Null if it succeeded. */
  readonly clear: () => Promise<HistoryError | null>;
}

/** The wait after a change of the room, in ms: changes often come in groups, and the server needs time to store one. */
const DEBOUNCE_MS = 250;
const MINUTE_MS = 60_000;

export function createHistory(room: Room): History {
  const [records, setRecords] = createSignal<readonly HistoryRecord[] | null>(null);
  const [error, setError] = createSignal<HistoryError | null>(null);
  const [now, setNow] = createSignal(room.now());
  let lastRequest = 0;
  let debounceTimer: ReturnType<typeof setTimeout> | undefined;
  let clockTimer: ReturnType<typeof setTimeout> | undefined;

  async function load(): Promise<void> {
    const request = ++lastRequest;
    const result = await fetchHistory(room.link.room);
    if (request !== lastRequest) return; // a later request gives newer records
    updateNow();
    if (typeof result === "string") setError(result);
    else {
      setError(null);
      setRecords(result);
    }
  }
  async function clear(): Promise<HistoryError | null> {
    const failure = await clearHistory(room.link);
    await load();
    return failure;
  }
  function updateNow(): void {
    clearTimeout(clockTimer);
    const at = room.now();
    setNow(at);
    clockTimer = setTimeout(updateNow, Math.min(MINUTE_MS, dayAt(at).end - at + 1));
  }
  function onVisibility(): void {
    if (document.visibilityState !== "visible") return;
    updateNow();
    void load();
  }

  void load();
  createEffect(
    on(
      () => `${room.shown()?.rev} ${room.isPending()} ${room.connection()}`,
      () => {
        clearTimeout(debounceTimer);
        debounceTimer = setTimeout(() => void load(), DEBOUNCE_MS);
      },
      { defer: true },
    ),
  );
  document.addEventListener("visibilitychange", onVisibility);
  onCleanup(() => {
    lastRequest++;
    clearTimeout(debounceTimer);
    clearTimeout(clockTimer);
    document.removeEventListener("visibilitychange", onVisibility);
  });
  return { records, error, now, load, clear };
}
