/**
 * Runs deliveries as they become due, each service for itself: a service that does not answer delays only its own
 * deliveries. A service is a push service, or the receiver of a webhook. It knows nothing of storage, the outbox or the room: its source says what is to be delivered next.
 */

/**
 * How far ahead the room's alarm is set while requests are in flight, in ms: an idle room stays awake for longer than
 * this, and if it ends nevertheless, the alarm wakes it.
 */
export const WATCHDOG_MS = 5000;

/** Requests that one service gets at a time. */
const MAX_CONCURRENT_REQUESTS = 20;

/** The longest wait of a timer, in ms: the clock may be set meanwhile. */
const MAX_TIMER_MS = 30_000;

/** One request to a service. */
export interface Delivery {
  /** No two deliveries with the same key run at the same time. */
  readonly key: string;
  /** Which service it goes to. */
  readonly service: string;
  /** The id of the subscription or webhook that it goes to. */
  readonly to: string;
  readonly isTest: boolean;
  /** Sends the request and records its result. Once `signal` is aborted, the request is of no use. */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

export interface DeliverySource {
  /** Takes the next delivery that is due and that `canStart` accepts; null: none. */
  readonly next: (canStart: (key: string, service: string) => boolean) => Delivery | null;
  /** When the next delivery after `now` is due; null: none. Both are epoch ms. */
  readonly nextDueAfter: (now: number) => number | null;
  /** Called when nothing is due and nothing is in flight. */
  readonly onIdle: () => Promise<void>;
}

export class DeliveryQueue {
  readonly #inFlight = new Map<
    string,
    { readonly delivery: Delivery; readonly controller: AbortController }
  >();
  #isStarting = false;
  /** Stops the timer that starts what becomes due while something is in flight. */
  #stopTimer = (): void => {};

  constructor(readonly source: DeliverySource) {}

  get hasInFlight(): boolean {
    return this.#inFlight.size > 0;
  }

  /** Starts every delivery that is due. Resolves when they are started, not when they are delivered. */
  async startDue(): Promise<void> {
    if (this.#isStarting) return; // the loop that runs also takes what has become due since
    this.#isStarting = true;
    try {
      for (;;) {
        const delivery = this.source.next((key, service) => this.#canStart(key, service));
        if (delivery === null) break;
        this.#run(delivery).catch(reportError);
        await yieldToEventLoop(); // encrypting takes a millisecond in which nothing else can run
      }
    } finally {
      this.#isStarting = false;
    }
    this.#stopTimer();
    if (this.hasInFlight) this.#setTimer();
    else await this.source.onIdle();
  }

  /** Cancels those in flight for which `isObsolete` holds. */
  cancel(isObsolete: (delivery: Delivery) => boolean): void {
    for (const { delivery, controller } of this.#inFlight.values()) {
      if (isObsolete(delivery)) controller.abort();
    }
  }

  /** The room's alarm does not know of retries until their results are stored, which happens when nothing is in flight. */
  #setTimer(): void {
    const now = Date.now();
    const at = this.source.nextDueAfter(now);
    if (at === null) return;
    const timer = setTimeout(() => void this.startDue().catch(reportError), Math.min(at - now, MAX_TIMER_MS));
    this.#stopTimer = () => clearTimeout(timer);
  }

  #canStart(key: string, service: string): boolean {
    if (this.#inFlight.has(key)) return false;
    let requests = 0;
    for (const { delivery } of this.#inFlight.values()) if (delivery.service === service) requests++;
    return requests < MAX_CONCURRENT_REQUESTS;
  }

  async #run(delivery: Delivery): Promise<void> {
    const controller = new AbortController();
    this.#inFlight.set(delivery.key, { delivery, controller });
    try {
      await delivery.run(controller.signal);
    } finally {
      this.#inFlight.delete(delivery.key);
    }
    await this.startDue();
  }
}

/** The room's alarm starts again what has failed. */
export const reportError = (error: unknown): void => console.error("a delivery failed", error);

const yieldToEventLoop = (): Promise<void> => new Promise((done) => setTimeout(done, 0));
