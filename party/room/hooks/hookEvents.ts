/**
 * What webhooks are told: which moments a change of the room makes. PURE; times are epoch ms.
 *
 * They follow from the phases before and after, not from the machine's events: an undo leads back into work without an
 * event, and a receiver that switches a light has to know of it. Each deadline that has passed is a change of its own, at
 * its own moment, also where the room was late.
 */
import { LONG_BREAK, isRunning, nextDeadline, settle, SHORT_BREAK, WORK } from "../../shared/pomodoro";
import type { By, Phase, Pomodoro, State } from "../../shared/pomodoro";
import type { HookEvent } from "../../shared/hookEvent";
import type { HookMoment } from "../../shared/hooks";

/** One event as it is stored; the rest of a `HookEvent` follows from the room. */
export interface StoredEvent {
  readonly type: HookMoment;
  readonly rev: number;
  readonly state: State;
  readonly at: number;
  readonly endsAt: number | null;
  readonly by: By | null;
}

/** What happened between two revisions of a room, in order. */
export function hookEvents(before: Pomodoro, after: Pomodoro, now: number): StoredEvent[] {
  const events: StoredEvent[] = [];
  let last = before;
  const goTo = (next: Pomodoro, at: number): void => {
    events.push(...momentsBetween(last.phase, next.phase).map((type) => eventOf(type, next, at)));
    last = next;
  };
  for (;;) {
    const at = nextDeadline(last);
    if (at === null || at > now || last.rev >= after.rev) break;
    goTo(settle(last, at)[0], at);
  }
  if (last.rev < after.rev) goTo(after, now);
  return events;
}

/** The moments that a change of the phase is: what ends comes first. */
function momentsBetween(from: Phase, to: Phase): HookMoment[] {
  const moments: HookMoment[] = [];
  if (from.state === WORK && to.state !== WORK) moments.push("work-ended");
  if (isBreak(from) && !isBreak(to)) moments.push("break-ended");
  if (to.state === WORK && from.state !== WORK) moments.push("work-began");
  if (to.state === LONG_BREAK && from.state !== LONG_BREAK) moments.push("long-break-began");
  return moments;
}

/** A long break ends with its ring, where it has one. */
const isBreak = (phase: Phase): boolean =>
  phase.state === SHORT_BREAK || (phase.state === LONG_BREAK && !phase.over);

/** An event about the room as it is. */
export const eventOf = <const T extends HookEvent["type"]>(
  type: T,
  { rev, phase, by }: Pomodoro,
  at: number,
): Omit<StoredEvent, "type"> & { readonly type: T } => ({
  type,
  rev,
  state: phase.state,
  at,
  endsAt: isRunning(phase) ? phase.endsAt : phase.state === LONG_BREAK ? phase.ringsAt : null,
  by,
});
