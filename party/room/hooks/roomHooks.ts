/**
 * The webhooks of one room, as the rest of the room uses them.
 *
 * The data's way: a change makes events (`hookEvents.ts`); the outbox with them is stored in the transaction of the change
 * (`hookOutbox.ts`, `hooksForm.ts`). When everyone who is connected has been told, each hook gets its events one after
 * another (`delivery/deliveryQueue.ts`, `sendHook.ts`), outside the room's task queue. A result is stored before the
 * hook's next event is sent, so that an event is repeated at worst, and never comes after a later one. Until then the
 * room's alarm is set a few seconds ahead: if this instance ends, the next one sends what the stored outbox still has.
 */
import type { HookEvent } from "../../shared/hookEvent";
import type { HookAnswer } from "../../shared/hooks";
import { base64url } from "../../shared/access";
import { parseOrigins } from "../../shared/origins";
import { MESSAGES } from "../../shared/pomodoro";
import type { Pomodoro } from "../../shared/pomodoro";
import { DeliveryQueue, reportError, WATCHDOG_MS } from "../delivery/deliveryQueue";
import type { Delivery } from "../delivery/deliveryQueue";
import { networkOf } from "../delivery/network";
import type { Fetch } from "../delivery/network";
import type { DeliveryRoom } from "../delivery/room";
import { UnreadableRoom } from "../storage";
import { afterDelivery, afterTest } from "./hook";
import type { Hook, HookResult } from "./hook";
import { eventOf, hookEvents } from "./hookEvents";
import type { StoredEvent } from "./hookEvents";
import { HookOutbox, NO_HOOKS } from "./hookOutbox";
import type { NumberedEvent } from "./hookOutbox";
import { createRequest } from "./hookRequest";
import type { Identified } from "./hookRequest";
import { readHooks, toHooksForm } from "./hooksForm";
import { sendHook } from "./sendHook";

const KEY = "hooks";
/** Bytes of an id of an event. */
const ID_BYTES = 15;

/** What a change of the room means for its webhooks. */
export interface HooksUpdate {
  readonly added: readonly NumberedEvent[];
  /** To be stored in the transaction of the change; null: nothing. */
  readonly entry: readonly [key: string, value: unknown] | null;
  /** Epoch ms at which the room must be awake at the latest; null: not for webhooks. */
  readonly wakeAt: number | null;
}

export class RoomHooks {
  /** The origins that the operator allows besides public https. */
  readonly origins: readonly string[];
  readonly #network: Fetch;
  readonly #deliveries: DeliveryQueue;
  /** Requests whose results are not known yet, tests apart. */
  #openRequests = 0;
  /** Null in a room without hooks. */
  #outbox: HookOutbox | null = null;

