/**
 * The room's pushes. What is to be sent is stored with the change that rang; it goes out after everyone in the room has
 * heard, beside the room's turns, so that no push service delays anything. While something is on its way the room's
 * alarm keeps watch: if this instance ends, the next one takes up what was left, and sends it once more at worst.
 */
import { parseOrigins } from "../../shared/origins";
import type { Pomodoro, State } from "../../shared/pomodoro";
import { alertOf, pushMessage, stillRings, testMessage } from "./alert";
import type { Alert } from "./alert";
import { EMPTY, isTest, keyOf, Outbox } from "./outbox";
import { send } from "./send";
import type { Letter, Outcome } from "./send";
import {
  deleteRecord,
  deleteSubscriptions,
  loadRecord,
  loadSubscriptions,
  putSubscription,
  recordEntry,
} from "./storage";
import type { PushStorage, Task } from "./storage";
import { idOf, isUnseen } from "./subscriptions";
import type { Subscription } from "./subscriptions";
import { vapidIn } from "./vapid";
import type { Vapid } from "./vapid";

/** Requests at a time to one push service, so that a dead one holds up nobody who uses another. */
const LANES = 20;
/** So often the room looks after pushes that are on their way, in ms: shorter than it takes an idle room to sleep. */
const WATCH_MS = 5000;

/** What pushes need of the room. */
export interface PushRoom {
  readonly storage: PushStorage;
  readonly env: Record<string, unknown>;
  id(): string;
  pomodoro(): Pomodoro;
  inTurn<T>(job: () => Promise<T>): Promise<T>;
  /** Sets the alarm anew, and stores a room that nobody has changed yet; its writes are made before it returns. */
  arm(): Promise<void>;
}
/** What a change of the room makes of its pushes. */
export interface Plan {
  readonly alert: Alert | null;
  /** What to store in the change's own transaction; null: nothing new. */
  readonly entry: readonly [key: string, value: unknown] | null;
  readonly wakeAt: number | null;
}

export class RoomPush {
  readonly vapid: Vapid | null;
  readonly origins: readonly string[];
  /** Null where nobody has subscribed. */
  #outbox: Outbox | null = null;
  /** Read when they are needed first: a room that only counts down does not wait for them. */
  #known: Map<string, Subscription> | null = null;
  /** By the keys of their tasks. */
  readonly #flying = new Map<string, { readonly service: string; readonly abort: AbortController }>();
  #topic: Promise<string> | null = null;
  #launching = false;
  readonly #gone = new Set<string>();

  constructor(readonly room: PushRoom) {
    this.vapid = vapidIn(room.env);
    this.origins = parseOrigins(room.env["PUSH_ORIGINS"]).values;
  }

  async load(): Promise<void> {
    const record = await loadRecord(this.room.storage);
    this.#outbox = record === null ? null : new Outbox(record);
  }

  /** What a change leads to, before it is stored. */
  plan(pomodoro: Pomodoro, rang: State | null, now: number): Plan {
    const outbox = this.vapid === null ? null : this.#outbox;
    if (outbox === null) return { alert: null, entry: null, wakeAt: null };
    const rings = outbox.alert !== null && stillRings(outbox.alert, pomodoro, now) ? outbox.alert : null;
    const alert = alertOf(pomodoro, rang, now) ?? rings;
    const entry = alert === outbox.alert ? null : recordEntry(outbox.record(now, alert));
    return { alert, entry, wakeAt: entry !== null && alert !== null ? now + WATCH_MS : this.wakeAt(now) };
  }

