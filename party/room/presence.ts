/** Who is in the room. What is known of a person is kept on the connection, also while the room hibernates. */
import type { Role } from "../shared/access";
import { MAX_LISTED_PEOPLE } from "../shared/limits";
import type { Board, PeopleMessage } from "../shared/serverMessages";

/** At least this long, in ms, between two `people` messages of a room. */
const INTERVAL_MS = 1000;
/** A connection that has promised to be heard and was not heard for this long, in ms, is dead. */
export const SILENT_MS = 90_000;
/** How far `heardAt` may be behind, in ms, so that not every message makes a new state. */
const HEARD_STEP_MS = 10_000;
/** A moment that is later than now by more than this, in ms, is from before a step back of the clock. */
const AHEAD_MS = 1000;

export interface Person {
  /** Made by the server: nothing is keyed by an id that a client can choose. */
  readonly id: string;
  readonly role: Role;
  readonly name: string | null;
  /** What the person works on; missing where that is not told. */
  readonly doing?: string | null;
  readonly board: Board | null;
  /** Only a person who has sent `join` gets `people` messages. */
  readonly joined: boolean;
  /**
   * The id that the client has made for itself. It gives no right, and nobody else is told. A client that has sent one
   * has promised to be heard; any other may be silent for as long as its connection exists.
   */
  readonly client?: string;
  /** Only with `client`: when something was received last, epoch ms; up to HEARD_STEP_MS too early. */
  readonly heardAt?: number;
  /** Only with `client`: an answer of the runtime, epoch ms, that does not count, because the clock was set back since. */
  readonly oldAnswerAt?: number;
}

export function newPerson(role: Role): Person {
  const id = crypto.randomUUID().replaceAll("-", "").slice(0, 16);
  return { id, role, name: null, board: null, joined: false };
}

/** The person when something was received at `now` (epoch ms); null: nothing is to be changed. */
export function heard(person: Person, now: number): Person | null {
  const { client, heardAt = 0 } = person;
  return client === undefined || Math.abs(now - heardAt) < HEARD_STEP_MS ? null : { ...person, heardAt: now };
}

/**
 * The person after a step back of the clock, which a moment later than `now` shows. When the person was heard is known
 * on the old clock only, so it counts as heard now. Null: nothing is to be changed. `answeredAt`: as in `silentMs`.
 */
export function afterStepBack(person: Person, answeredAt: number, now: number): Person | null {
  const isAhead = person.client !== undefined && lastHeardAt(person, answeredAt) > now + AHEAD_MS;
  return isAhead ? { ...person, heardAt: now, oldAnswerAt: answeredAt } : null;
}

/**
 * For how long nothing was heard of a client that has promised to be heard, in ms; 0: it has not promised.
 * `answeredAt`: when the runtime itself answered it last, epoch ms; 0: never.
 */
export const silentMs = (person: Person, answeredAt: number, now: number): number =>
  person.client === undefined ? 0 : now - lastHeardAt(person, answeredAt);

const lastHeardAt = ({ heardAt = 0, oldAnswerAt }: Person, answeredAt: number): number =>
  Math.max(heardAt, answeredAt === oldAnswerAt ? 0 : answeredAt);

/** People who have joined come first: in a full room, the list leaves out those without a name. */
export function peopleMessage(people: readonly Person[]): PeopleMessage {
  const inOrder = [...people.filter((p) => p.joined), ...people.filter((p) => !p.joined)];
  return {
    type: "people",
    count: people.length,
    people: inOrder
      .slice(0, MAX_LISTED_PEOPLE)
      .map(({ id, name, role, doing = null, board }) => ({ id, name, role, doing, board })),
  };
}

/** Runs `send` at once, or one interval after it last sent anything; requests in between become one. */
export class Throttle {
  #last = -Infinity;
  #scheduled: { readonly at: number; readonly timer: ReturnType<typeof setTimeout> } | null = null;

  /** `send` returns whether it has sent anything. */
  constructor(readonly send: () => boolean) {}

  /** `waitMs`: the shortest time that it waits, in ms. */
  request(waitMs = 0): void {
    const now = Date.now();
    // Where the clock went back, the last one is in the future; nothing waits longer than an interval for that.
    const at = now + Math.max(waitMs, Math.min(INTERVAL_MS, this.#last + INTERVAL_MS - now));
    if (this.#scheduled !== null) {
      if (this.#scheduled.at <= at) return;
      clearTimeout(this.#scheduled.timer);
    }
    const run = (): void => {
      this.#scheduled = null;
      if (this.send()) this.#last = Date.now();
    };
    this.#scheduled = { at, timer: setTimeout(run, at - now) };
  }

  /** Sets the timer again where one runs: the platform's timers count on the wall clock, which may have gone back. */
  followStep(): void {
    if (this.#scheduled === null) return;
    clearTimeout(this.#scheduled.timer);
    this.#scheduled = null;
    this.request();
  }
}
