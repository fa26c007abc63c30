/**
 * A small world in which everything that can happen is tried: one server, two clients with sockets that lose what is on
 * its way, alarms that are late, and a crash. Both machines judge; the clients predict with the code of the app. PURE.
 *
 * Time goes in ticks. Whatever is equal is stored once and has a number, so that a world is a short text.
 */
import type { ChangeMessage } from "../../party/shared/clientMessages";
import { fromRoomMessage, toRoomMessage } from "../../party/shared/codec";
import type { RoomView } from "../../party/shared/codec";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { toAction } from "../../party/shared/actions";
import { predict, setJudge } from "../../src/room/predict";
import type { PendingAction } from "../../src/room/predict";
import { judgeMore } from "../../party/shared/moreActions";
import { fieldsThatDiffer } from "./machines";
import type { Both, Machine } from "./machines";

setJudge(judgeMore);

/** Five seconds: two of them are as long as a change can be undone. */
export const TICK_MS = 5000;
const T0 = 1_790_000_000_000;

export interface Rules {
  readonly machine: Machine<Both>;
  readonly ticks: number;
  readonly crashes: number;
  /** How many connections may be lost. */
  readonly losses: number;
  /** How many actions each client may send. */
  readonly actions: number;
  /** What a client may send. */
  readonly choices: readonly ChangeMessage[];
  readonly settings: ChangeMessage & { readonly action: "setup" };
  /** Faults that a test plants, to see that the search finds them. */
  readonly fault?:
    "told before stored" | "aim is ignored" | "the seen state is ignored" | "pending stays after a loss";
}

interface Client {
  readonly isConnected: boolean;
  /** The last room message received; -1: none. */
  readonly known: number;
  /** Whether this connection has received its first message. */
  readonly isCurrent: boolean;
  /** Requests without an answer. */
  readonly pending: readonly number[];
  /** On the way to the server, and from it. */
  readonly up: readonly number[];
  readonly down: readonly number[];
  /** On the way to the server on connections that the client has given up. */
  readonly stray: readonly number[];
  readonly actions: number;
}
export interface World {
  readonly tick: number;
  readonly room: number;
  readonly crashes: number;
  readonly losses: number;
  readonly clients: readonly [Client, Client];
}
interface SentRequest {
  readonly message: ChangeMessage;
  readonly from: number;
  readonly at: number;
  /** What the client shows after it; null where it predicts no effect, as of an undo. */
  readonly predicted: string | null;
}
/** A room message or an error, and the request that it answers. */
interface Told {
  readonly message: RoomMessage | null;
  readonly answers: number | null;
}

/** Gives equal values one number. */
class Numbers<T> {
  readonly #byText = new Map<string, number>();
  readonly #values: T[] = [];
  of(value: T): number {
    const text = JSON.stringify(value);
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    this.#byText.set(text, this.#values.length);
    return this.#values.push(value) - 1;
  }
  get(number: number): T {
    const value = this.#values[number];
    if (value === undefined) throw new Error(`no value ${number}`);
    return value;
  }
  get size(): number {
    return this.#values.length;
  }
}

/** A world in which something is lost, doubled or wrong; `what` says what. */
export class Broken extends Error {}

export class SmallWorld {
  readonly rooms = new Numbers<Both>();
  readonly #requests = new Numbers<SentRequest>();
  readonly #told = new Numbers<Told>();
  readonly #computed = new Map<string, number>();
  readonly #outcomes = new Map<string, { readonly room: number; readonly code: string | null }>();

  constructor(readonly rules: Rules) {}

  get start(): World {
    const { machine, crashes, losses, actions, settings } = this.rules;
    const { room } = machine.handle(machine.newRoom, { message: settings, name: "Setup" }, T0);
    const told = this.#tell(this.rooms.of(room), 0, null);
    const client: Client = {
      isConnected: true,
      known: told,
      isCurrent: true,
      pending: [],
      up: [],
      down: [],
      stray: [],
      actions,
    };
    return { tick: 0, room: this.rooms.of(room), crashes, losses, clients: [client, client] };
  }

