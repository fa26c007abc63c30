/** What a notification says, in English. The service worker shows another language: the payload tells it the state. */
import type { State } from "../../shared/pomodoro";

interface NotificationText {
  readonly title: string;
  readonly body: string;
  /** The label of the notification's button; undefined in a state in which a press is not offered. */
  readonly press?: string;
}

/** By the state of the room; the titles of the alarms are the messages of the course. */
export const NOTIFICATION_TEXTS: Readonly<Record<State, NotificationText>> = {
  0: { title: "Shared Pomodoro", body: "The tomato waits to be pressed." },
  1: { title: "Work", body: "The break is over, and work has begun by itself." },
  2: { title: "Break time", body: "Work is over.", press: "Start break" },
  3: { title: "Short Break", body: "Work is over, and the break has begun by itself." },
  4: { title: "Back to work", body: "The break is over.", press: "Start work" },
  5: { title: "Long break time", body: "The long break is over.", press: "Finish" },
};
/** The button's label in place of "Start break", where a set is complete. */
export const START_LONG_BREAK = "Start long break";

/** The text of a test push. */
export const TEST_TEXT: NotificationText = {
  title: "It works",
  body: "This is how Shared Pomodoro calls you when a period ends.",
};
