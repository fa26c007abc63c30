/** The room's history as the sheet sees it: asked for at once, and again whenever the room has changed. */
import { createEffect, createSignal, on, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import type { Room } from "../../room/createRoom";
import { clearHistory, fetchHistory } from "./calls";
import type { Trouble } from "./calls";
import { dayAt } from "./days";
import type { HistoryRecord } from "./records";

export interface History {
  /** The oldest first; null as long as none have come. */
  readonly records: Accessor<readonly HistoryRecord[] | null>;
  /** Why the last try brought nothing; what came before it stays. */
  readonly trouble: Accessor<Trouble | null>;
  /** The server's time, epoch ms: new every minute, and at midnight. */
  readonly now: Accessor<number>;
  readonly load: () => Promise<void>;
  readonly clear: () => Promise<Trouble | null>;
}

/** A change is often followed by another, and the server writes while we hear of it: so long we wait, in ms. */
const CALM_MS = 250;
const MINUTE_MS = 60_000;

export function createHistory(room: Room): History {
  const [records, setRecords] = createSignal<readonly HistoryRecord[] | null>(null);
  const [trouble, setTrouble] = createSignal<Trouble | null>(null);
  const [now, setNow] = createSignal(room.now());
  let asked = 0;
  let calm: ReturnType<typeof setTimeout> | undefined;
  let clock: ReturnType<typeof setTimeout> | undefined;

  async function load(): Promise<void> {
    const mine = ++asked;
    const answer = await fetchHistory(room.link.room);
    if (mine !== asked) return; // a later question has been asked: its answer is newer
    look();
    if (typeof answer === "string") setTrouble(answer);
    else {
      setTrouble(null);
      setRecords(answer);
    }
  }
  async function clear(): Promise<Trouble | null> {
    const failure = await clearHistory(room.link);
    await load();
    return failure;
  }
  function look(): void {
    clearTimeout(clock);
    const at = room.now();
    setNow(at);
    clock = setTimeout(look, Math.min(MINUTE_MS, dayAt(at).end - at + 1));
  }
  function seen(): void {
    if (document.visibilityState !== "visible") return;
    look();
    void load();
  }

  void load();
  createEffect(
    on(
      () => `${room.shown()?.rev} ${room.isPending()} ${room.connection()}`,
      () => {
        clearTimeout(calm);
        calm = setTimeout(() => void load(), CALM_MS);
      },
      { defer: true },
    ),
  );
  document.addEventListener("visibilitychange", seen);
  onCleanup(() => {
    asked++;
    clearTimeout(calm);
    clearTimeout(clock);
    document.removeEventListener("visibilitychange", seen);
  });
  return { records, trouble, now, load, clear };
}
