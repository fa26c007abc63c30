/**
 * Rooms in which somebody starts a period, or sets a start, and leaves: nobody is connected, and nobody sends a request. The server has
 * acknowledged that a locked phone will get a push; only the room's own alarm can send it, whatever happens to the
 * server meanwhile.
 */
import type { RoomMessage } from "../../party/shared/serverMessages";
import { newOpenRoom } from "../harness/client";
import type { PushDevice } from "../harness/fakes/push-device";
import type { PushService } from "../harness/fakes/push-service";
import { getRoom, postAction } from "../harness/http";
import { putSubscription } from "../harness/push";
import type { SeededRandom } from "../harness/random";
import type { Server } from "../harness/server";
import { waitFor } from "../harness/wait";

/** How long a push may take, in ms: one that fails is retried later, and the machine may be busy. */
const PUSH_MS = 60_000;

interface ExpectedPush {
  readonly room: string;
  readonly device: PushDevice;
  readonly rev: number;
  /** The state that it rings for, and when that begins. */
  readonly state: RoomMessage["state"];
  readonly at: number;
}
/** The work that begins at a set start is so long that it does not end meanwhile, in s. */
const LONG_WORK = 7200;

/** The unattended rooms of one round. */
export class UnattendedRooms {
  readonly #expected: ExpectedPush[] = [];

  constructor(
    readonly server: Server,
    readonly service: PushService,
    readonly random: SeededRandom,
  ) {}

  /** Adds one room. Where the server is killed before it has acknowledged the period, another room is tried. */
  async add(): Promise<void> {
    await waitFor("an unattended room", () => this.#tryToAdd(), PUSH_MS);
  }

  async #tryToAdd(): Promise<boolean> {
    const room = newOpenRoom();
    const device = this.service.newDevice();
    try {
      const seconds = this.random.integer(1, 8);
      const waits = this.random.chance(0.4);
      const work_duration = waits ? LONG_WORK : seconds;
      await postAction(this.server, room, { action: "setup", work_duration });
      if ((await putSubscription(this.server, room, device)).status !== 201) return false;
      const begin = waits ? { action: "start", at: Date.now() + seconds * 1000 } : { action: "press" };
      const { message } = await postAction(this.server, room, begin);
      if (message.type !== "room") return false;
      const at = waits ? message.starts_at : message.ends_at;
      if (at === null || at === undefined) return false;
      this.#expected.push({ room, device, rev: message.rev, state: waits ? 1 : 2, at });
      return true;
    } catch {
      return false; // the server was killed
    }
  }

  /**
   * Waits until every phone has its push, and only then reads the rooms. Each kill of the server may have repeated a
   * push once. Returns the number of rooms.
   */
  async check(kills: number): Promise<number> {
    for (const expected of this.#expected) await this.#checkRoom(expected, kills);
    if (this.service.errors.length > 0) {
      throw new Error(`pushes that a push service refuses: ${this.service.errors.join()}`);
    }
    return this.#expected.length;
  }

  async #checkRoom({ room, device, rev, state, at }: ExpectedPush, kills: number): Promise<void> {
    const firstPush = () => this.service.pushesTo(device)[0];
    await waitFor(`a push from ${room}, due at ${at}`, firstPush, PUSH_MS);
    const pushes = this.service.pushesTo(device).map(({ message }) => message);
    const wrong = pushes.find((push) => push.state !== state || push.rev !== rev + 1 || push.room !== room);
    if (wrong !== undefined) throw new Error(`a push with other contents: ${JSON.stringify(wrong)}`);
    if (pushes.length > 1 + kills)
      throw new Error(`${pushes.length} pushes for one ring, with ${kills} kills`);
    const message = await getRoom(this.server, room);
    if (message.state !== state || message.started_at !== at || message.rev !== rev + 1) {
      throw new Error(`it should have rung at ${at}: ${JSON.stringify(message)}`);
    }
  }
}
