/** A ring is pushed once to each phone that can be reached, and never for a state that is over. */
import { isRunning, rangAt, WORK } from "../../../party/shared/pomodoro";
import type { Pomodoro } from "../../../party/shared/pomodoro";
import type { Faults } from "../faults";
import type { ShownNotification } from "../browser";
import type { Device, Watcher, World } from "../world";
import type { Change, StoredRoom } from "./storedRoom";

interface Payload {
  readonly rev: number;
  readonly state: number;
  readonly started_at?: number;
  readonly before?: number;
  readonly test?: true;
}
interface Ring {
  readonly state: number;
  readonly startedAt: number | null;
  readonly at: number;
  readonly endpoints: readonly string[];
}

/** A change may overtake a push that waits for the disk, ms. */
const OVERTAKEN_MS = 1500;
/** So long after a ring every phone has it, ms. */
const DELIVERED_MS = 30_000;
/** More pushes than this in a minute are not sent. */
const MAX_PER_MINUTE = 6;
/** A service worker asks for the room before it shows a notification, ms. */
const KNOWN_MS = 6000;
const SUBSCRIPTION_PREFIX = "sub:";

export class Pushes implements Watcher {
  readonly #accepted = new Map<string, { crashes: number; isAnswerLost: boolean; at: number }>();
  /** When the phase began that has rung last. */
  #rangSince: number | null = null;
  readonly #requests = new Map<string, number[]>();

  constructor(
    readonly world: World,
    readonly room: StoredRoom,
    readonly faults: Faults,
  ) {
    room.onChanges.push((change) => this.#noteChange(change));
  }

  onPushRequest(endpoint: string, text: string): void {
    const { core } = this.world;
    const payload = JSON.parse(text) as Payload;
    const times = this.#requests.get(endpoint) ?? [];
    const recent = [...times.filter((at) => core.now - at < 60_000), core.now];
    this.#requests.set(endpoint, recent);
    const { steppedAt, crashedAt } = this.world.server;
    const isRoomOld = core.now - steppedAt < 120_000 || core.now - crashedAt < 60_000;
    if (recent.length > MAX_PER_MINUTE && !isRoomOld)
      core.fail("a ring is pushed once", `${recent.length} requests in a minute to ${endpoint}`);
    if (payload.test === true) return;
    if (this.#isAbout(payload, this.room.pomodoro)) return;
    if (core.now - this.room.changedAt < OVERTAKEN_MS) return;
    core.fail("a push is never for a past rev", `${text} at ${JSON.stringify(this.room.pomodoro)}`);
  }

  #isAbout(
    { rev, state, started_at: startedAt, before }: Payload,
    { phase, by, rev: current }: Pomodoro,
  ): boolean {
    if (rev !== current || state !== phase.state) return false;
    if (before !== undefined) return phase.state === WORK && isRunning(phase);
    // A change beside the timer, such as one of the list, leaves a ring as it is.
    const rings = rangAt(phase) !== null || (by?.via === "timer" && isRunning(phase));
    if (!rings && phase.startedAt !== this.#rangSince) return false;
    return startedAt === undefined || startedAt === phase.startedAt;
  }

  onPushAccepted(endpoint: string, text: string, isAnswerLost: boolean): void {
    const { core, server } = this.world;
    const { state, started_at: startedAt, test, before } = JSON.parse(text) as Payload;
    if (test === true || before !== undefined) return;
    const key = `${endpoint} ${state} ${startedAt}`;
    const earlier = this.#accepted.get(key);
    this.#accepted.set(key, { crashes: server.crashes, isAnswerLost, at: core.now });
    if (earlier === undefined || earlier.isAnswerLost || earlier.crashes !== server.crashes) return;
    if (core.now - server.steppedAt < 120_000) return;
    core.fail("a ring is pushed once", `${text} was accepted twice by ${endpoint}`);
  }

  /** A phone rings only for what is still so. */
  onNotification({ setting, access }: Device, { silent, data, title }: ShownNotification): void {
    const { core } = this.world;
    const { rev } = (data ?? { rev: null }) as { rev: number | null };
    const rang = rev === null ? undefined : this.room.states.get(rev)?.at(-1)?.phase;
    const { process, crashedAt, disk } = this.world.server;
    const canAsk =
      process !== null &&
      access.state === "up" &&
      access.baseMs === setting.baseMs &&
      access.lossShare === 0 &&
      disk.latencyMs.max < 50 &&
      core.now - crashedAt > KNOWN_MS;
    if (silent || rang === undefined || !canAsk || core.now - this.room.changedAt < KNOWN_MS) return;
    const { phase } = this.room.pomodoro;
    if (phase.state !== rang.state || phase.startedAt !== rang.startedAt)
      core.fail(
        "a push is never for a past rev",
        `${setting.name} is told "${title}" of ${JSON.stringify(rang)}`,
      );
  }

  #noteChange({ pomodoro, rang }: Change): void {
    // Where a person has answered in the same moment, there is nothing to tell.
    if (!rang || pomodoro.by?.via !== "timer") return;
    this.#rangSince = pomodoro.phase.startedAt;
    const { core, server } = this.world;
    const { phase, rev } = pomodoro;
    const endpoints = [...server.disk.values]
      .filter(([key]) => key.startsWith(SUBSCRIPTION_PREFIX))
      .map(([, value]) => (value as { endpoint: string }).endpoint);
    const ring: Ring = { state: phase.state, startedAt: phase.startedAt, at: core.now, endpoints };
    const { faults } = this;
    const isSpoilt = !faults.areOverAtServer || core.now - faults.serverHealedAt < 60_000;
    const { crashes, steppedAt } = server;
    if (endpoints.length === 0 || isSpoilt) return;
    core.after(DELIVERED_MS, { isDead: false }, () => {
      const isOver = this.room.pomodoro.rev !== rev;
      const isDisturbed = !faults.areOverAtServer || faults.serverHealedAt > ring.at;
      if (isOver || isDisturbed || server.crashes !== crashes || server.steppedAt !== steppedAt) return;
      for (const endpoint of endpoints) {
        const isKnown = [...server.disk.values.values()].some(
          (value) => (value as { endpoint?: string }).endpoint === endpoint,
        );
        const recent = (this.#requests.get(endpoint) ?? []).filter(
          (at) => at > ring.at - 60_000 && at < ring.at,
        );
        if (!isKnown || recent.length >= MAX_PER_MINUTE - 1) continue;
        if (!this.#accepted.has(`${endpoint} ${ring.state} ${ring.startedAt}`))
          core.fail("a ring is pushed once", `${endpoint} has no push of ${JSON.stringify(phase)}`);
      }
    });
  }
}
