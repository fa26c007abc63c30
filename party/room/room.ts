/**
 * The room: bytes → `requests` parses → `transition` → storage and alarm → broadcast. No step looks back.
 * A thin shell: what a pomodoro does is in `pomodoro.ts`, who may do it in `access.ts`.
 */
import type * as Party from "partykit/server";
import { isOpenRoom, opens } from "../shared/access";
import { Bucket } from "./rateLimit";
import { admitRequest, admitSocket, fromForeignPage } from "../http/routing";
import { plain } from "../http/headers";
import { cleared, follow, NO_HISTORY } from "./history";
import { Records } from "./historyStorage";
import { RoomHttp } from "../http/roomHttp";
import { newcomer, peopleMessage, Throttle } from "./presence";
import type { Person } from "./presence";
import { newPomodoro, settle, transition } from "../shared/pomodoro";
import type { Action, By, Pomodoro, Result } from "../shared/pomodoro";
import { errorMessage, MAX_BYTES, roomMessage } from "../shared/protocol";
import type { ErrorMessage, PongMessage, RoomMessage, ServerMessage, YouMessage } from "../shared/protocol";
import { RoomPush } from "./push/push";
import { idOf, parseClientMessage } from "../shared/clientMessages";
import type { ChangeRequest, ClientRequest } from "../shared/clientMessages";
import { serveStatic } from "../http/staticFiles";
import { ABANDONED_MS, alarmAt, isAbandoned, load, save, saveCleared, UnreadableRoom } from "./storage";
import type { StoredRoom } from "./storage";

/** A room takes no more connections than this. */
const MAX_CONNECTIONS = 5000;

/** A room that cannot be read asks this often, in ms, whether it is still so: its alarm must not be lost. */
const UNREADABLE_MS = 10 * 60 * 1000;

/** The room before anyone has changed it. */
const UNTOUCHED = newPomodoro();

type Connection = Party.Connection<Person>;

/** Thrown before a connection is made; `code` is the HTTP status. */
class Refused extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export default class Room implements Party.Server {
  readonly options: Party.ServerOptions = { hibernate: true };
  /** Null in a room that nobody has ever changed. */
  #stored: StoredRoom | null = null;
  /** Why the stored form cannot be read: then nothing is answered and nothing is written. */
  #unreadable: string | null = null;
  /** Everything that reads or changes the room takes its turn, so that answers keep the order of the questions. */
  #turns: Promise<unknown> = Promise.resolve();
  readonly #buckets = new WeakMap<Connection, Bucket>();
  /** Null until it is first asked for after a sleep. */
  #known: Set<Connection> | null = null;
  readonly #people = new Throttle(() => this.#tellPeople());
  #httpOnce: RoomHttp | null = null;
  readonly #push: RoomPush;
  readonly #records: Records;

