/** What a notification says, in English. The service worker may say it in another language: it is told the state. */
import type { State } from "../../shared/pomodoro";

interface Words {
  readonly title: string;
  readonly body: string;
  /** What the button on the notification does, where a press means something. */
  readonly press?: string;
}

/** By the state that the room is in; the titles of the alarms are the course's messages. */
export const WORDS: Readonly<Record<State, Words>> = {
  0: { title: "Shared Pomodoro", body: "The tomato waits to be pressed." },
  1: { title: "Work", body: "The break is over, and work has begun by itself." },
  2: { title: "Break time", body: "Work is over.", press: "Start break" },
  3: { title: "Short Break", body: "Work is over, and the break has begun by itself." },
  4: { title: "Back to work", body: "The break is over.", press: "Start work" },
  5: { title: "Long break time", body: "The long break is over.", press: "Finish" },
};
/** In place of "Start break", where a set is complete. */
export const START_LONG_BREAK = "Start long break";

export const TEST: Words = {
  title: "It works",
  body: "This is how Shared Pomodoro calls you when a period ends.",
};
