/** What a team keeps in its room beside the timer: a list of tasks, and whose turn it is. PURE. */

export interface Item {
  /** Chosen by the client that added it; no two items of a list have the same. */
  readonly id: string;
  readonly text: string;
  readonly done: boolean;
}

/** Somebody who takes turns. The turn skips a person who is away. */
export interface TurnName {
  readonly name: string;
  readonly away: boolean;
}

export interface Turns {
  readonly names: readonly TurnName[];
  /** The index in `names` of whose turn it is. */
  readonly at: number;
}

/** The nearest one, forward or backward, who is not away; the same one where there is no other. */
export function nextAt({ names, at }: Turns, direction: 1 | -1): number {
  let next = at;
  do next = (next + direction + names.length) % names.length;
  while (next !== at && names[next]?.away === true);
  return next;
}

export const withTurn = (turns: Turns | null, direction: 1 | -1): Turns | null =>
  turns && { ...turns, at: nextAt(turns, direction) };
