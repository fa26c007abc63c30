/** The light of a board equals the room, or says offline within some seconds. */
import { isHeld, settle } from "../../../party/shared/pomodoro";
import type { Entry } from "../agenda";
import type { Page } from "../browser";
import type { Faults } from "../faults";
import type { Device, Watcher, World } from "../world";
import type { StoredRoom } from "./storedRoom";

/** A board shows offline after so long without its host, ms. */
const OFFLINE_MS = 6000;
/**
 * How long a page needs at most to find out that its connection is dead, ms: a ping follows after 2 s (it looks twice a
 * second), and 1.5 s later the connection is given up. A line to the board is sent again after 1 s, three times.
 */
const DETECTION_MS = 2000 + 500 + 1500;
const MARGIN_MS = 1500;
const LIMIT_MS = OFFLINE_MS + DETECTION_MS + MARGIN_MS;
/** A line that is on its way when the host stops talking arrives within this time, ms. */
const LAST_LINE_MS = 300;
/** While nothing disturbs the page that has the board, the light follows the room within this time, ms. */
const FOLLOWS_MS = 5000;
/** A room that nobody tells of a step of the clock wakes with its alarm, which counts on another clock, ms. */
const UNTOLD_MS = 600_000;
const FREE = { isDead: false };

export class Lights implements Watcher {
  readonly #since = new Map<Device, Entry>();
  /** When a page of the device ran again last, ms. */
  readonly #runsSince = new Map<Device, number>();

  constructor(
    readonly world: World,
    readonly room: StoredRoom,
    readonly faults: Faults,
  ) {
    room.onChanges.push(() => {
      for (const device of world.devices) {
        this.onLight(device);
        this.#expectLight(device);
      }
    });
  }

  /** A host that knows the room shows it. What was damaged on its way is repaired soon after the damage has ended. */
  #expectLight(device: Device): void {
    if (device.board === null) return;
    const { core, server } = this.world;
    const { rev } = this.room.pomodoro;
    const look = (): void => {
      const { page } = device;
      if (this.room.pomodoro.rev !== rev || page === null) return;
      const isKnown = page.app?.connection() === "open" && page.app.received()?.rev === rev;
      const isShowing = page.isRunning && page.app?.boardPhase() === "live" && device.board?.light !== null;
      const { healedAt, areOver } = this.faults;
      const last = Math.max(healedAt, device.troubledAt, page.shownSince, server.steppedAt, server.crashedAt);
      if (!isKnown || !isShowing || !areOver || !this.#isWrong(device)) return;
      const leftMs = last + FOLLOWS_MS - core.now;
      if (leftMs > 0) return void core.after(leftMs + 1, FREE, look);
      // The board shows what the page predicts, too.
      if (page.app?.isPending() === true) return void core.after(FOLLOWS_MS, FREE, look);
      // What is due at this moment changes the room, and begins the wait anew. The page's clock may be ahead by a step
      // back that nobody is told.
      const now = Math.max(server.wall(), page.app?.now() ?? 0);
      if (settle(this.room.pomodoro, now)[0] !== this.room.pomodoro) return;
      core.fail(
        "the light equals the room",
        `${device.setting.name}'s host knows the room and shows ${JSON.stringify(device.board?.light)}`,
      );
    };
    for (const ms of [FOLLOWS_MS, 2 * FOLLOWS_MS, 4 * FOLLOWS_MS]) core.after(ms, FREE, look);
  }

  readonly #silentSince = new Map<Device, number>();
  #isHeard({ browser }: Device): boolean {
    return [...browser.pages].some((page) => page.isRunning && page.app?.connection() === "open");
  }
  /** A host that cannot reach the room says nothing, and the board shows that. */
  #noteReach(device: Device): void {
    if (device.board === null) return;
    if (this.#isHeard(device)) return void this.#silentSince.delete(device);
    if (this.#silentSince.has(device)) return;
    const { core } = this.world;
    const since = core.now;
    this.#silentSince.set(device, since);
    core.after(OFFLINE_MS + LAST_LINE_MS, FREE, () => {
      if (this.#silentSince.get(device) !== since || this.#isHeard(device)) return;
      if (device.board?.light !== null)
        core.fail(
          "the light equals the room",
          `${device.setting.name}'s board shows ${JSON.stringify(device.board?.light)} without the room`,
        );
    });
  }
  onChange({ browser }: Page): void {
    for (const device of this.world.devices) if (device.browser === browser) this.#noteReach(device);
  }
  /** A page that wakes may talk to the board before it finds that its connection is dead. */
  onRunning(page: Page): void {
    const device = this.world.devices.find(({ browser }) => browser === page.browser);
    if (device !== undefined && page.isRunning) this.#runsSince.set(device, this.world.core.now);
    this.onChange(page);
  }
  onHappening(): void {
    for (const device of this.world.devices) this.#noteReach(device);
  }

  #isWrong({ board }: Device): boolean {
    const { light } = board ?? { light: null };
    if (light === null) return false;
    const [{ phase }] = settle(this.room.pomodoro, this.world.server.wall());
    return light.state !== phase.state || light.held !== isHeld(phase);
  }

  onLight(device: Device): void {
    const before = this.#since.get(device);
    if (!this.#isWrong(device)) {
      if (before !== undefined) before.run = null;
      this.#since.delete(device);
      return;
    }
    if (before !== undefined) return;
    this.#expectRight(device, LIMIT_MS);
  }

  /** Within this time, in ms, the light of a device is right or says offline. */
  #expectRight(device: Device, withinMs: number): void {
    const { core } = this.world;
    const entry = core.after(withinMs, { isDead: false }, () => {
      this.#since.delete(device);
      // A page that has slept or was frozen meanwhile begins to find out anew.
      const leftMs = (this.#runsSince.get(device) ?? -Infinity) + LIMIT_MS - core.now;
      if (leftMs > 0) return this.#expectRight(device, leftMs);
      const knownMs = this.world.setting.isToldOfSteps ? 20_000 : UNTOLD_MS;
      if (!this.#isWrong(device) || core.now - this.world.server.steppedAt < knownMs) return;
      core.fail(
        "the light equals the room",
        `${device.setting.name}'s board shows ${JSON.stringify(device.board?.light)} for ${LIMIT_MS} ms, the room is ${JSON.stringify(this.room.pomodoro.phase)}`,
      );
    });
    this.#since.set(device, entry);
  }

  /** With a page that works, the board works too. */
  onCalm(): void {
    for (const device of this.world.devices) {
      const { page } = device;
      if (page?.app?.boardPhase() !== "live" || !page.isRunning || page.app.connection() !== "open") continue;
      if (this.world.core.now - page.shownSince < 60_000) continue;
      if (device.board?.light === null)
        this.world.core.fail("the light equals the room", `${device.setting.name}'s board is offline`);
      this.onLight(device);
    }
  }
}