  constructor(readonly room: DeliveryRoom) {
    this.origins = parseOrigins(room.env["HOOK_ORIGINS"]).values;
    this.#network = networkOf(room.env, this.origins);
    this.#deliveries = new DeliveryQueue({
      next: (canStart) => this.#next(canStart),
      nextDueAfter: (now) => this.#outbox?.nextDueAfter(now) ?? null,
      onIdle: () => room.queue.run(() => this.#saveChanges()),
    });
  }

  /** Throws UnreadableRoom, and changes nothing. */
  async load(): Promise<void> {
    const stored = await this.room.storage.get(KEY);
    const snapshot = stored === undefined ? null : readHooks(stored);
    if (typeof snapshot === "string") throw new UnreadableRoom(snapshot);
    this.#outbox = snapshot && new HookOutbox(snapshot);
  }

  get outbox(): HookOutbox {
    return this.#outbox ?? new HookOutbox(NO_HOOKS);
  }

  /** Whether a hook is told when time changes the room. */
  get isHeard(): boolean {
    return this.outbox.hooks.some(({ off }) => off === null);
  }

  /** What follows from a change, before it is stored. */
  prepareUpdate(before: Pomodoro, after: Pomodoro, now: number): HooksUpdate {
    const outbox = this.#outbox;
    const added = this.isHeard ? this.outbox.number(hookEvents(before, after, now), newId) : [];
    if (outbox === null || added.length === 0) return { added, entry: null, wakeAt: this.wakeAt(now) };
    return { added, entry: [KEY, toHooksForm(outbox.snapshot(now, added))], wakeAt: now + WATCHDOG_MS };
  }

  /** The change is stored. */
  applyUpdate({ added }: HooksUpdate): void {
    if (added.length > 0) this.#outbox?.add(added);
  }

  /** Epoch ms at which the room must be awake at the latest; null: not for webhooks. */
  wakeAt(now: number): number | null {
    if (this.#outbox === null) return null;
    const next = this.#outbox.nextDueAfter(now);
    const isBusy = this.#openRequests > 0 || this.#outbox.hasDue(now);
    return isBusy ? Math.min(now + WATCHDOG_MS, next ?? Infinity) : next;
  }

  /** The key and the value that store the outbox; null: the room has no hooks. */
  entry(now: number): readonly [key: string, value: unknown] | null {
    return this.#outbox && [KEY, toHooksForm(this.#outbox.snapshot(now))];
  }

  /** The clock went back by `-byMs`, and the room's phase was moved by `phaseByMs`; both are 0 or negative. */
  followStep(byMs: number, phaseByMs: number): void {
    if (byMs < 0) this.#outbox?.move(byMs, phaseByMs);
  }

  /** Starts to send what is due. Returns at once. */
  sendDue(): void {
    const outbox = this.#outbox;
    if (outbox?.hasDue(Date.now()) || outbox?.hasUnsavedChanges)
      this.#deliveries.startDue().catch(reportError);
  }

  /** Within a task of the room's queue. Changes the hooks and stores them; a room without any stores nothing. */
  async change(edit: (outbox: HookOutbox) => void): Promise<void> {
    const { storage } = this.room;
    await storage.expectWritable?.();
    const outbox = (this.#outbox ??= new HookOutbox(NO_HOOKS));
    edit(outbox);
    await this.#save(outbox);
  }

  /** Within a task. Nothing is sent to it any more. */
  async remove(id: string): Promise<void> {
    await this.change((outbox) => outbox.remove(id));
    this.#deliveries.cancel(({ to }) => to === id);
  }

  /** Sends a test to a hook now, beside what waits. It must not be called within a task: a receiver may be slow. */
  async test(hook: Hook): Promise<HookAnswer> {
    const { room } = this;
    const event = this.#toWire(eventOf("test", room.pomodoro(), Date.now()));
    this.#outbox?.noteRequest(hook, Date.now());
    const result = await this.#send(hook, { id: newId(), event }, new AbortController().signal);
    await room.queue.run(async () => {
      const outbox = this.#outbox;
      if (outbox?.hook(hook.id) === undefined) return;
      outbox.finish(hook.id, (current) => afterTest(current, result, outbox.count));
      await this.#saveChanges();
    });
    this.sendDue();
    return { status: result.status, ms: result.ms, at: result.at };
  }

  /** The room and everything stored of it has been deleted. */
  clear(): void {
    this.#deliveries.cancel(() => true);
    this.#outbox = null;
  }

  #next(canStart: (key: string, service: string) => boolean): Delivery | null {
    const found = this.#outbox?.next(Date.now(), (id) => canStart(id, id));
    if (found === undefined || found === null) return null;
    const { hook, event } = found;
    return {
      key: hook.id,
      service: hook.id,
      to: hook.id,
      isTest: false,
      run: (signal) => this.#deliver(hook, event, signal),
    };
  }

  async #deliver(hook: Hook, { id, n, ...stored }: NumberedEvent, signal: AbortSignal): Promise<void> {
    this.#openRequests++;
    const result = await this.#send(hook, { id, event: this.#toWire(stored) }, signal).finally(
      () => void this.#openRequests--,
    );
    await this.room.queue.run(() => {
      this.#outbox?.finish(hook.id, (current) => afterDelivery(current, n, result, Date.now()));
      return this.#saveChanges();
    });
  }

  async #send(hook: Hook, identified: Identified, signal: AbortSignal): Promise<HookResult> {
    return sendHook(await createRequest(hook, identified, Date.now()), this.#network, signal);
  }

  #toWire({
    type,
    rev,
    state,
    at,
    endsAt,
    by,
  }: Omit<StoredEvent, "type"> & Pick<HookEvent, "type">): HookEvent {
    const { title } = this.room.pomodoro();
    const room = { room: this.room.id(), ...(title === undefined ? {} : { title }) };
    return { type, ...room, rev, state, message: MESSAGES[state], at, ends_at: endsAt, by };
  }

  /** Within a task. What could not be stored is tried again with the next result or alarm. */
  async #saveChanges(): Promise<void> {
    if (!this.#outbox?.hasUnsavedChanges) return;
    await this.room.storage.expectWritable?.();
    await this.#save(this.#outbox);
  }

  /** The writes are made before this returns, in one transaction. */
  async #save(outbox: HookOutbox): Promise<void> {
    const { storage } = this.room;
    outbox.hasUnsavedChanges = false;
    const isEmpty = outbox.hooks.length === 0;
    if (isEmpty) this.#outbox = null;
    await Promise.all([
      isEmpty ? storage.delete([KEY]) : storage.put(KEY, toHooksForm(outbox.snapshot(Date.now()))),
      this.room.setAlarm(),
    ]);
    await storage.sync();
  }
}

const newId = (): string => `msg_${base64url(crypto.getRandomValues(new Uint8Array(ID_BYTES)))}`;
