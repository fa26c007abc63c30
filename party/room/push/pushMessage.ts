/** The payload of a push: what one device shows, and what its service worker reads. Pure. */
import type { Role } from "../../shared/access";
import { NOTIFICATION_TEXTS, notificationTitle, pressKindOf } from "../../shared/notificationTexts";
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
  const { bodies, press } = NOTIFICATION_TEXTS;
  const kind = pressKindOf(phase.state, cycle >= settings.numberCycles);
  const navigate = `${origin}/r/${room}`;
  const action = kind === null ? null : { title: press[kind], navigate };
  return {
    web_push: 8030,
    notification: {
      title: notificationTitle(phase.state),
      body: bodies[phase.state] ?? "",
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

/** The message of a test push ("Ring me in 10 seconds"). */
export function createTestMessage(room: string, pomodoro: Pomodoro, to: Recipient): PushMessage {
  const { notification, ...rest } = createAlertMessage(room, pomodoro, to);
  const { tag, navigate } = notification;
  const { testTitle: title, test: body } = NOTIFICATION_TEXTS;
  return { ...rest, notification: { title, body, tag, navigate }, app_badge: 0, test: true };
}
