/** What breaks: each happening becomes a fault, which ends by itself or with the next `heal`. */
import type { FaultKind, Happening } from "./happenings";
import type { Mood } from "./pushService";
import type { World } from "./world";
import type { Line } from "./line";

const FREE = { isDead: false };
const MOODS: readonly Mood[] = ["410", "429", "500", "403", "silent", "deaf"];

/** Some devices sleep up to this time longer, ms: rings are answered meanwhile. */
const LONG_SLEEP_MS = 400_000;
/** A room wakes up to so long before its alarm, ms (party/platform/alarmTimes.ts). */
const AWAKE_EARLY_MS = 9000;

export class Faults {
  /** What ends the faults that are under way. */
  readonly #endings = new Set<() => void>();
  /** Ends the wait of a fault for its moment. */
  #forget = (): void => {};
  /** When the last fault ended, and the last one of the server or of the push services, for those who check. */
  healedAt = 0;
  serverHealedAt = 0;
  readonly #ofServer = new Set<() => void>();

  constructor(readonly world: World) {}

  /** Whether nothing is broken. */
  get areOver(): boolean {
    return this.#endings.size === 0 && this.world.server.process !== null;
  }

  /** The same for what is beyond the devices and their networks. */
  get areOverAtServer(): boolean {
    return this.#ofServer.size === 0 && this.world.server.process !== null;
  }

