/**
 * What the rooms of this process use: open sockets and awake rooms, in total and for each address. From this the worker
 * decides whether there are file descriptors for one more, because workerd ends when it has none left. All rooms and the
 * worker share this module. Time comes in as an argument, in ms.
 */

import { AWAKE_MS, DESCRIPTORS_PER_ROOM as PER_ROOM } from "../shared/descriptors";

/** workerd has this many file descriptors for one connection. */
const PER_CONNECTION = 2;
/** No request waits longer for its body, in ms, with a margin. One that was cancelled with its client is forgotten then. */
const MAX_BODY_MS = 15_000;
/** The descriptors that are kept for requests, for files of the app and for idle connections: a share, and a minimum. */
const RESERVE_SHARE = 1 / 16;
const MIN_RESERVE = 200;

interface Awake {
  /** When the last event of the room was. */
  readonly at: number;
  /** Who has woken it. */
  readonly address: string;
}

export class Usage {
  /** By room, the one with the oldest last event first. */
  readonly #awake = new Map<string, Awake>();
  /**
   * Rooms that sleep with sockets, and who woke them. Each keeps the descriptors of an awake room, because the end of its
   * socket wakes it: when many connections are lost at once, all of these rooms wake at once.
   */
  readonly #asleepWithSockets = new Map<string, string>();
  /** Open sockets by room. */
  readonly #sockets = new Map<string, number>();
  /** Requests whose body has not arrived, the oldest first. */
  readonly #bodies = new Set<{ readonly at: number; readonly address: string }>();
  /** File descriptors by address, "" for rooms that their own alarm has woken. */
  readonly #byAddress = new Map<string, number>();
  #total = 0;

  /** Whether the room may be asleep, and then with a closed database. */
  isAsleep(room: string, now: number): boolean {
    this.#forgetAsleep(now);
    return !this.#awake.has(room);
  }

  hasSockets(room: string): boolean {
    return this.#sockets.has(room);
  }

  /** An event of the room: it stays awake from now on for AWAKE_MS. */
  touch(room: string, now: number, address = ""): void {
    const before = this.#awake.get(room)?.address ?? this.#asleepWithSockets.get(room);
    if (before === undefined) this.#add(address, PER_ROOM);
    this.#asleepWithSockets.delete(room);
    this.#awake.delete(room); // so that it moves to the end
    this.#awake.set(room, { at: now, address: before ?? address });
  }

  openSocket(room: string, address: string): void {
    this.#sockets.set(room, (this.#sockets.get(room) ?? 0) + 1);
    this.#add(address, PER_CONNECTION);
  }

  closeSocket(room: string, address: string): void {
    const left = (this.#sockets.get(room) ?? 0) - 1;
    if (left > 0) this.#sockets.set(room, left);
    else this.#sockets.delete(room);
    this.#add(address, -PER_CONNECTION);
    const by = this.#asleepWithSockets.get(room);
    if (left > 0 || by === undefined) return;
    this.#asleepWithSockets.delete(room);
    this.#add(by, -PER_ROOM);
  }

  /**
   * Whether a request may wake the room, and open a socket. `limit`: the descriptors that this process may have; null:
   * not known, then it always may. `isShared`: the address is a proxy's, behind which everybody is; another address may
   * have at most half of what there is.
   */
  hasRoomFor(
    request: {
      readonly room: string;
      readonly address: string;
      readonly isShared: boolean;
      readonly isSocket: boolean;
    },
    limit: number | null,
    now: number,
  ): boolean {
    if (limit === null) return true;
    const isCounted = !this.isAsleep(request.room, now) || this.#asleepWithSockets.has(request.room);
    const cost = (isCounted ? 0 : PER_ROOM) + (request.isSocket ? PER_CONNECTION : 0);
    return cost === 0 || this.#hasLeft(cost, request, limit, now);
  }

  /** The same for the server itself, which may wake rooms with half of what there is: the rest is for people. */
  mayWake(room: string, limit: number | null, now: number): boolean {
    return this.hasRoomFor({ room, address: "", isShared: false, isSocket: false }, limit, now);
  }

  /** The same for a request that waits for its body. */
  hasRoomForBody(
    sender: { readonly address: string; readonly isShared: boolean },
    limit: number | null,
    now: number,
  ): boolean {
    if (limit === null) return true;
    this.#forgetAsleep(now);
    return this.#hasLeft(PER_CONNECTION, sender, limit, now);
  }

  /** A request waits for its body until what is returned is called. */
  openBody(address: string, now: number): () => void {
    const body = { at: now, address };
    this.#bodies.add(body);
    this.#add(address, PER_CONNECTION);
    return () => this.#closeBody(body);
  }

  #closeBody(body: { readonly address: string; readonly at: number }): void {
    if (this.#bodies.delete(body)) this.#add(body.address, -PER_CONNECTION);
  }

  #hasLeft(
    cost: number,
    { address, isShared }: { readonly address: string; readonly isShared: boolean },
    limit: number,
    now: number,
  ): boolean {
    for (const body of this.#bodies) {
      if (Math.abs(now - body.at) < MAX_BODY_MS) break;
      this.#closeBody(body);
    }
    const available = limit - Math.max(MIN_RESERVE, limit * RESERVE_SHARE);
    if (this.#total + cost > available) return false;
    return isShared || (this.#byAddress.get(address) ?? 0) + cost <= available / 2;
  }

  #forgetAsleep(now: number): void {
    for (const [room, { at, address }] of this.#awake) {
      if (at > now)
        this.touch(room, now); // the clock was set back
      else if (now - at < AWAKE_MS) return;
      else {
        this.#awake.delete(room);
        if (this.hasSockets(room)) this.#asleepWithSockets.set(room, address);
        else this.#add(address, -PER_ROOM);
      }
    }
  }

  #add(address: string, descriptors: number): void {
    this.#total += descriptors;
    const sum = (this.#byAddress.get(address) ?? 0) + descriptors;
    if (sum > 0) this.#byAddress.set(address, sum);
    else this.#byAddress.delete(address);
  }
}

/** That of this process. */
export const usage = new Usage();
