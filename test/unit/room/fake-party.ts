/**
 * A strict fake of the platform: storage that copies its values, one alarm, connections whose state must be small and
 * that cannot send once they are closed, and a `room.id` that throws where the real one does. The time is simulated by
 * vitest.
 */
import { vi } from "vitest";

/** The part of the room's class that the tests use; party/ is typed for another platform than the tests. */
interface RoomInstance {
  onStart(): Promise<void>;
  getConnectionTags(): string[];
  onConnect(connection: FakeConnection): Promise<void>;
  onMessage(message: string | ArrayBuffer, connection: FakeConnection): Promise<void>;
  onClose(connection: FakeConnection): void;
  onError(connection: FakeConnection): void;
  onAlarm(): Promise<void>;
  onRequest(request: Request): Promise<Response>;
}
interface RoomModule {
  default: {
    new (room: FakeParty): RoomInstance;
    onBeforeConnect(request: Request, lobby: { env: Record<string, unknown> }): Request | Response;
    onBeforeRequest(request: Request): Request | Response;
  };
}
export const { default: Room } = await vi.importActual<RoomModule>("../../../party/server");

export class FakeStorage {
  readonly map = new Map<string, unknown>();
  alarm: number | null = null;
  /** All writes in order: "put room", "setAlarm", … */
  readonly log: string[] = [];
  /** Every write waits for this promise. */
  gate: Promise<void> | null = null;
  /** The next put fails with this error. */
  failure: Error | null = null;

  async get(key: string): Promise<unknown> {
    return structuredClone(this.map.get(key));
  }
  async put(key: string, value: unknown): Promise<void> {
    const copy: unknown = structuredClone(value);
    const { failure } = this;
    this.failure = null;
    await this.gate;
    if (failure !== null) throw failure;
    this.map.set(key, copy);
    this.log.push(`put ${key}`);
  }
  async list(wish: { prefix: string; reverse?: boolean; limit?: number }): Promise<Map<string, unknown>> {
    const { prefix, reverse = false, limit = Infinity } = wish;
    const keys = [...this.map.keys()].filter((key) => key.startsWith(prefix)).sort();
    if (reverse) keys.reverse();
    return new Map(keys.slice(0, limit).map((key) => [key, structuredClone(this.map.get(key))]));
  }
  async delete(keys: string[]): Promise<number> {
    if (keys.length > 128) throw new RangeError("at most 128 keys");
    await this.gate;
    this.log.push(`delete ${keys.length}`);
    return keys.filter((key) => this.map.delete(key)).length;
  }
  async deleteAll(): Promise<void> {
    this.map.clear();
    this.log.push("deleteAll");
  }
  async getAlarm(): Promise<number | null> {
    return this.alarm;
  }
  async setAlarm(at: number): Promise<void> {
    if (!Number.isFinite(at)) throw new TypeError("setAlarm needs a moment");
    await this.gate;
    this.alarm = at;
    this.log.push("setAlarm");
  }
  async deleteAlarm(): Promise<void> {
    this.alarm = null;
    this.log.push("deleteAlarm");
  }
  async sync(): Promise<void> {
    await this.gate;
  }
}

export type Heard = Record<string, unknown> & { type: string };

export class FakeConnection {
  state: unknown = null;
  readonly heard: Heard[] = [];
  closed: { code: number | undefined } | null = null;
  /** When the runtime answered a heartbeat without waking the room. */
  answeredAt: number | undefined;

  constructor(readonly id: string) {}

  setState(state: unknown): unknown {
    if (JSON.stringify(state).length > 2048) throw new RangeError("a connection's state has at most 2 KB");
    return (this.state = structuredClone(state));
  }
  send(text: string): void {
    if (this.closed !== null) throw new TypeError("Can't call WebSocket send() after close().");
    this.heard.push(JSON.parse(text) as Heard);
  }
  close(code?: number): void {
    this.closed ??= { code };
  }
  /** Returns the messages since the last call, or those of one type. Removes all of them. */
  take(type?: string): Heard[] {
    const all = this.heard.splice(0);
    return type === undefined ? all : all.filter((message) => message.type === type);
  }
}

export class FakeParty {
  readonly storage: FakeStorage;
  readonly env: Record<string, unknown> = {};
  readonly connected = new Set<FakeConnection>();
  /** True during an alarm, and always in an instance that an alarm has woken. */
  idHidden = false;
  instance: RoomInstance;
  readonly #id: string;
  #serial = 0;

  constructor(id: string, storage = new FakeStorage()) {
    this.#id = id;
    this.storage = storage;
    this.instance = new Room(this);
  }

  /* The interface for the room. */

  get id(): string {
    if (this.idHidden) throw new Error("You can not access `Party.id` in the `onAlarm` handler.");
    return this.#id;
  }
  *getConnections(): Iterable<FakeConnection> {
    yield* [...this.connected].filter(({ closed }) => closed === null);
  }
  async blockConcurrencyWhile<T>(job: () => Promise<T>): Promise<T> {
    return job();
  }

  /* The interface for the tests. */

  static async open(id: string, storage?: FakeStorage): Promise<FakeParty> {
    const party = new FakeParty(id, storage);
    await party.instance.onStart();
    return party;
  }

  /** Lets the room sleep and wake: it loses its memory and keeps its storage and connections. */
  async wake({ byAlarm = false } = {}): Promise<void> {
    this.idHidden = byAlarm;
    this.instance = new Room(this);
    const { alarm } = this.storage;
    if (byAlarm) this.storage.alarm = null;
    await this.instance.onStart();
    if (byAlarm && alarm !== null) await this.instance.onAlarm();
  }

  /** Opens a connection and waits for the first messages. Throws the room's error if the room refuses it. */
  async connect(): Promise<FakeConnection> {
    const connection = new FakeConnection(`pk-${++this.#serial}`);
    this.instance.getConnectionTags();
    this.connected.add(connection);
    await this.instance.onConnect(connection);
    return connection;
  }

  /** Sends a message on a connection. Returns the answers to the sender. */
  async say(connection: FakeConnection, message: unknown): Promise<Heard[]> {
    connection.take();
    await this.instance.onMessage(JSON.stringify(message), connection);
    return connection.take();
  }

  leave(connection: FakeConnection): void {
    this.connected.delete(connection);
    this.instance.onClose(connection);
  }

  /** Advances the time by `ms` and runs the alarm and all timers when they are due. */
  async pass(ms: number): Promise<void> {
    const end = Date.now() + ms;
    for (;;) {
      const { alarm } = this.storage;
      if (alarm === null || alarm > end) break;
      await vi.advanceTimersByTimeAsync(Math.max(0, alarm - Date.now()));
      await this.ring();
    }
    await vi.advanceTimersByTimeAsync(end - Date.now());
  }

  /** Runs the alarm now. */
  async ring(): Promise<void> {
    const before = this.idHidden;
    this.storage.alarm = null;
    this.idHidden = true;
    await this.instance.onAlarm();
    this.idHidden = before;
  }
}
