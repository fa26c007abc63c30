/** The payload of a push: what one device shows, and what its service worker reads. Pure. */
import type { Role } from "../../shared/access";
import { NOTIFICATION_TEXTS, notificationTitle, pressKindOf } from "../../shared/notificationTexts";
import { isPeriod, LONG_BREAK, rangAt } from "../../shared/pomodoro";
import type { Pomodoro, State } from "../../shared/pomodoro";

/** The payload, for browsers that show it themselves (declarative web push, hence 8030) and for our service worker. */
export interface PushMessage {
  web_push: 8030;
  notification: {
    title: string;
    body: string;
    /** The room's id: a new notification of the room replaces the one before. */
    tag: string;
    /** The watch link; the app finds the key on the device. */
    navigate: string;
    actions?: { action: "press"; title: string; navigate: string }[];
  };
  app_badge: 0 | 1;
  room: string;
  rev: number;
  state: State;
  /** When the state began, epoch ms: the message is out of date in another one. Missing in a message of before. */
  started_at?: number;
  /** Work has begun at the moment that somebody has set, or the long break has begun by itself. */
  begins?: true;
  /** A warning before the end of work: so many minutes are left. */
  before?: number;
  /** The person has requested it to try notifications: nothing has rung, and the message is never out of date. */
  test?: true;
}

export interface Recipient {
  /** Only a device that controls the room gets the action "press". */
  readonly role: Role;
  /** The origin of the page that has subscribed. */
  readonly origin: string;
}

/** The message about the room as it is now, for one device. `room` is the room's id. */
export function createAlertMessage(
  room: string,
  pomodoro: Pomodoro,
  { role, origin }: Recipient,
): PushMessage {
  const { phase, cycle, settings, rev } = pomodoro;
  const { bodies, begins, longBreakBegins, press } = NOTIFICATION_TEXTS;
  const isLongBreak = phase.state === LONG_BREAK && !phase.over;
  const isBeginning = isLongBreak || (isPeriod(phase) && rangAt(phase) !== null);
  const kind = pressKindOf(phase.state, cycle >= settings.numberCycles);
  const navigate = `${origin}/r/${room}`;
  const action = kind === null ? null : { title: press[kind], navigate };
  return {
    web_push: 8030,
    notification: {
      title: notificationTitle(phase.state),
      body: isLongBreak ? longBreakBegins : isBeginning ? begins : (bodies[phase.state] ?? ""),
      tag: room,
      navigate,
      ...(action === null || role !== "control" ? {} : { actions: [{ action: "press", ...action }] }),
    },
    app_badge: 1,
    room,
    rev,
    state: phase.state,
    ...(phase.startedAt === null ? {} : { started_at: phase.startedAt }),
    ...(isBeginning ? { begins: true } : {}),
  };
}

/** The warning before the end of work. */
export function createWarningMessage(
  room: string,
  pomodoro: Pomodoro,
  to: Recipient,
  minutes: number,
): PushMessage {
  const { notification, begins: _begins, ...rest } = createAlertMessage(room, pomodoro, to);
  const body = NOTIFICATION_TEXTS.before(minutes);
  return { ...rest, notification: { ...notification, body }, app_badge: 0, before: minutes };
}

/** The message of a test push ("Ring me in 10 seconds"). */
export function createTestMessage(room: string, pomodoro: Pomodoro, to: Recipient): PushMessage {
  const { notification, begins: _begins, ...rest } = createAlertMessage(room, pomodoro, to);
  const { tag, navigate } = notification;
  const { testTitle: title, test: body } = NOTIFICATION_TEXTS;
  return { ...rest, notification: { title, body, tag, navigate }, app_badge: 0, test: true };
}
