/** The English texts of the notifications: the server sends them, and the service worker shows them in English. */
import { BREAK_ALARM, IDLE, LONG_BREAK, MESSAGES, WORK_ALARM } from "./pomodoro";
import type { State } from "./pomodoro";

interface NotificationTexts {
  /** By the state of the room. */
  readonly bodies: readonly string[];
  /** The label of the button, by what a press does. */
  readonly press: Readonly<Record<PressKind, string>>;
  /** The body where work has begun at a set start. */
  readonly begins: string;
  /** The body where work has ended and the long break has begun by itself. */
  readonly longBreakBegins: string;
  /** The body of the warning before the end of work. */
  readonly before: (minutes: number) => string;
  readonly testTitle: string;
  readonly test: string;
}
export type PressKind = "break" | "longBreak" | "work" | "finish";

const APP_NAME = "Shared Pomodoro";
export const NOTIFICATION_TEXTS: NotificationTexts = {
  bodies: [
    "The tomato waits to be pressed.",
    "The break is over, and work has begun by itself.",
    "Work is over.",
    "Work is over, and the break has begun by itself.",
    "The break is over.",
    "The long break is over.",
  ],
  press: { break: "Start break", longBreak: "Start long break", work: "Start work", finish: "Finish" },
  begins: "Work begins.",
  longBreakBegins: "Work is over, and the long break has begun by itself.",
  before: (minutes) => (minutes === 1 ? "Work ends in a minute." : `Work ends in ${minutes} minutes.`),
  testTitle: "It works",
  test: "This is how Shared Pomodoro calls you when a period ends.",
};

/** The titles of the alarms are the messages of the course. */
export const notificationTitle = (state: State): string => (state === IDLE ? APP_NAME : MESSAGES[state]);

/** What a press on the notification does; null in a state in which the notification has no button. */
export function pressKindOf(state: State, isSetComplete: boolean): PressKind | null {
  if (state === BREAK_ALARM) return isSetComplete ? "longBreak" : "break";
  if (state === WORK_ALARM) return "work";
  return state === LONG_BREAK ? "finish" : null;
}