  constructor(readonly room: Party.Room) {
    this.#records = new Records(room.storage);
    this.#push = new RoomPush({
      storage: room.storage,
      env: room.env,
      id: () => this.#id,
      pomodoro: () => this.#pomodoro,
      inTurn: (job) => this.#inTurn(job),
      arm: () => this.#arm(),
    });
  }

  async onStart(): Promise<void> {
    await this.room.blockConcurrencyWhile(async () => {
      try {
        const stored = await load(this.room.storage);
        await this.#push.load();
        this.#stored = stored;
      } catch (error) {
        if (!(error instanceof UnreadableRoom)) throw error;
        this.#unreadable = error.message;
        console.error("a room is refused and left as it is:", error.message);
      }
      // An alarm that was lost is set again. In an alarm's own wake-up there is none either: it then rings once more,
      // which changes nothing.
      if (this.#stored !== null && (await this.room.storage.getAlarm()) === null) {
        await this.#arm();
      }
    });
  }

  /** The one hook that runs before a connection is accepted. */
  getConnectionTags(): string[] {
    if (this.#unreadable !== null) throw new Refused(503, this.#unreadable);
    if (this.#connections.size >= MAX_CONNECTIONS) throw new Refused(503, "this room is full");
    return [];
  }

  onConnect(connection: Connection): Promise<void> {
    connection.setState(newcomer(isOpenRoom(this.#id) ? "control" : "watch"));
    this.#connections.add(connection);
    this.#people.request();
    return this.#inTurn(async () => {
      // What was due is told to everyone, so to the newcomer too: once is enough.
      if (!(await this.#settle())) send(connection, roomMessage(this.#pomodoro, Date.now()));
    });
  }

  async onMessage(message: string | ArrayBuffer | ArrayBufferView, connection: Connection): Promise<void> {
    if (this.#unreadable !== null) return connection.close(1011, this.#unreadable);
    const bucket = this.#bucketOf(connection);
    if (bucket.exhausted) return; // already closed; what was on its way is not read
    const allowed = bucket.take(Date.now());
    if (bucket.exhausted) return connection.close(1008, "too many messages");
    return this.#inTurn(() => this.#answer(message, allowed, connection));
  }

  onClose(connection: Connection): void {
    this.#connections.delete(connection);
    try {
      connection.close(); // with hibernation the closing handshake is ours to finish
    } catch {
      // it was finished already
    }
    this.#people.request();
  }

  onError(connection: Connection): void {
    this.onClose(connection);
  }

  onAlarm(): Promise<void> {
    // What was to happen is still to happen, under the version that can read it.
    if (this.#unreadable !== null) return this.room.storage.setAlarm(Date.now() + UNREADABLE_MS);
    return this.#inTurn(async () => {
      const stored = this.#stored;
      if (stored === null || (await this.#settle())) return;
      if (this.#isForgotten(stored)) {
        // onStart has set an alarm in this one's wake-up; it would wake a room that is nothing any more.
        await Promise.all([this.room.storage.deleteAlarm(), this.room.storage.deleteAll()]);
        this.#push.clear();
        this.#records.change();
        this.#stored = null;
        return;
      }
      await this.#arm(); // it rang early, or for a push, or somebody is here
      this.#push.go();
    });
  }

  async onRequest(request: Party.Request): Promise<Response> {
    if (this.#unreadable !== null) return plain(503, this.#unreadable);
    try {
      return await this.#http().answer(request, fromForeignPage(request, this.room.env));
    } catch (error) {
      console.error("a request failed", error);
      return plain(500, "the server failed");
    }
  }

  /** Gives every message its one answer. */
  async #answer(
    message: string | ArrayBuffer | ArrayBufferView,
    allowed: boolean,
    connection: Connection,
  ): Promise<void> {
    if (sizeOf(message) > MAX_BYTES) {
      return send(connection, errorMessage("too-big", `a message has at most ${MAX_BYTES} bytes`));
    }
    if (!allowed) {
      const id = typeof message === "string" ? idOf(message) : undefined;
      return send(connection, errorMessage("too-fast", "20 at once, then 5 a second", id));
    }
    if (typeof message !== "string") {
      return send(connection, errorMessage("bad-json", "the message is not text"));
    }
    const request = parseClientMessage(message);
    return request.ok ? this.#act(request.value, connection) : send(connection, request.error);
  }

  async #act(request: ClientRequest, connection: Connection): Promise<void> {
    switch (request.kind) {
      case "ping":
        return send(connection, { type: "pong", t0: request.t0, now: Date.now() } satisfies PongMessage);
      case "join":
        return this.#join(request, connection);
      case "board":
        return this.#become(connection, { board: request.board });
      case "change":
        return this.#changeFor(request, connection);
    }
  }

  async #changeFor(request: ChangeRequest, connection: Connection): Promise<void> {
    const { role, name } = personOf(connection);
    if (role !== "control") {
      const detail = "the watch link shows the room; only the control link may press";
      return send(connection, errorMessage("not-allowed", detail, request.id));
    }
    send(connection, await this.#change(request, { name, via: request.via }, connection));
  }

  async #join(
    { key, name }: Extract<ClientRequest, { kind: "join" }>,
    connection: Connection,
  ): Promise<void> {
    let { role } = personOf(connection);
    if (key !== undefined && !isOpenRoom(this.#id)) {
      if (!(await opens(key, this.#id))) {
        return send(connection, errorMessage("wrong-key", "this key opens another room"));
      }
      role = "control";
    }
    this.#become(connection, { role, joined: true, ...(name === undefined ? {} : { name }) });
  }

  #become(connection: Connection, change: Partial<Person>): void {
    const person = { ...personOf(connection), ...change };
    connection.setState(person);
    send(connection, { type: "you", id: person.id, role: person.role } satisfies YouMessage);
    this.#people.request();
  }

  /** Judges one action and tells everyone but its sender, who gets the answer that comes back. */
  async #change(
    request: ChangeRequest,
    by: By,
    sender: Connection | null,
  ): Promise<RoomMessage | ErrorMessage> {
    const { action, on, until, id } = request;
    const now = Date.now();
    const result = transition(this.#pomodoro, { action, by, on, until }, now);
    const { pomodoro, refused } = result;
    // What was due may have been settled even where the action was refused: then the sender hears of it too.
    await this.#keep(result, now, refused === null ? { action: action.type, sender } : null);
    if (refused !== null) return errorMessage(refused.code, refused.detail, id);
    return { ...roomMessage(pomodoro, Date.now()), ...(id === undefined ? {} : { id }) };
  }

  /** Lets what is due happen. Whether anything was. */
  async #settle(): Promise<boolean> {
    const now = Date.now();
    return this.#keep(settle(this.#pomodoro, now), now, null);
  }

  /**
   * Stores a changed pomodoro, then tells everyone except who has changed it, then calls the locked phones. Whether it
   * was changed.
   */
  async #keep(
    { pomodoro, rang }: Result,
    now: number,
    cause: { readonly action: Action["type"]; readonly sender: Connection | null } | null,
  ): Promise<boolean> {
    const before = this.#pomodoro;
    if (pomodoro === before) return false;
    const { action = null, sender: except = null } = cause ?? {};
    const change = { before, after: pomodoro, action, now, people: this.#connections.size };
    const { log: history, writes } = follow(this.#stored?.history ?? NO_HISTORY, change);
    const stored = { id: this.#id, pomodoro, changedAt: now, history };
    const push = this.#push.plan(pomodoro, rang, now);
    if (writes.size > 0) this.#records.change();
    await save(this.room.storage, stored, push, writes);
    this.#stored = stored;
    this.#push.commit(push);
    const text = JSON.stringify(roomMessage(pomodoro, Date.now()));
    for (const connection of this.#connections) if (connection !== except) sendText(connection, text);
    this.#push.go();
    return true;
  }

  /** Sets the alarm to the next moment at which anything happens. A subscription, too, makes a room one that is kept. */
  async #arm(): Promise<void> {
    const now = Date.now();
    const wakeAt = this.#push.wakeAt(now);
    if (this.#stored === null) {
      const stored = { id: this.#id, pomodoro: UNTOUCHED, changedAt: now, history: NO_HISTORY };
      await save(this.room.storage, stored, { entry: null, wakeAt });
      this.#stored = stored;
      return;
    }
    const at = isAbandoned(this.#stored, now) ? now + ABANDONED_MS : alarmAt(this.#stored);
    await this.room.storage.setAlarm(Math.min(at, wakeAt ?? Infinity));
  }

  /** Long unchanged, and nobody is connected or has said lately that they want to be called. */
  #isForgotten(stored: StoredRoom): boolean {
    const now = Date.now();
    return (
      isAbandoned(stored, now) && this.#connections.size === 0 && !this.#push.wasSeenSince(now - ABANDONED_MS)
    );
  }

  get #pomodoro(): Pomodoro {
    return this.#stored?.pomodoro ?? UNTOUCHED;
  }

  /** PartyKit does not tell the id to a room that an alarm woke; there was no alarm before something was stored. */
  get #id(): string {
    return this.#stored?.id ?? this.room.id;
  }

  /** Who is connected: asked of the platform once, then kept, since it takes long to tell in a full room. */
  get #connections(): Set<Connection> {
    return (this.#known ??= new Set(this.room.getConnections<Person>()));
  }

  #bucketOf(connection: Connection): Bucket {
    const bucket = this.#buckets.get(connection) ?? new Bucket(Date.now());
    this.#buckets.set(connection, bucket);
    return bucket;
  }

  #http(): RoomHttp {
    return (this.#httpOnce ??= new RoomHttp({
      id: this.#id,
      look: () =>
        this.#inTurn(async () => {
          await this.#settle();
          return roomMessage(this.#pomodoro, Date.now());
        }),
      change: (request) =>
        this.#inTurn(() => this.#change(request, { name: request.name, via: request.via }, null)),
      push: this.#push,
      history: {
        works: () =>
          this.#inTurn(async () => {
            await this.#settle();
            return this.#records.all();
          }),
        clear: () => this.#inTurn(() => this.#clearHistory()),
      },
    }));
  }

  /** For good. Nobody is told: nothing about the room has changed. */
  async #clearHistory(): Promise<void> {
    await this.#settle();
    if (this.#stored === null) return;
    const stored = { ...this.#stored, history: cleared(this.#stored.history) };
    this.#records.change();
    await saveCleared(this.room.storage, stored);
    this.#stored = stored;
  }

  /** Whether anyone wanted to know. */
  #tellPeople(): boolean {
    const people = new Map([...this.#connections].map((connection) => [connection, personOf(connection)]));
    const listeners = [...people].filter(([, { joined }]) => joined);
    const text = JSON.stringify(peopleMessage([...people.values()]));
    for (const [connection] of listeners) sendText(connection, text);
    return listeners.length > 0;
  }

  #inTurn<T>(job: () => Promise<T>): Promise<T> {
    const turn = this.#turns.then(job);
    this.#turns = turn.catch(() => {}); // whoever asked hears of the failure
    return turn;
  }

  static onBeforeConnect(request: Party.Request, lobby: Pick<Party.Lobby, "env">): Request | Response {
    return admitSocket(request, lobby.env);
  }

  static onBeforeRequest(request: Party.Request): Request | Response {
    return admitRequest(request);
  }

  /** Under `partykit dev` and deployed: the build is in dist/app, so that no file bypasses our headers. */
  static onFetch(request: Party.Request, lobby: Party.FetchLobby): Promise<Response> {
    return serveStatic(request, (path) => lobby.assets.fetch(`/app${path}`));
  }
}

/** What is known of a connection; one that has just been accepted is nobody yet. */
const personOf = (connection: Connection): Person => (connection.state as Person | null) ?? newcomer("watch");

function sizeOf(message: string | ArrayBuffer | ArrayBufferView): number {
  if (typeof message !== "string") return message.byteLength;
  return message.length > MAX_BYTES ? message.length : new TextEncoder().encode(message).byteLength;
}

const send = (connection: Connection, message: ServerMessage): void =>
  sendText(connection, JSON.stringify(message));

function sendText(connection: Connection, text: string): void {
  try {
    connection.send(text);
  } catch {
    // it has just gone; its close comes next
  }
}

Room satisfies Party.Worker;
