/** Logs that push services refuse pushes, for the operator. Seldom, since one wrong setting refuses every push. */
import type { Refusal } from "./refusal";

/** Each service is logged once within this time, in ms. */
const INTERVAL_MS = 60 * 60 * 1000;
/** At most this many services are logged within that time: subscribers choose the names of some. */
const MAX_SERVICES = 20;

export class RefusalLog {
  /** When each service was logged last, epoch ms. */
  readonly #loggedAt = new Map<string, number>();

  constructor(readonly write: (text: string) => void) {}

  /** `service`: its origin; `reason`: the beginning of its answer. */
  add(service: string, { status, at }: Refusal, reason: string): void {
    for (const [logged, loggedAt] of this.#loggedAt) {
      if (Math.abs(at - loggedAt) >= INTERVAL_MS) this.#loggedAt.delete(logged);
    }
    if (this.#loggedAt.has(service) || this.#loggedAt.size >= MAX_SERVICES) return;
    this.#loggedAt.set(service, at);
    const answer = status === null ? "PUSH_ORIGINS does not allow it" : `${status} ${JSON.stringify(reason)}`;
    this.write(`a push was refused by ${service}: ${answer} (logged once an hour)`);
  }
}

/** All rooms of this process share it. */
export const refusalLog = new RefusalLog((text) => console.error(text));
