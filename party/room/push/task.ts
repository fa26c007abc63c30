/** One push that is to be sent to one subscription. Pure; times are epoch ms. */

/** A test push that could not be sent within this long after its time is dropped, in ms. */
export const TEST_LIFETIME_MS = 60_000;

export interface Task {
  /** The id of the subscription. */
  readonly to: string;
  /** For a test push: when it expires. Null: the task is about the alert. */
  readonly testUntil: number | null;
  /** Failed requests so far. */
  readonly tries: number;
  /** When it is due. */
  readonly at: number;
}

export const isTest = ({ testUntil }: Task): boolean => testUntil !== null;
/** Identifies a task: a subscription has at most one for the alert and one for a test. */
export const keyOf = (task: Task): string => (isTest(task) ? `${task.to} test` : task.to);
