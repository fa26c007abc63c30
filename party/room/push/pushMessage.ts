/** The payload of a push: what one device shows, and what its service worker reads. Pure. */
import type { Role } from "../../shared/access";
import { BREAK_ALARM } from "../../shared/pomodoro";
import type { Pomodoro, State } from "../../shared/pomodoro";
import { NOTIFICATION_TEXTS, START_LONG_BREAK, TEST_TEXT } from "./notificationTexts";

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
  const { title, body, press } = NOTIFICATION_TEXTS[phase.state];
  const isLong = phase.state === BREAK_ALARM && cycle >= settings.numberCycles;
  const navigate = `${origin}/r/${room}`;
  const action = press === undefined ? null : { title: isLong ? START_LONG_BREAK : press, navigate };
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

/** The message of a test push ("Ring me in 10 seconds"). */
export function createTestMessage(room: string, pomodoro: Pomodoro, to: Recipient): PushMessage {
  const { notification, ...rest } = createAlertMessage(room, pomodoro, to);
  const { tag, navigate } = notification;
  return { ...rest, notification: { ...TEST_TEXT, tag, navigate }, app_badge: 0, test: true };
}
