/** What rings, for how long it is worth hearing, and what is sent. PURE. */
import type { Role } from "../../shared/access";
import { BREAK_ALARM, FALLBACK_MS, isAlarm, isRunning, LONG_BREAK } from "../../shared/pomodoro";
import type { Pomodoro, State } from "../../shared/pomodoro";
import { START_LONG_BREAK, TEST, WORDS } from "./texts";

/** One ring of the room. */
export interface Alert {
  /** The phase that the ring began, by which it is told from the next. */
  readonly state: State;
  readonly startedAt: number | null;
  /** From then on nobody needs to hear of it. */
  readonly until: number;
}

/**
 * The ring to tell of after a change, or null. Where a person has answered in the same moment there is nothing left to
 * tell; where `auto_continue` has, the ring is told as the period that it began: one push, for the last change.
 */
export function alertOf(pomodoro: Pomodoro, rang: State | null, now: number): Alert | null {
  const { phase, by } = pomodoro;
  if (rang === null) return null;
  const alert = (until: number): Alert => ({ state: phase.state, startedAt: phase.startedAt, until });
  if (isAlarm(phase)) return alert(phase.continuesAt ?? phase.startedAt + FALLBACK_MS);
  if (phase.state === LONG_BREAK && phase.over) return alert(now + FALLBACK_MS);
  return isRunning(phase) && by?.via === "timer" ? alert(phase.endsAt) : null;
}

/** Whether the room is still where it rang. A change of the settings does not end a ring. */
export function stillRings({ state, startedAt, until }: Alert, { phase }: Pomodoro, now: number): boolean {
  if (now >= until || phase.state !== state || phase.startedAt !== startedAt) return false;
  return isAlarm(phase) || isRunning(phase) || (phase.state === LONG_BREAK && phase.over);
}

/** A push, as both the browser itself (declarative web push, hence 8030) and our service worker read it. */
export interface PushMessage {
  web_push: 8030;
  notification: {
    title: string;
    body: string;
    /** The room: a new notification takes the place of the old one. */
    tag: string;
    /** The watch link; the app finds the key on the device. */
    navigate: string;
    actions?: { action: "press"; title: string; navigate: string }[];
  };
  app_badge: 0 | 1;
  room: string;
  rev: number;
  state: State;
  /** Asked for by the person to try it: nothing has rung, and it is never stale. */
  test?: true;
}

export interface Addressee {
  /** Only who controls the room is offered to press. */
  readonly role: Role;
  /** The origin of the page that has subscribed. */
  readonly origin: string;
}

/** The room as it is when the push goes out, to one device. */
export function pushMessage(room: string, pomodoro: Pomodoro, { role, origin }: Addressee): PushMessage {
  const { phase, cycle, settings, rev } = pomodoro;
  const { title, body, press } = WORDS[phase.state];
  const long = phase.state === BREAK_ALARM && cycle >= settings.numberCycles;
  const navigate = `${origin}/r/${room}`;
  const action = press === undefined ? null : { title: long ? START_LONG_BREAK : press, navigate };
  return {
    web_push: 8030,
    notification: {
      title,
      body,
      tag: room,
      navigate,
      ...(action === null || role !== "control" ? {} : { actions: [{ action: "press", ...action }] }),
    },
    app_badge: 1,
    room,
    rev,
    state: phase.state,
  };
}

/** "Ring me in ten seconds." */
export function testMessage(room: string, pomodoro: Pomodoro, to: Addressee): PushMessage {
  const { notification, ...rest } = pushMessage(room, pomodoro, to);
  const { tag, navigate } = notification;
  return { ...rest, notification: { ...TEST, tag, navigate }, app_badge: 0, test: true };
}
