/** Who is in the room, and when to tell. What is known of a person lives on the connection, through hibernation. */
import type { Role } from "../shared/access";
import { MAX_LISTED } from "../shared/protocol";
import type { Board, PeopleMessage } from "../shared/protocol";

/** At most one `people` message a second a room. */
const EVERY_MS = 1000;

export interface Person {
  /** Made by the server: nothing is keyed by an id that a client can choose. */
  readonly id: string;
  readonly role: Role;
  readonly name: string | null;
  readonly board: Board | null;
  /** Only who has sent `join` hears of people. */
  readonly joined: boolean;
}

export function newcomer(role: Role): Person {
  const id = crypto.randomUUID().replaceAll("-", "").slice(0, 16);
  return { id, role, name: null, board: null, joined: false };
}

/** Those who have joined come first: with many connections, the nameless rest is what the list leaves out. */
export function peopleMessage(people: readonly Person[]): PeopleMessage {
  const inOrder = [...people.filter((p) => p.joined), ...people.filter((p) => !p.joined)];
  return {
    type: "people",
    count: people.length,
    people: inOrder.slice(0, MAX_LISTED).map(({ id, name, role, board }) => ({ id, name, role, board })),
  };
}

/** Runs `tell` at once, or a second after the last time that it told anyone; calls in between are folded into one. */
export class Throttle {
  #last = -Infinity;
  #waiting = false;
  constructor(readonly tell: () => boolean) {}

  request(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    const wait = Math.max(0, this.#last + EVERY_MS - Date.now());
    setTimeout(() => {
      this.#waiting = false;
      if (this.tell()) this.#last = Date.now();
    }, wait);
  }
}
