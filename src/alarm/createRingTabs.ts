/**
 * All tabs of a room in this browser ring together: one of them plays the chime, and silencing it in one silences all.
 * Each tab tells the others how well it can play, and all of them choose the same one. Without a channel each plays for
 * itself.
 */
import { createEffect, createMemo, createSignal, on, onCleanup, untrack } from "solid-js";
import type { Accessor } from "solid-js";
import * as v from "valibot";
import { inTime } from "../device/inTime";
import type { Ringing } from "./createRinging";

/** 0: it cannot play. 1: it can, and is hidden, where a phone may stop it. 2: it can, and is visible. */
export type Rank = 0 | 1 | 2;

/** `ask`: every other tab is to send its own state. `silencedAt`: the ring that the person has silenced. */
const TabSchema = v.object({
  id: v.string(),
  rank: v.picklist([0, 1, 2]),
  silencedAt: v.nullable(v.number()),
  ask: v.boolean(),
});
interface OtherTab {
  readonly rank: Rank;
  /** In ms of `performance.now()`. */
  readonly heardAt: number;
}

/** Where there are no Web Locks: how often the other tabs are asked during a ring, and after which silence one is dead, in ms. */
const ASK_MS = 1000;
const DEAD_MS = 3000;

export interface RingTabs {
  /** Whether this tab is the one that plays, if one does. */
  readonly isChosen: Accessor<boolean>;
  /** Whether any tab can play. */
  readonly canPlay: Accessor<boolean>;
}

/** `channel`: the one that all tabs of the room have, and nobody else. */
export default function createRingTabs(
  channel: BroadcastChannel,
  ringing: Ringing,
  rank: Accessor<Rank>,
): RingTabs {
  const id = `${Math.random()}`;
  const [others, setOthers] = createSignal<ReadonlyMap<string, OtherTab>>(new Map());
  function forget(other: string): void {
    watched.delete(other);
    setOthers((old) => new Map([...old].filter(([one]) => one !== other)));
  }
  const lockOf = (tab: string): string => `shared-pomodoro tab ${tab}`;
  const watched = new Set<string>();
  let hasLock = false;
  /** Whether this tab has its lock, or knows that there is none. It tells nothing before: the others would find it free. */
  let isKnown = false;
  let releaseLock = (): void => {};

  channel.onmessage = ({ data }) => {
    // A tab that has just opened: it loads this code at the first message of another tab, and does not read it.
    if (data === null) untrack(tell);
    const parsed = v.safeParse(TabSchema, data);
    if (!parsed.success) return;
    const { id: other, rank, silencedAt, ask } = parsed.output;
    // The lock of a tab becomes free when it ends, however it ends.
    if (hasLock && !watched.has(other)) {
      watched.add(other);
      navigator.locks.request(lockOf(other), () => forget(other)).catch(() => {});
    }
    setOthers((old) => new Map(old).set(other, { rank, heardAt: performance.now() }));
    if (silencedAt !== null) ringing.silence(silencedAt);
    if (ask) untrack(tell);
  };
  function tell(ask = false, state: Rank = rank()): void {
    if (isKnown) channel.postMessage({ id, rank: state, silencedAt: ringing.silencedAt(), ask });
  }
  createEffect(on([rank, ringing.silencedAt], () => tell()));

  async function holdLock(): Promise<void> {
    try {
      const held = new Promise<true>((resolve, reject) => {
        const hold = (): Promise<void> => {
          resolve(true);
          return new Promise((release) => (releaseLock = release));
        };
        navigator.locks.request(lockOf(id), hold).catch(reject);
      });
      hasLock = (await inTime(held)) ?? false;
    } catch {
      // no Web Locks: the tabs ask each other
    }
    isKnown = true;
    untrack(() => tell(true));
  }
  void holdLock();

  const onHide = (): void => tell(false, 0);
  const onShow = (): void => tell(true);
  addEventListener("pagehide", onHide);
  addEventListener("pageshow", onShow);
  document.addEventListener("freeze", onHide);
  document.addEventListener("resume", onShow);
  onCleanup(() => {
    removeEventListener("pagehide", onHide);
    removeEventListener("pageshow", onShow);
    document.removeEventListener("freeze", onHide);
    document.removeEventListener("resume", onShow);
    onHide();
    releaseLock();
  });

  const isBehind = (other: string, { rank: theirs }: OtherTab): boolean =>
    theirs > rank() || (theirs === rank() && other < id);
  const isChosen = createMemo(
    () => rank() > 0 && ![...others()].some(([other, tab]) => isBehind(other, tab)),
  );
  const canPlay = createMemo(() => rank() > 0 || [...others().values()].some((tab) => tab.rank > 0));

  createEffect(() => {
    if (ringing.phase() !== "ringing" || isChosen() || !canPlay()) return;
    const timer = setInterval(() => {
      if (hasLock) return;
      tell(true);
      const dead = [...others()].filter(([, { heardAt }]) => performance.now() - heardAt > DEAD_MS);
      for (const [other] of dead) forget(other);
    }, ASK_MS);
    onCleanup(() => clearInterval(timer));
  });
  return { isChosen, canPlay };
}
