/**
 * Rooms that somebody sets going and leaves: nobody is connected, nobody asks. All that they were promised, with an
 * answer in hand, is a ring on a locked phone; only the room's own alarm can bring it, whatever happens to the server.
 */
import type { PushDevice, PushService } from "../harness/fakes/push-service";
import { newOpenRoom } from "../harness/client";
import { getRoom, postAction } from "../harness/http";
import { putSubscription } from "../harness/push";
import type { Server } from "../harness/server";
import { waitFor } from "../harness/wait";
import type { SeededRandom } from "../harness/random";

/** Each push tries again later when a try fails, and the machine may be busy. */
const RING_MS = 60_000;

interface Promised {
  readonly room: string;
  readonly device: PushDevice;
  readonly rev: number;
  readonly endsAt: number;
}

export class Deserted {
  readonly #promised: Promised[] = [];

  constructor(
    readonly server: Server,
    readonly service: PushService,
    readonly random: SeededRandom,
  ) {}

  /** Leaves one more behind. A server that dies meanwhile has promised nothing: then another room is tried. */
  async add(): Promise<void> {
    await waitFor("a room that is left alone", () => this.#tryOne(), RING_MS);
  }

  async #tryOne(): Promise<boolean> {
    const room = newOpenRoom();
    const device = this.service.newDevice();
    try {
      await postAction(this.server, room, { action: "setup", work_duration: this.random.integer(1, 8) });
      if ((await putSubscription(this.server, room, device)).status !== 201) return false;
      const { message } = await postAction(this.server, room, { action: "press" });
      if (message.type !== "room" || message.ends_at === null) return false;
      this.#promised.push({ room, device, rev: message.rev, endsAt: message.ends_at });
      return true;
    } catch {
      return false; // it died before it had said yes
    }
  }

  /** Every phone has rung, once, or once more for a kill; then, and not before, somebody looks. How many there were. */
  async end(kills: number): Promise<number> {
    for (const { room, device, rev, endsAt } of this.#promised) {
      await waitFor(`a push from ${room}, due at ${endsAt}`, () => this.service.pushesTo(device)[0], RING_MS);
      const pushes = this.service.pushesTo(device).map(({ message }) => message);
      const wrong = pushes.find((push) => push.state !== 2 || push.rev !== rev + 1 || push.room !== room);
      if (wrong !== undefined)
        throw new Error(`a push that tells of something else: ${JSON.stringify(wrong)}`);
      if (pushes.length > 1 + kills)
        throw new Error(`${pushes.length} pushes for one ring, with ${kills} kills`);
      const told = await getRoom(this.server, room);
      if (told.state !== 2 || told.started_at !== endsAt || told.rev !== rev + 1) {
        throw new Error(`it should have rung at ${endsAt}: ${JSON.stringify(told)}`);
      }
    }
    if (this.service.errors.length > 0)
      throw new Error(`pushes that a service refuses: ${this.service.errors.join()}`);
    return this.#promised.length;
  }
}
