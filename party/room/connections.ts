/** The room's open connections: what is known of each, and what is sent to them. */
import type * as Party from "partykit/server";
import type { Role } from "../shared/access";
import type { ServerMessage } from "../shared/serverMessages";
import { newPerson, peopleMessage, Throttle } from "./presence";
import type { Person } from "./presence";
import { RateLimit } from "./rateLimit";

export type Connection = Party.Connection<Person>;

/** A room takes at most this many connections. */
export const MAX_CONNECTIONS = 5000;

export class Connections {
  /** Null until it is needed after the room was asleep. */
  #open: Set<Connection> | null = null;
  readonly #rateLimits = new WeakMap<Connection, RateLimit>();
  readonly #people = new Throttle(() => this.#sendPeople());

  constructor(readonly room: Pick<Party.Room, "getConnections">) {}

  get count(): number {
    return this.#all.size;
  }

  add(connection: Connection, role: Role): void {
    connection.setState(newPerson(role));
    this.#all.add(connection);
    this.#people.request();
  }

  remove(connection: Connection): void {
    this.#all.delete(connection);
    this.#people.request();
  }

  /** Changes what is known of the person, tells them their id and role, and everyone the list of people. */
  update(connection: Connection, change: Partial<Person>): void {
    const person = { ...personOf(connection), ...change };
    connection.setState(person);
    send(connection, { type: "you", id: person.id, role: person.role });
    this.#people.request();
  }

  rateLimitOf(connection: Connection): RateLimit {
    const limit = this.#rateLimits.get(connection) ?? new RateLimit(Date.now());
    this.#rateLimits.set(connection, limit);
    return limit;
  }

  /** The wall clock has made a step. */
  followStep(): void {
    this.#people.followStep();
  }

  broadcast(message: ServerMessage, except: Connection | null = null): void {
    const text = JSON.stringify(message);
    for (const connection of this.#all) if (connection !== except) sendText(connection, text);
  }

  /** Asks the platform once, since that takes long in a full room. */
  get #all(): Set<Connection> {
    return (this.#open ??= new Set(this.room.getConnections<Person>()));
  }

  /** Whether anyone has joined, and so was sent the list. */
  #sendPeople(): boolean {
    const people = new Map([...this.#all].map((connection) => [connection, personOf(connection)]));
    const listeners = [...people].filter(([, { joined }]) => joined);
    const text = JSON.stringify(peopleMessage([...people.values()]));
    for (const [connection] of listeners) sendText(connection, text);
    return listeners.length > 0;
  }
}

/** What is known of a connection; one that was accepted a moment ago has no state yet, and may only watch. */
export const personOf = (connection: Connection): Person =>
  (connection.state as Person | null) ?? newPerson("watch");

export const send = (connection: Connection, message: ServerMessage): void =>
  sendText(connection, JSON.stringify(message));

function sendText(connection: Connection, text: string): void {
  try {
    connection.send(text);
  } catch {
    // The connection has just closed; its close event comes next.
  }
}
