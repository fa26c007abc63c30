/** A push service: answers as it likes, and delivers what it has accepted while the device can be reached. */
import type { Core } from "./core";
import type { SeededRandom } from "./random";
import type { PushRequest } from "./server";

const FREE = { isDead: false };

/** How it answers now. `silent`: never. `deaf`: it accepts, and its answer is lost. */
export type Mood = "201" | "410" | "429" | "500" | "403" | "silent" | "deaf";

export interface AcceptedPush {
  readonly endpoint: string;
  readonly at: number;
  readonly text: string;
  readonly isAnswerLost: boolean;
}

interface Held {
  readonly text: string;
  readonly until: number;
  readonly topic: string | null;
}

export class PushService {
  mood: Mood = "201";
  /** What it keeps for devices that it cannot reach. */
  readonly #held = new Map<string, Held[]>();
  /** Delivers to the device; false: it cannot be reached now. */
  deliver: (endpoint: string, text: string) => boolean = () => false;
  onRequest: (endpoint: string, text: string) => void = () => {};
  onAccepted: (push: AcceptedPush) => void = () => {};
  onRefused: (endpoint: string, mood: Mood) => void = () => {};

  constructor(
    readonly core: Core,
    readonly random: SeededRandom,
  ) {}

  request = ({ url, headers, body, answer, fail }: PushRequest): void => {
    const { core, random } = this;
    this.onRequest(url, body);
    core.trace("push", `request ${url} ttl ${headers["ttl"] ?? ""}`);
    core.after(10 + 60 * random.next(), FREE, () => {
      const { mood } = this;
      const answerMs = 10 + 60 * random.next();
      const later = (task: () => void): void => void core.after(answerMs, FREE, task);
      if (mood === "201" || mood === "deaf") {
        this.onAccepted({ endpoint: url, at: core.now, text: body, isAnswerLost: mood === "deaf" });
        this.#accept(url, {
          text: body,
          until: core.now + Number(headers["ttl"]) * 1000,
          topic: headers["topic"] ?? null,
        });
        return mood === "201" ? later(() => answer(201)) : core.after(100, FREE, fail);
      }
      this.onRefused(url, mood);
      if (mood === "silent") return; // the room gives it up
      if (mood === "429") return later(() => answer(429, { "retry-after": String(random.integer(1, 20)) }));
      later(() => answer(Number(mood)));
    });
  };

  #accept(endpoint: string, push: Held): void {
    const held = (this.#held.get(endpoint) ?? []).filter(
      (one) => push.topic === null || one.topic !== push.topic,
    );
    this.#held.set(endpoint, [...held, push]);
    this.flush(endpoint);
  }

  /** The device may be reached again. */
  flush(endpoint: string): void {
    const { core } = this;
    const held = this.#held.get(endpoint) ?? [];
    this.#held.delete(endpoint);
    const left = held.filter((one) => {
      if (one.until < core.now) return false;
      return !this.deliver(endpoint, one.text);
    });
    if (left.length > 0) this.#held.set(endpoint, left);
  }
}
