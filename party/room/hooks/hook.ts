/** One webhook, and what follows from the answer to a request. PURE; times are epoch ms, lengths are ms. */
import { HOOK_PATIENCE_MS } from "../../shared/hooks";
import type { HookAnswer, HookEnd, HookKind, HookMoment } from "../../shared/hooks";
import { MAX_RETRY_AFTER_MS, retryAt } from "../delivery/retry";
import { UNUSED_RATE } from "../delivery/sendRate";
import type { SendRate } from "../delivery/sendRate";

export interface Hook {
  readonly id: string;
  readonly kind: HookKind;
  /** The address, which nobody is shown again. */
  readonly url: string;
  /** By which a receiver verifies requests: bytes in base64; null for a kind that verifies nothing. */
  readonly secret: string | null;
  readonly moments: readonly HookMoment[];
  /** The number of the first event that it may not have got yet. */
  readonly next: number;
  /** Failed requests with the event that is next. */
  readonly tries: number;
  /** When that event is due again; 0: at once. */
  readonly at: number;
  /** Since when every request has failed; null: the last one has not. */
  readonly failingSince: number | null;
  readonly off: HookEnd | null;
  readonly last: HookAnswer | null;
  readonly rate: SendRate;
}

/** What became of a request. `retryAfterMs`: what the receiver has asked for. */
export interface HookResult extends HookAnswer {
  readonly retryAfterMs: number | null;
}

type NewHook = Pick<Hook, "id" | "kind" | "url" | "secret" | "moments" | "next">;

export const newHook = (hook: NewHook): Hook => ({
  ...hook,
  tries: 0,
  at: 0,
  failingSince: null,
  off: null,
  last: null,
  rate: UNUSED_RATE,
});

/** Whether it may be sent something: a moment that seems too far ahead is from before the clock was set back. */
export const isHookDue = ({ off, at }: Hook, now: number): boolean =>
  off === null && (at <= now || at > now + MAX_RETRY_AFTER_MS);

export const isAccepted = ({ status }: HookAnswer): boolean =>
  status !== null && status >= 200 && status < 300;

/** The hook after the request with the event number `n`. */
export function afterDelivery(
  hook: Hook,
  n: number,
  { retryAfterMs, ...last }: HookResult,
  now: number,
): Hook {
  if (isAccepted(last)) {
    return {
      ...hook,
      last,
      next: Math.max(hook.next, n + 1),
      tries: 0,
      at: 0,
      failingSince: null,
      off: null,
    };
  }
  if (last.status === 410) return { ...hook, last, off: "gone" };
  const failingSince = Math.min(hook.failingSince ?? now, now);
  if (now - failingSince >= HOOK_PATIENCE_MS) return { ...hook, last, failingSince, off: "failing" };
  const tries = hook.tries + 1;
  return { ...hook, last, failingSince, tries, at: retryAt(tries, now, retryAfterMs) };
}

/**
 * The hook after a test. One that works makes what waits due at once; a hook that was switched off is on again, and gets
 * what happens from now on: from the event number `count`.
 */
export function afterTest(hook: Hook, { retryAfterMs: _after, ...last }: HookResult, count: number): Hook {
  if (isAccepted(last)) {
    const next = hook.off === null ? hook.next : count;
    return { ...hook, last, next, tries: 0, at: 0, failingSince: null, off: null };
  }
  return last.status === 410 ? { ...hook, last, off: "gone" } : { ...hook, last };
}

/** The clock went back by `-byMs`, and all times move with it. */
export function movedHook(hook: Hook, byMs: number): Hook {
  const { at, failingSince, last, rate } = hook;
  const moved = (moment: number): number => moment + byMs;
  return {
    ...hook,
    at: at === 0 ? 0 : moved(at),
    failingSince: failingSince === null ? null : moved(failingSince),
    last: last && { ...last, at: moved(last.at) },
    rate: { sent: rate.sent.map(moved), notBefore: moved(rate.notBefore) },
  };
}