  /** Everything that can happen next. */
  *next(world: World): Iterable<readonly [what: string, World]> {
    const { rules } = this;
    if (world.tick < rules.ticks) yield ["a tick", { ...world, tick: world.tick + 1 }];
    const settled = this.#settle(world.room, world.tick);
    if (settled !== world.room) yield ["the alarm", this.#broadcast({ ...world, room: settled }, null, null)];
    if (world.crashes > 0) yield ["a crash", this.#crash(world)];
    for (const who of [0, 1] as const) {
      const client = world.clients[who];
      const name = `client ${who}`;
      if (!client.isConnected) yield [`${name} connects`, this.#connect(world, who)];
      else {
        if (world.losses > 0) yield [`${name} loses its connection`, this.#lose(world, who)];
        if (client.up.length > 0) yield* this.#arrive(world, who, "up");
        if (client.down.length > 0) yield [`${name} receives`, this.#receive(world, who)];
        if (client.isCurrent && client.actions > 0) {
          for (const [nth, choice] of rules.choices.entries()) {
            yield [`${name} sends ${JSON.stringify(choice)}`, this.#send(world, who, nth)];
          }
        }
      }
      if (client.stray.length > 0) {
        yield* this.#arrive(world, who, "stray");
        yield [`${name}'s late request is lost`, withClient(world, who, { stray: client.stray.slice(1) })];
      }
    }
  }

  /** Throws where the world is not as it must be. */
  check(world: World): void {
    for (const { isConnected, isCurrent, known, up, down, pending } of world.clients) {
      const isQuiet = isConnected && isCurrent && up.length + down.length === 0;
      if (isQuiet && pending.length > 0) throw new Broken("a request has no answer, and none is on its way");
      this.#once(`check ${isQuiet} ${known} ${world.room} ${world.tick}`, () => {
        this.#checkClient(this.#messageOf(known), world, isQuiet);
        return 0;
      });
    }
  }

  #checkClient(known: RoomMessage, { room, tick }: World, isQuiet: boolean): void {
    const { machine } = this.rules;
    const { rev } = this.rooms.get(room).code;
    if (known.rev > rev) throw new Broken(`a client knows rev ${known.rev}, and the room is at ${rev}`);
    if (!isQuiet) return;
    const now = timeOf(tick);
    const shown = predict(fromRoomMessage(known), [], now);
    const settled = machine.show(this.rooms.get(this.#settle(room, tick)), now);
    const fields = fieldsThatDiffer(toRoomMessage({ ...shown, undo: null }, now), {
      ...settled,
      undo_until: null,
    });
    if (fields.length > 0) throw new Broken(`a quiet client differs from the room: ${fields.join(", ")}`);
  }

  #tell(room: number, tick: number, answers: number | null): number {
    return this.#once(`tell ${room} ${tick} ${answers}`, () => {
      const message = this.rules.machine.show(this.rooms.get(room), timeOf(tick));
      return this.#told.of({ message, answers });
    });
  }

  /** Computes a number once for each key. */
  #once(key: string, compute: () => number): number {
    const known = this.#computed.get(key);
    if (known !== undefined) return known;
    const value = compute();
    this.#computed.set(key, value);
    return value;
  }

  #settle(room: number, tick: number): number {
    return this.#once(`settle ${room} ${tick}`, () =>
      this.rooms.of(this.rules.machine.settle(this.rooms.get(room), timeOf(tick))),
    );
  }

  #judge(
    room: number,
    request: number,
    tick: number,
  ): { readonly room: number; readonly code: string | null } {
    const key = `${room}+${request}@${tick}`;
    const known = this.#outcomes.get(key);
    if (known !== undefined) return known;
    const { message, from, predicted } = this.#requests.get(request);
    const { fault } = this.rules;
    const asked = {
      message: {
        ...message,
        on: fault === "aim is ignored" ? undefined : message.on,
        on_state: fault === "the seen state is ignored" ? undefined : message.on_state,
      } as ChangeMessage,
      name: `${from}`,
    };
    const before = this.rooms.get(room);
    const { room: after, code } = this.rules.machine.handle(before, asked, timeOf(tick));
    const settled = this.rooms.get(this.#settle(room, tick)).code;
    if (code === null && after.code !== settled && after.code.rev !== settled.rev) {
      if (message.on !== settled.rev)
        throw new Broken(`an action on rev ${message.on} changed rev ${settled.rev}`);
      const { state } = settled.phase;
      if (message.on_state !== state)
        throw new Broken(`an action in state ${message.on_state} changed state ${state}`);
      if ((message.until ?? Infinity) < timeOf(tick))
        throw new Broken("an action happened after its `until`");
      const changed = textOf(fromRoomMessage(this.rules.machine.show(after, timeOf(tick))));
      if (predicted !== null && predicted !== changed) {
        throw new Broken(`a client predicted ${predicted}, and the room is ${changed}`);
      }
    }
    const outcome = { room: this.rooms.of(after), code };
    this.#outcomes.set(key, outcome);
    return outcome;
  }

  /** A request arrives at the server, which stores the change and tells everyone, or crashes in between. */
  *#arrive(world: World, who: 0 | 1, on: "up" | "stray"): Iterable<readonly [string, World]> {
    const [request, ...rest] = world.clients[who][on];
    if (request === undefined) return;
    const { room, code } = this.#judge(world.room, request, world.tick);
    const taken = withClient(world, who, { [on]: rest });
    const sender = on === "up" ? who : null;
    const changed = { ...taken, room };
    const told =
      code === null
        ? this.#broadcast(changed, sender, request)
        : this.#refuse(room === world.room ? taken : this.#broadcast(changed, null, null), sender, request);
    const isStored = room !== world.room;
    yield [`the server handles a request of client ${who}`, told];
    if (world.crashes > 0 && isStored) {
      if (this.rules.fault === "told before stored")
        yield ["a crash before storing", this.#crash({ ...told, room: world.room }, true)];
      else yield ["a crash after storing", this.#crash(changed)];
    }
  }

  /** Tells everyone the room; the sender gets it as the answer to its request. Where nothing changed, only the sender. */
  #broadcast(world: World, sender: 0 | 1 | null, request: number | null): World {
    let next = world;
    for (const who of [0, 1] as const) {
      const client = next.clients[who];
      if (!client.isConnected) continue;
      const told = this.#tell(world.room, world.tick, sender === who ? request : null);
      next = withClient(next, who, { down: [...client.down, told] });
    }
    return next;
  }
  #refuse(world: World, sender: 0 | 1 | null, request: number): World {
    if (sender === null) return world;
    const { down } = world.clients[sender];
    return withClient(world, sender, { down: [...down, this.#told.of({ message: null, answers: request })] });
  }

  #send(world: World, who: 0 | 1, nth: number): World {
    const client = world.clients[who];
    const key = `send ${who} ${nth} ${client.known} ${client.pending} ${world.tick}`;
    const request = this.#once(key, () => this.#request(client, who, timeOf(world.tick), nth));
    return withClient(world, who, {
      pending: [...client.pending, request],
      up: [...client.up, request],
      actions: client.actions - 1,
    });
  }

  /** The request that a client sends, aimed at what it shows, with what it shows after it. */
  #request({ known, pending }: Client, who: 0 | 1, at: number, nth: number): number {
    const choice = this.rules.choices[nth];
    if (choice === undefined) throw new Error(`no choice ${nth}`);
    const view = fromRoomMessage(this.#messageOf(known));
    const before = pending.map((number) => toPending(this.#requests.get(number)));
    const { rev: on, phase } = predict(view, before, at);
    const draft = { message: { ...choice, on, on_state: phase.state, until: at + TICK_MS }, from: who, at };
    const shown = predict(view, [...before, toPending(draft)], at);
    const isReceived = on === view.rev; // a rev that is only predicted may be another one in the room
    const hasEffect = isReceived && shown.rev > on && shown.did !== null;
    return this.#requests.of({ ...draft, predicted: hasEffect ? textOf(shown) : null });
  }

  #messageOf(told: number): RoomMessage {
    const { message } = this.#told.get(told);
    if (message === null) throw new Error("a refusal is not a room");
    return message;
  }

  #receive(world: World, who: 0 | 1): World {
    const client = world.clients[who];
    const [told, ...down] = client.down;
    if (told === undefined) return world;
    const { message, answers } = this.#told.get(told);
    if (answers !== null && client.pending[0] !== answers)
      throw new Broken("an answer to no waiting request");
    const pending = answers === null ? client.pending : client.pending.slice(1);
    if (message === null) return withClient(world, who, { down, pending });
    if (message.rev < this.#messageOf(client.known).rev) throw new Broken("rev goes back");
    const known = answers === null ? told : this.#told.of({ message, answers: null });
    return withClient(world, who, { down, pending, known, isCurrent: true });
  }

  #connect(world: World, who: 0 | 1): World {
    const room = this.#settle(world.room, world.tick);
    const others = room === world.room ? world : this.#broadcast({ ...world, room }, null, null);
    return withClient(others, who, { isConnected: true, down: [this.#tell(room, world.tick, null)] });
  }

  #lose(world: World, who: 0 | 1): World {
    const client = world.clients[who];
    const pending = this.rules.fault === "pending stays after a loss" ? client.pending : [];
    const stray = [...client.stray, ...client.up];
    const gone = { isConnected: false, isCurrent: false, pending, up: [], down: [], stray };
    return withClient({ ...world, losses: world.losses - 1 }, who, gone);
  }

  /** Nothing that is on its way to the server survives a crash; what it has sent may still arrive. */
  #crash(world: World, isTold = false): World {
    let next: World = { ...world, crashes: world.crashes - 1 };
    for (const who of [0, 1] as const) {
      if (isTold && next.clients[who].down.length > 0) next = this.#receive(next, who);
      const pending = this.rules.fault === "pending stays after a loss" ? next.clients[who].pending : [];
      const gone = { isConnected: false, isCurrent: false, pending, up: [], down: [], stray: [] };
      next = withClient(next, who, gone);
    }
    return next;
  }
}

const toPending = ({ message, from, at }: Omit<SentRequest, "predicted">): PendingAction => ({
  id: "", // predictions do not read it
  action: toAction(message),
  by: { name: `${from}`, via: "app" },
  on: message.on ?? 0,
  at,
});

/** What a change has done, without moments: a prediction begins them a little earlier than the server. */
const textOf = ({ phase, cycle, rev, did, settings }: RoomView): string =>
  JSON.stringify({ state: phase.state, isHeld: "heldMs" in phase, cycle, rev, did, settings });

const timeOf = (tick: number): number => T0 + tick * TICK_MS;

function withClient(world: World, who: 0 | 1, change: Partial<Client>): World {
  const [first, second] = world.clients;
  return {
    ...world,
    clients: who === 0 ? [{ ...first, ...change }, second] : [first, { ...second, ...change }],
  };
}
