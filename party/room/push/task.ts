/** One push that is to be sent to one subscription. Pure; times are epoch ms. */
import { MAX_RETRY_AFTER_MS } from "../delivery/retry";

/** A test push that could not be sent within this long after its time is dropped, in ms. */
export const TEST_LIFETIME_MS = 60_000;

export interface Task {
  /** The id of the subscription. */
  readonly to: string;
  /** For a test push: when it expires. Null: the task is about the alert. */
  readonly testUntil: number | null;
  /** For a warning before the end: which end (epoch ms). Undefined: the task is about the alert, or a test. */
  readonly warnsOf?: number | undefined;
  /** Failed requests so far. */
  readonly tries: number;
  /** When it is due. */
  readonly at: number;
}

/**
 * No task waits longer than this, in ms: a test at most a minute, and as long again for its rate; another one for an
 * hour where a push service has asked for that (`MAX_RETRY_AFTER_MS`). A task that seems to wait longer is due, because
 * the clock was set back.
 */
const MAX_TEST_WAIT_MS = 120_000;
export const isDue = (task: Task, now: number): boolean =>
  task.at <= now || task.at > now + (isTest(task) ? MAX_TEST_WAIT_MS : MAX_RETRY_AFTER_MS);

export const isTest = ({ testUntil }: Task): boolean => testUntil !== null;
export const isWarning = ({ warnsOf }: Task): boolean => warnsOf !== undefined;
/** Identifies a task: a subscription has at most one for the alert, one for a test and one before an end. */
export const keyOf = (task: Task): string =>
  isTest(task) ? `${task.to} test` : isWarning(task) ? `${task.to} before` : task.to;
