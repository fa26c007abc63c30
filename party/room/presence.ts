/** Who is in the room. What is known of a person is kept on the connection, also while the room hibernates. */
import type { Role } from "../shared/access";
import { MAX_LISTED_PEOPLE } from "../shared/limits";
import type { Board, PeopleMessage } from "../shared/serverMessages";

/** At least this long, in ms, between two `people` messages of a room. */
const INTERVAL_MS = 1000;

export interface Person {
  /** Made by the server: nothing is keyed by an id that a client can choose. */
  readonly id: string;
  readonly role: Role;
  readonly name: string | null;
  readonly board: Board | null;
  /** Only a person who has sent `join` gets `people` messages. */
  readonly joined: boolean;
}

export function newPerson(role: Role): Person {
  const id = crypto.randomUUID().replaceAll("-", "").slice(0, 16);
  return { id, role, name: null, board: null, joined: false };
}

/** People who have joined come first: in a full room, the list leaves out those without a name. */
export function peopleMessage(people: readonly Person[]): PeopleMessage {
  const inOrder = [...people.filter((p) => p.joined), ...people.filter((p) => !p.joined)];
  return {
    type: "people",
    count: people.length,
    people: inOrder
      .slice(0, MAX_LISTED_PEOPLE)
      .map(({ id, name, role, board }) => ({ id, name, role, board })),
  };
}

/** Runs `send` at once, or one interval after it last sent anything; requests in between become one. */
export class Throttle {
  #last = -Infinity;
  /** When `send` runs next, epoch ms; null: nobody has asked for it. */
  #dueAt: number | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** `send` returns whether it has sent anything. */
  constructor(readonly send: () => boolean) {}

  request(): void {
    const now = Date.now();
    // The platform's timers count on the wall clock: one that was set before the clock went back may run much later.
    if (this.#dueAt !== null && now >= this.#dueAt - INTERVAL_MS) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const wait = Math.min(INTERVAL_MS, Math.max(0, this.#last + INTERVAL_MS - now));
    this.#dueAt = now + wait;
    this.#timer = setTimeout(() => {
      this.#dueAt = null;
      if (this.send()) this.#last = Date.now();
    }, wait);
  }

  /** Sets the timer again where one runs: the clock may have gone back. */
  followStep(): void {
    if (this.#dueAt === null) return;
    this.#dueAt = Infinity;
    this.request();
  }
}