  /** The change is stored. */
  commit({ alert, entry }: Plan): void {
    if (entry === null) return;
    this.#outbox?.replaceAlert(alert);
    for (const [key, { abort }] of this.#flying) if (!key.endsWith(" test")) abort.abort();
  }

  /** When the room must be awake for its pushes; null: not for them. */
  wakeAt(now: number): number | null {
    if (this.vapid === null) return null;
    const next = this.#flying.size > 0 ? now : (this.#outbox?.nextAt ?? null);
    return next === null || next > now ? next : now + WATCH_MS;
  }

  /** Whether a device has subscribed, or said that it is still there, since then. */
  wasSeenSince = (at: number): boolean => (this.#outbox?.seenAt ?? 0) > at;

  /** Sends what is due. Nobody waits for it. */
  go(): void {
    const outbox = this.#outbox;
    if (this.vapid === null || outbox === null || (outbox.nextAt ?? Infinity) > Date.now()) return;
    this.room
      .inTurn(async () => {
        outbox.spread((await this.subscriptions()).keys(), Date.now());
        if (this.#flying.size > 0) await this.#save();
      })
      .then(() => this.#launch())
      .catch(report);
  }

  /** In a turn. */
  async subscriptions(): Promise<Map<string, Subscription>> {
    if (this.#known !== null) return this.#known;
    const known = this.#outbox === null ? new Map() : await loadSubscriptions(this.room.storage);
    const unseen = [...known].filter(([, subscription]) => isUnseen(subscription, Date.now()));
    for (const [id] of unseen) known.delete(id);
    await deleteSubscriptions(
      this.room.storage,
      unseen.map(([id]) => id),
    );
    this.#outbox?.retain(known);
    return (this.#known = known);
  }

  /** In a turn: the outbox of a room in which somebody subscribes, asks or leaves. */
  get outbox(): Outbox {
    return (this.#outbox ??= new Outbox(EMPTY));
  }

  /** In a turn, and before `write` in the same breath: a new subscription, or a known one anew. */
  keep(id: string, subscription: Subscription): Promise<void> {
    this.#known?.set(id, subscription);
    this.#gone.delete(id);
    this.outbox.seenAt = subscription.seenAt;
    return putSubscription(this.room.storage, id, subscription);
  }

  /** In a turn: nothing goes to this one any more, and its place is free. */
  forget(id: string): void {
    this.#known?.delete(id);
    this.#outbox?.forget(id);
    for (const key of [id, `${id} test`]) this.#flying.get(key)?.abort.abort();
    this.#gone.add(id);
  }

  /** In a turn. Its writes are made before it returns, in one transaction with those just made. */
  async write(): Promise<void> {
    const { storage } = this.room;
    const gone = [...this.#gone];
    this.#gone.clear();
    const nobody = this.#known?.size === 0;
    if (nobody) this.#outbox = null;
    else this.outbox.changed = false;
    await Promise.all([
      deleteSubscriptions(storage, gone),
      nobody ? deleteRecord(storage) : storage.put(...recordEntry(this.outbox.record(Date.now()))),
      this.room.arm(),
    ]);
    await storage.sync();
  }

  /** The room is gone, and everything stored with it. */
  clear(): void {
    for (const { abort } of this.#flying.values()) abort.abort();
    this.#gone.clear();
    this.#outbox = null;
    this.#known = null;
  }

  async #save(): Promise<void> {
    if (this.#outbox?.changed || this.#gone.size > 0) await this.write();
  }

  async #launch(): Promise<void> {
    if (this.#launching) return; // what has become free is seen by the one that runs
    this.#launching = true;
    for (;;) {
      const task = this.#outbox?.take(this.room.pomodoro(), Date.now(), (task) => this.#isFree(task));
      if (!task) break;
      this.#fly(task).catch(report);
      await breath(); // encrypting takes a millisecond in which nothing else happens
    }
    this.#launching = false;
    if (this.#flying.size === 0) await this.room.inTurn(() => this.#save());
  }

  #isFree(task: Task): boolean {
    const subscription = this.#known?.get(task.to);
    if (subscription === undefined || this.#flying.has(keyOf(task))) return false;
    const service = serviceOf(subscription);
    let busy = 0;
    for (const flight of this.#flying.values()) if (flight.service === service) busy++;
    return busy < LANES;
  }

  async #fly(task: Task): Promise<void> {
    const subscription = this.#known?.get(task.to);
    if (subscription === undefined || this.vapid === null) return;
    const { vapid, origins } = this;
    const abort = new AbortController();
    this.#flying.set(keyOf(task), { service: serviceOf(subscription), abort });
    try {
      const letter = await this.#letter(task, subscription);
      const outcome = await send(subscription, letter, { vapid, origins, signal: abort.signal });
      this.#land(task, subscription, outcome);
    } finally {
      this.#flying.delete(keyOf(task));
    }
    await this.#launch();
  }

  #land(task: Task, subscription: Subscription, outcome: Outcome): void {
    const { kind } = outcome;
    // It may have been put again meanwhile, with new keys: then that one is another.
    if (kind === "gone" && this.#known?.get(task.to) === subscription) this.forget(task.to);
    else this.#outbox?.end(task, kind === "gone" ? { kind: "done" } : outcome, Date.now());
  }

  async #letter(task: Task, to: Subscription): Promise<Letter> {
    const [id, pomodoro] = [this.room.id(), this.room.pomodoro()];
    const now = Date.now();
    const ttl = Math.max(1, Math.ceil(((this.#outbox?.until(task, pomodoro, now) ?? now) - now) / 1000));
    if (isTest(task)) return { message: testMessage(id, pomodoro, to), ttl, topic: null };
    const message = pushMessage(id, pomodoro, to);
    return { message, ttl, topic: await (this.#topic ??= idOf(`topic of ${id}`)) };
  }
}

/** The alarm comes back to what was not sent. */
const report = (error: unknown): void => console.error("a push failed", error);

/** https://host: what fails, fails together. */
const serviceOf = ({ endpoint }: Subscription): string => endpoint.slice(0, endpoint.indexOf("/", 8));

/** Lets everything that has come in be handled first. */
const breath = (): Promise<void> => new Promise((done) => setTimeout(done, 0));
