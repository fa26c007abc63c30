/**
 * A room's webhooks, and the events that are still to be sent: one list for all, of which each hook has its own place.
 * So each hook gets the events in order, and one that fails holds up no other. Without clock, network or storage: the
 * caller passes the time in (epoch ms) and stores `snapshot`.
 */
import { HOOK_RATE, MAX_WAITING } from "../../shared/hooks";
import { nextAllowedAt, withinLastMinute, withRequest } from "../delivery/sendRate";
import { isHookDue, movedHook } from "./hook";
import type { Hook } from "./hook";
import type { StoredEvent } from "./hookEvents";

/** An event with its number in this room, and the id by which a receiver knows that it has got it before. */
export interface NumberedEvent extends StoredEvent {
  readonly n: number;
  readonly id: string;
}

/** The outbox as it is stored. */
export interface HooksSnapshot {
  readonly hooks: readonly Hook[];
  readonly events: readonly NumberedEvent[];
  /** The number of the next event. */
  readonly count: number;
}
export const NO_HOOKS: HooksSnapshot = { hooks: [], events: [], count: 0 };

export class HookOutbox {
  readonly #hooks: Map<string, Hook>;
  #events: readonly NumberedEvent[];
  #count: number;
  /** Whether something has changed since `snapshot` was last stored. */
  hasUnsavedChanges = false;

  constructor({ hooks, events, count }: HooksSnapshot) {
    this.#hooks = new Map(hooks.map((hook) => [hook.id, hook]));
    this.#events = events;
    this.#count = count;
  }

  get hooks(): readonly Hook[] {
    return [...this.#hooks.values()];
  }
  get count(): number {
    return this.#count;
  }
  hook(id: string): Hook | undefined {
    return this.#hooks.get(id);
  }

  /** Adds or replaces one. */
  put(hook: Hook): void {
    this.hasUnsavedChanges = true;
    this.#hooks.set(hook.id, hook);
  }
  remove(id: string): void {
    this.hasUnsavedChanges = this.#hooks.delete(id) || this.hasUnsavedChanges;
  }

  /** The events that a hook wants, numbered; none where no hook wants any. */
  number(events: readonly StoredEvent[], newId: () => string): NumberedEvent[] {
    const active = this.hooks.filter(({ off }) => off === null);
    return events
      .filter(({ type }) => active.some(({ moments }) => moments.includes(type)))
      .slice(-MAX_WAITING)
      .map((event, i) => ({ ...event, n: this.#count + i, id: newId() }));
  }

  add(events: readonly NumberedEvent[]): void {
    this.#events = [...this.#events, ...events].slice(-MAX_WAITING);
    this.#count += events.length;
  }

  /** What is to be stored; with `added`, as it will be after they are added. */
  snapshot(now: number, added: readonly NumberedEvent[] = []): HooksSnapshot {
    const hooks = this.hooks;
    const events = [...this.#events, ...added].filter((event) => hooks.some((hook) => isFor(event, hook)));
    return {
      hooks: hooks.map((hook) => ({
        ...hook,
        rate: { ...hook.rate, sent: withinLastMinute(hook.rate.sent, now) },
      })),
      events: events.slice(-MAX_WAITING),
      count: this.#count + added.length,
    };
  }

  /** How many events this hook has not got yet. */
  waiting(hook: Hook): number {
    return this.#events.filter((event) => isFor(event, hook)).length;
  }

  /** The first event that is due for a hook that `canSend` accepts, counted as sent now; null: none. */
  next(now: number, canSend: (id: string) => boolean): { hook: Hook; event: NumberedEvent } | null {
    for (const hook of this.hooks) {
      const event = this.#firstFor(hook);
      if (event === undefined || !isHookDue(hook, now) || !canSend(hook.id)) continue;
      const allowedAt = nextAllowedAt(hook.rate, HOOK_RATE, now);
      if (allowedAt > now) {
        this.put({ ...hook, at: allowedAt });
        continue;
      }
      return { hook: this.noteRequest(hook, now), event };
    }
    return null;
  }

  /** Counts a request that is sent now. */
  noteRequest(hook: Hook, now: number): Hook {
    const next = { ...hook, rate: withRequest(hook.rate, now) };
    this.put(next);
    return next;
  }

  /** What a request has led to. Nothing, where the hook has been removed meanwhile. */
  finish(id: string, change: (hook: Hook) => Hook): void {
    const hook = this.#hooks.get(id);
    if (hook === undefined) return;
    this.put(change(hook));
    this.#events = this.#events.filter((event) => this.hooks.some((hook) => isFor(event, hook)));
  }

  /** Whether something is due, what is in flight included. */
  hasDue(now: number): boolean {
    return this.hooks.some((hook) => this.#firstFor(hook) !== undefined && isHookDue(hook, now));
  }

  /** When the first event that is not due yet will be due; null: there is none. */
  nextDueAfter(now: number): number | null {
    const later = this.hooks.filter(
      (hook) => hook.off === null && this.#firstFor(hook) !== undefined && !isHookDue(hook, now),
    );
    return later.length === 0 ? null : Math.min(...later.map(({ at }) => at));
  }

  /** The clock went back by `-byMs`, and the room's phase was moved by `phaseByMs`. */
  move(byMs: number, phaseByMs: number): void {
    for (const hook of this.hooks) this.put(movedHook(hook, byMs));
    this.#events = this.#events.map((event) => ({
      ...event,
      at: event.at + phaseByMs,
      endsAt: event.endsAt === null ? null : event.endsAt + phaseByMs,
    }));
  }

  #firstFor(hook: Hook): NumberedEvent | undefined {
    return this.#events.find((event) => isFor(event, hook));
  }
}

const isFor = ({ n, type }: NumberedEvent, { next, off, moments }: Hook): boolean =>
  off === null && n >= next && moments.includes(type);