  #untilAtServer(ms: number, end: () => void): void {
    this.#until(ms, end, true);
  }
  #until(ms: number, end: () => void, isOfServer = false): void {
    const ending = (): void => {
      if (!this.#endings.delete(ending)) return;
      this.healedAt = this.world.core.now;
      if (this.#ofServer.delete(ending)) this.serverHealedAt = this.healedAt;
      end();
    };
    this.#endings.add(ending);
    if (isOfServer) this.#ofServer.add(ending);
    this.world.core.after(ms, FREE, ending);
  }

  heal(): void {
    this.#forget();
    for (const ending of Array.from(this.#endings)) ending();
    this.world.server.start();
    this.healedAt = this.serverHealedAt = this.world.core.now;
  }

  apply(kind: FaultKind, happening: Happening): void {
    const { a, b, who } = happening;
    const { world } = this;
    const { core, server, network, push } = world;
    const device = world.devices[Math.floor(who * world.devices.length)]!;
    const { access, browser, cable, page } = device;
    device.troubledAt = core.now;
    const lines = network.linesOf(access);
    const line: Line | undefined = lines.at(-1);
    const shortMs = 200 + 20_000 * a ** 2;
    switch (kind) {
      case "offline":
      case "silent":
        device.setNetwork(kind === "offline" ? "off" : "silent");
        return this.#until(shortMs + (b < 0.1 ? 200_000 * a : 0), () => device.setNetwork("up"));
      case "slow": {
        const before = device.setting.baseMs;
        access.baseMs = before + 200 + 2500 * b;
        return this.#until(shortMs, () => void (access.baseMs = before));
      }
      case "lossy":
        access.lossShare = 0.05 + 0.4 * b;
        return this.#until(shortMs, () => void (access.lossShare = 0));
      case "reset":
        return line?.reset();
      case "cut":
        return line && network.cut(line);
      case "halfCut":
        return line && network.cutHalf(line, b < 0.5 ? "down" : "up");
      case "hold":
        if (line !== undefined) line.heldUntil = core.now + 5000 * a;
        return;
      case "blockSockets":
        access.blocksSockets = true;
        line?.reset();
        return this.#until(10_000 + 60_000 * a, () => void (access.blocksSockets = false));
      case "crash":
        return this.#crash(a, b, true);
      case "vanish":
        return this.#crash(a, b, false);
      case "crashAtWrite": {
        let left = 1 + Math.floor(8 * a);
        world.onOperation = () => {
          if (--left === 0) this.#crash(b, a, true);
        };
        return this.#forgetLater(() => (world.onOperation = () => {}));
      }
      case "crashAtCommit": {
        let left = 1 + Math.floor(3 * a);
        // The transaction is durable, and nobody has been told.
        world.onCommit = () => {
          if (--left === 0) this.#crash(b, a, true);
        };
        return this.#forgetLater(() => (world.onCommit = () => {}));
      }
      case "restartShifted": {
        const byMs = (b < 0.6 ? -1 : 1) * Math.round(120_000 * a ** 2);
        this.#crash(a, b, true);
        return server.step(byMs); // while it is down; a start program that goes on looks at its clocks
      }
      case "step":
        return server.step((b < 0.5 ? -1 : 1) * Math.round(1 + 300_000 * a ** 3));
      case "alarmEarly":
      case "alarmTwice":
        server.object?.ring();
        if (kind === "alarmTwice") core.after(5 * b, FREE, () => server.object?.ring());
        return;
      case "alarmLate":
        server.alarmDelay = () => 4000 * a;
        return this.#untilAtServer(shortMs, () => (server.alarmDelay = () => 0));
      case "sleep":
        browser.sleep();
        if (b < 0.5) device.setNetwork("silent");
        return this.#until(shortMs * 3 + (b > 0.85 ? LONG_SLEEP_MS * a : 0), () => {
          device.wake();
          device.setNetwork("up");
        });
      case "sleepAtAlarm": {
        // The alarm rings and is answered while the device sleeps.
        world.onAlarm = () => {
          this.#forget();
          browser.sleep();
          core.after(AWAKE_EARLY_MS + 10_000 * b, FREE, () =>
            world.apply({ ...happening, kind: "people:press", who: b }),
          );
          this.#until(2 * AWAKE_EARLY_MS + 10_000 + 60_000 * a, () => device.wake());
        };
        return this.#forgetLater(() => (world.onAlarm = () => {}));
      }
      case "deviceClock":
        browser.wallOffsetMs += Math.round((b - 0.5) * 2 * 3_600_000 * a ** 2);
        return;
      case "freeze": {
        page?.freeze(true);
        return this.#until(shortMs, () => page?.freeze(false));
      }
      case "unplug":
      case "unplugMidLine":
        if (kind === "unplug") cable?.unplug();
        else cable?.unplugAfter(1 + Math.floor(60 * b));
        return this.#until(500 + 8000 * a, () => {
          cable?.unplug();
          device.plugIn();
        });
      case "noise":
        if (cable !== null) cable.noise = 0.02 + 0.3 * b;
        return this.#until(shortMs, () => {
          if (cable !== null) cable.noise = 0;
        });
      case "noiseAtCommit":
        // Half of the lines that tell a board of a change are damaged.
        world.onCommit = () => {
          this.#forget();
          if (cable !== null) cable.noise = 0.5;
          this.#until(200 + 1000 * a, () => {
            if (cable !== null) cable.noise = 0;
          });
        };
        return this.#forgetLater(() => (world.onCommit = () => {}));
      case "portBusy":
        if (cable !== null) cable.isBusy = true;
        return this.#until(shortMs, () => {
          if (cable !== null) cable.isBusy = false;
        });
      case "push":
        push.mood = MOODS[Math.floor(b * MOODS.length)]!;
        return this.#untilAtServer(shortMs * 8, () => (push.mood = "201"));
      case "stopWorker":
        device.workerStopsAfterMs = 3000 * a;
        return this.#until(shortMs * 2, () => (device.workerStopsAfterMs = null));
      case "diskFull":
        server.disk.isWritable = false;
        return this.#untilAtServer(shortMs, () => (server.disk.isWritable = true));
      case "slowDisk": {
        server.disk.latencyMs = { min: 20, max: 50 + 900 * b };
        return this.#untilAtServer(shortMs, () => (server.disk.latencyMs = { min: 0.2, max: 4 }));
      }
      case "repeatRequest":
        network.repeatsRequests = true;
        return this.#until(shortMs, () => (network.repeatsRequests = false));
    }
  }

  #forgetLater(forget: () => void): void {
    this.#forget();
    this.#forget = forget;
  }

  /** `a`: how long it is down; `b`: how much of what is on its way to the disk arrives there. */
  #crash(a: number, b: number, isTold: boolean): void {
    this.#forget();
    const { server } = this.world;
    const { object } = server;
    if (object === null) return;
    server.crash({ isTold, kept: Math.round(b * object.storage.pendingCount), isMachine: b < 0.7 });
    this.#untilAtServer(a < 0.6 ? 100 + 2000 * a : 30_000 * (a - 0.6), () => server.start());
  }
}
