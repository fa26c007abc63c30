/**
 * Everything that a room sends to others: pushes to devices, and webhooks to services. Both have an outbox of their own,
 * which is stored in the transaction of the change that fills it, and a queue of their own, so that neither waits for the
 * other. The room sees them as one.
 */
import { ringIn } from "../../shared/pomodoro";
import type { Pomodoro, Transition } from "../../shared/pomodoro";
import type { RoomHooks } from "../hooks/roomHooks";
import type { RoomPush } from "../push/roomPush";

type Entry = readonly [key: string, value: unknown];

/** What a change of the room means for what it sends. */
export interface OutgoingUpdate {
  /** To be stored in the transaction of the change. */
  readonly entries: readonly Entry[];
  /** Epoch ms at which the room must be awake at the latest; null: only for its own deadline. */
  readonly wakeAt: number | null;
  /** To be called when the change is stored. */
  readonly apply: () => void;
}

export class Outgoing {
  constructor(
    readonly push: RoomPush,
    readonly hooks: RoomHooks,
  ) {}

  async load(): Promise<void> {
    await Promise.all([this.push.load(), this.hooks.load()]);
  }

  /** What follows from a change, before it is stored. */
  prepareUpdate(before: Pomodoro, [after, events]: Transition, now: number): OutgoingUpdate {
    const push = this.push.prepareUpdate(after, ringIn(events), now);
    const hooks = this.hooks.prepareUpdate(before, after, now);
    return {
      entries: present(push.entry, hooks.entry),
      wakeAt: earliest(push.wakeAt, hooks.wakeAt),
      apply: () => {
        this.push.applyUpdate(push);
        this.hooks.applyUpdate(hooks);
      },
    };
  }

  /** Epoch ms at which the room must be awake at the latest; null: not for this. */
  wakeAt(now: number): number | null {
    return earliest(this.push.wakeAt(now), this.hooks.wakeAt(now));
  }

  /** The keys and the values that store both. */
  entries(now: number): readonly Entry[] {
    return present(this.push.entry(now), this.hooks.entry(now));
  }

  /** The clock went back by `-byMs`, and the room's phase was moved by `phaseByMs`; both are 0 or negative. */
  followStep(byMs: number, phaseByMs: number): void {
    this.push.followStep(byMs, phaseByMs);
    this.hooks.followStep(byMs, phaseByMs);
  }

  /** Whether somebody outside is told at once when time changes the room. */
  get isHeard(): boolean {
    return this.push.hasSubscriptions || this.hooks.isHeard;
  }

  /** Whether a device has subscribed or renewed since then (epoch ms). */
  wasSeenSince(at: number): boolean {
    return this.push.wasSeenSince(at);
  }

  /** Starts to send what is due. Returns at once. */
  sendDue(): void {
    this.push.sendDue();
    this.hooks.sendDue();
  }

  /** The room and everything stored of it has been deleted. */
  clear(): void {
    this.push.clear();
    this.hooks.clear();
  }
}

const present = (...entries: readonly (Entry | null)[]): Entry[] => entries.filter((entry) => entry !== null);

const earliest = (...moments: readonly (number | null)[]): number | null => {
  const known = moments.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
};
