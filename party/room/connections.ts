/** The room's open connections: what is known of each, and what is sent to them. */
import type * as Party from "partykit/server";
import type { Role } from "../shared/access";
import type { ServerMessage } from "../shared/serverMessages";
import { letRuntimeAnswer } from "./heartbeats";
import { afterStepBack, heard, newPerson, peopleMessage, SILENT_MS, silentMs, Throttle } from "./presence";
import type { Person } from "./presence";
import { RateLimit } from "./rateLimit";

/** `answeredAt`: when the runtime has answered a heartbeat without waking the room, epoch ms; under PartyKit: heartbeats.ts. */
export type Connection = Party.Connection<Person> & { readonly answeredAt?: number };

/** A room takes at most this many connections. */
export const MAX_CONNECTIONS = 5000;
/** A new connection says in its `join` whether it replaces another one; the list of people waits for that, in ms. */
const JOIN_WAIT_MS = 300;
/** Pause between two searches for dead connections, in ms: a full room is large. */
const SEARCH_MS = 2000;
/**
 * A connection is closed when two searches have found it silent that are this far apart, in ms. Where the clock has gone
 * forward in between, everybody seems silent; the second search comes after the news of it, and after the next ping.
 */
const CONFIRM_MS = 5000;

export class Connections {
  /** Null until it is needed after the room was asleep. */
  #open: Set<Connection> | null = null;
  readonly #rateLimits = new WeakMap<Connection, RateLimit>();
  readonly #people = new Throttle(() => this.#sendPeople());
  #searchedAt = -Infinity;
  /** Those that were silent at the last search, or soon will be, and since which search. */
  readonly #suspectedAt = new Map<Connection, number>();
  /** Those of them that are silent for so long that they do not count. */
  readonly #silent = new Set<Connection>();
  #hasTimer = false;
  #answeredAt: (connection: Connection) => number = () => 0;

  constructor(readonly room: Pick<Party.Room, "getConnections">) {}

  get count(): number {
    return this.#all.size - this.#silent.size;
  }

  /** Whether the connection is in the room: one that this room has closed is not. */
  has(connection: Connection): boolean {
    return this.#all.has(connection);
  }

  add(connection: Connection, role: Role): void {
    connection.setState(newPerson(role));
    this.#all.add(connection);
    this.#people.request(JOIN_WAIT_MS);
  }

  remove(connection: Connection): void {
    this.#trust(connection);
    if (this.#all.delete(connection)) this.#people.request();
  }

  /** Something was received on this connection. */
  noteHeard(connection: Connection, now: number): void {
    this.#trust(connection);
    const person = heard(personOf(connection), now);
    if (person !== null) connection.setState(person);
  }

  /**
   * Does not count the connections whose clients have promised to be heard and were not, and closes them when that is
   * certain. While the room sleeps, nobody is told who is there, so no timer wakes it.
   */
  closeSilent(now: number): void {
    if (Math.abs(now - this.#searchedAt) < SEARCH_MS) return;
    this.#searchedAt = now;
    for (const connection of this.#all) {
      this.#noticeStepBack(connection, now);
      const ms = silentMs(personOf(connection), this.#answeredAt(connection), now);
      if (ms < SILENT_MS - CONFIRM_MS) this.#trust(connection);
      else this.#suspect(connection, ms >= SILENT_MS, now);
    }
    if (this.#silent.size === 0 || this.#hasTimer) return;
    this.#hasTimer = true;
    setTimeout(() => {
      this.#hasTimer = false;
      this.closeSilent(Date.now());
    }, CONFIRM_MS);
  }

  #noticeStepBack(connection: Connection, now: number): void {
    const person = afterStepBack(personOf(connection), this.#answeredAt(connection), now);
    if (person !== null) connection.setState(person);
  }

  #suspect(connection: Connection, isSilent: boolean, now: number): void {
    const since = this.#suspectedAt.get(connection) ?? now;
    this.#suspectedAt.set(connection, since);
    if (!isSilent) return;
    if (now - since >= CONFIRM_MS) this.#close(connection, "nothing was heard of it");
    else this.#silent.add(connection);
  }

  #trust(connection: Connection): void {
    this.#suspectedAt.delete(connection);
    this.#silent.delete(connection);
  }

  /** Closes the other connections of the same client: it has lost them, and does not know. */
  replaceOthers(connection: Connection, client: string): void {
    for (const other of this.#all) {
      if (other !== connection && personOf(other).client === client) this.#close(other, "replaced");
    }
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

  /** The wall clock has made a step. When clients were heard is known on the old clock only, so all count as heard. */
  followStep(): void {
    const now = Date.now();
    for (const connection of this.#all) {
      this.#noticeStepBack(connection, now);
      this.noteHeard(connection, now);
    }
    this.#people.followStep();
  }

  broadcast(message: ServerMessage, except: Connection | null = null): void {
    const text = JSON.stringify(message);
    for (const connection of this.#all) if (connection !== except) sendText(connection, text);
  }

  /** It is not counted from now on, also where it never answers: the platform knows that much later. */
  #close(connection: Connection, reason: string): void {
    this.remove(connection);
    connection.setState({ ...personOf(connection), heardAt: 0 });
    try {
      connection.close(1000, reason);
    } catch {
      // It has closed in this moment.
    }
  }

  /** Asks the platform once, since that takes long in a full room. */
  get #all(): Set<Connection> {
    if (this.#open === null) {
      const connections = this.room.getConnections<Person>();
      this.#answeredAt = letRuntimeAnswer(connections);
      this.#open = new Set(connections);
    }
    return this.#open;
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
