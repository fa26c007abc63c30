/**
 * What was sent to each subscription lately, by its id: how often, and whether it was refused. It is stored with the
 * outbox, so that the limits hold after the room was asleep. Times are epoch ms and come from the caller.
 */
import { isRecent } from "./refusal";
import type { Refusal } from "./refusal";
import { retryAt } from "../delivery/retry";
import type { PushResult } from "./sendPush";
import { nextAllowedAt, UNUSED_RATE, withinLastMinute, withRequest } from "../delivery/sendRate";
import type { SendRate } from "../delivery/sendRate";

/** Requests to one subscription within a minute, failed ones and tests included. */
export const MAX_PER_MINUTE = 6;

/** The log as it is stored; both by the id of the subscription. */
export interface SendLogSnapshot {
  readonly rates: Readonly<Record<string, SendRate>>;
  /** That the last push was refused. */
  readonly refusals: Readonly<Record<string, Refusal>>;
}

export class SendLog {
  readonly #rates: Map<string, SendRate>;
  readonly #refusals: Map<string, Refusal>;

  constructor({ rates, refusals }: SendLogSnapshot) {
    this.#rates = new Map(Object.entries(rates));
    this.#refusals = new Map(Object.entries(refusals));
  }

  /** What still matters at `now`. */
  snapshot(now: number): SendLogSnapshot {
    const rates = [...this.#rates].flatMap(([to, { sent, notBefore }]) => {
      const rate = { sent: withinLastMinute(sent, now), notBefore };
      return rate.sent.length > 0 || notBefore > now ? [[to, rate] as const] : [];
    });
    return {
      rates: Object.fromEntries(rates),
      refusals: Object.fromEntries([...this.#refusals].filter(([, refusal]) => isRecent(refusal, now))),
    };
  }

  /** The clock went back by `-byMs`, and all times move with it. */
  move(byMs: number): void {
    const moved = (at: number): number => at + byMs;
    for (const [to, { sent, notBefore }] of this.#rates)
      this.#rates.set(to, { sent: sent.map(moved), notBefore: moved(notBefore) });
    for (const [to, refusal] of this.#refusals) this.#refusals.set(to, { ...refusal, at: moved(refusal.at) });
  }

  /** When the next request to this subscription may be sent: `now`, or later. */
  nextAllowedAt(id: string, now: number): number {
    return nextAllowedAt(this.#rateOf(id), MAX_PER_MINUTE, now);
  }

  /** A request to this subscription is sent now. */
  noteRequest(id: string, now: number): void {
    this.#rates.set(id, withRequest(this.#rateOf(id), now));
  }

  /** The result of a request to this subscription. */
  noteResult(id: string, result: PushResult, now: number): void {
    if (result.kind === "retry" && result.retryAfterMs !== null) {
      // The push service gets no other request for this subscription before then.
      const notBefore = retryAt(1, now, result.retryAfterMs);
      this.#rates.set(id, { ...this.#rateOf(id), notBefore });
    }
    if (result.kind === "accepted") this.#refusals.delete(id);
    if (result.kind === "refused") this.#refusals.set(id, { status: result.status, at: now });
  }

  /** Whether the last push to this subscription was refused; null: it was not, or that is long ago. */
  refusalOf(id: string, now: number): Refusal | null {
    const refusal = this.#refusals.get(id);
    return refusal !== undefined && isRecent(refusal, now) ? refusal : null;
  }

  forgetRefusal(id: string): void {
    this.#refusals.delete(id);
  }

  remove(id: string): void {
    this.#rates.delete(id);
    this.#refusals.delete(id);
  }

  #rateOf(id: string): SendRate {
    return this.#rates.get(id) ?? UNUSED_RATE;
  }
}
