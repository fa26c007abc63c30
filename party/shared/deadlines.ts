/** What time itself changes: the deadline of each phase, and what happens when it passes. PURE. */
import { alarm, endOfWork, idle } from "./moment";
import type { Moment, MomentEvent } from "./moment";
import { alarmAfter, IDLE, isAlarm, isPeriod, isRunning, LONG_BREAK, WORK } from "./phases";
import type { RunningPeriod } from "./phases";
import { press } from "./timerActions";
import type { Step } from "./timerActions";

/** An alarm that nobody answers for this long ends, so that nobody finds it ringing the next morning. */
export const FALLBACK_MS = 2 * 60 * 60 * 1000;

/** When time itself changes this pomodoro next, or null: the moment to set the room's alarm to. */
export function nextDeadline({ phase }: Moment): number | null {
  if (isPeriod(phase)) return isRunning(phase) ? phase.endsAt : null;
  if (isAlarm(phase)) return phase.continuesAt ?? phase.startedAt + FALLBACK_MS;
  return phase.state === LONG_BREAK ? phase.ringsAt : (phase.startsAt ?? null);
}

/** Lets every deadline up to `now` pass, each at its own moment; `changes`: how many there were. */
export function passDeadlines(
  from: Moment,
  now: number,
): { moment: Moment; changes: number; events: MomentEvent[] } {
  let moment = from;
  let changes = 0;
  const events: MomentEvent[] = [];
  for (;;) {
    const at = nextDeadline(moment);
    if (at === null || at > now) return { moment, changes, events };
    const { phase } = moment;
    if (isPeriod(phase)) {
      const state = alarmAfter(phase.state);
      events.push(...endOfWork(moment, "done", at), { type: "rang", state });
      moment = alarm(moment, state, at, true);
    } else if (isAlarm(phase) && phase.continuesAt === null) {
      events.push({ type: "alarmExpired" });
      moment = idle(moment, at);
    } else if (phase.state === LONG_BREAK) {
      events.push({ type: "rang", state: LONG_BREAK });
      moment = { ...moment, phase: { ...phase, ringsAt: null, over: true, rangAt: at } };
    } else {
      // An alarm that continues by itself, or a start that was set: a press changes both.
      const step = press(moment, at) as Step;
      events.push(...(step.events ?? []));
      moment = step.moment;
      if (phase.state === IDLE) {
        events.push({ type: "rang", state: WORK });
        moment = { ...moment, phase: { ...(moment.phase as RunningPeriod), rangAt: at } };
      }
    }
    changes++;
  }
}
