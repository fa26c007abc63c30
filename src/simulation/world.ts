/** One simulated world: a server with a room, devices with pages and boards, a push service, and what happens to them. */
import { SimBoard } from "./board";
import { Browser } from "./browser";
import type { Answer } from "../room/createRoom";
import type { Page, ShownNotification } from "./browser";
import type { Asked } from "./pageProgram";
import { Cable } from "./cable";
import { Core } from "./core";
import type { Violation } from "./core";
import { drawHappenings } from "./happenings";
import type { Happening } from "./happenings";
import { Network } from "./network";
import type { Access } from "./network";
import { PushService } from "./pushService";
import type { SeededRandom } from "./random";
import type { Program } from "./realm";
import { Server } from "./server";
import type { ServerSocket } from "./serverSocket";
import { receivePush } from "./serviceWorker";
import { drawSetting } from "./setting";
import type { DeviceSetting, WorldSetting } from "./setting";

const FREE = { isDead: false };

/** The programs of the app, built for the simulation: `virtual:simulated-programs`. */
export interface Programs {
  readonly server: Program;
  readonly page: Program;
  readonly worker: Program;
}

export interface WorldOptions {
  readonly seed: number;
  readonly hours: number;
  readonly programs: Programs;
  /** Instead of what the seed gives. */
  readonly happenings?: readonly Happening[];
  readonly setting?: WorldSetting;
}

/** Who checks a world. Every method is called when its event has just happened. */
export interface Watcher {
  onCommit?(): void;
  onReceived?(socket: ServerSocket, text: string): void;
  onSent?(socket: ServerSocket, text: string): void;
  onRequest?(path: string, init: object): ((status: number | null, body: string) => void) | null;
  onChange?(page: Page): void;
  onRunning?(page: Page): void;
  onAct?(page: Page, asked: Asked): (answer: Answer) => void;
  onLight?(device: Device): void;
  onPushRequest?(endpoint: string, text: string): void;
  onPushAccepted?(endpoint: string, text: string, isAnswerLost: boolean): void;
  onNotification?(device: Device, notification: ShownNotification): void;
  onServerEnd?(): void;
  onHappening?(happening: Happening): void;
  /** All faults have ended for a while: everything must agree. */
  onCalm?(): void;
  /** The world is over: everything is closed. */
  onOver?(): void;
}

export class Device {
  readonly access: Access;
  readonly browser: Browser;
  readonly board: SimBoard | null;
  readonly cable: Cable | null;
  /** When its service worker is stopped after a push, ms; null: it is not. */
  workerStopsAfterMs: number | null = null;
  /** When something was done to its connection last, for those who check. */
  troubledAt = -Infinity;

  constructor(
    readonly world: World,
    readonly setting: DeviceSetting,
    readonly index: number,
  ) {
    const { core, network } = world;
    const random = core.random(`device ${index}`);
    this.access = {
      state: "up",
      baseMs: setting.baseMs,
      jitterMs: setting.jitterMs,
      lossShare: 0,
      blocksSockets: false,
    };
    this.board = setting.board === null ? null : new SimBoard(core, setting.board);
    this.cable =
      this.board === null ? null : new Cable(core, this.board, random.fork(), `${setting.name}'s cable`);
    this.browser = new Browser({
      core,
      network,
      access: this.access,
      random,
      programs: world.options.programs,
      name: setting.name,
      room: world.setting.room,
      key: setting.isWatcher ? null : world.setting.key,
      cable: this.cable,
      stopsInSleep: setting.stopsInSleep,
      watch: {
        onChange: (page) => world.tell((watcher) => watcher.onChange?.(page)),
        onRunning: (page) => world.tell((watcher) => watcher.onRunning?.(page)),
        onAct: (page, asked) => {
          const watchers = world.watchers.flatMap((watcher) => watcher.onAct?.(page, asked) ?? []);
          return (answer) => {
            for (const onAnswer of watchers) onAnswer(answer);
          };
        },
        onShownNotification: (_browser, shown) =>
          world.tell((watcher) => watcher.onNotification?.(this, shown)),
      },
    });
    if (this.cable !== null && this.board !== null) {
      this.board.onLight = () => world.tell((watcher) => watcher.onLight?.(this));
      this.cable.onUnplug = () => {
        for (const page of this.browser.pages) page.serial?.noteUnplug();
      };
      this.plugIn();
    }
  }

  /** The page that is in use; null: none is open. */
  get page(): Page | null {
    return [...this.browser.pages].at(-1) ?? null;
  }

  plugIn(): void {
    if (this.cable === null || this.cable.isPluggedIn) return;
    this.cable.plugIn();
    for (const page of this.browser.pages) page.dispatch(() => page.serial?.notePlugIn());
  }

  setNetwork(state: Access["state"]): void {
    const before = this.access.state;
    if (before === state) return;
    this.world.network.setState(this.access, state);
    const { pages, subscription } = this.browser;
    if (state === "off") for (const page of pages) page.tell("offline");
    if (before === "off") for (const page of pages) page.tell("online");
    if (state === "up" && subscription !== null) this.world.push.flush(subscription.endpoint);
  }

  wake(): void {
    this.browser.wake();
    const { subscription } = this.browser;
    if (subscription !== null) this.world.push.flush(subscription.endpoint);
  }

  receivePush(endpoint: string, text: string): boolean {
    const { browser, access } = this;
    if (browser.subscription?.endpoint !== endpoint || access.state !== "up" || browser.isAsleep)
      return false;
    const { core } = this.world;
    core.after(5 + 50 * core.random(`push ${core.steps}`).next(), FREE, () => {
      receivePush(browser, text, this.workerStopsAfterMs, () => {});
    });
    return true;
  }
}

export class World {
  readonly core: Core;
  readonly setting: WorldSetting;
  readonly server: Server;
  readonly network: Network;
  readonly push: PushService;
  readonly devices: readonly Device[];
  readonly watchers: Watcher[] = [];
  readonly happenings: readonly Happening[];
  /** What happens next of them. */
  #next = 0;
  readonly endMs: number;
  /** Lets one of the happenings happen. */
  apply: (happening: Happening) => void = () => {};
  /** Called after each write of the room. */
  onOperation: () => void = () => {};
  /** Called when the room is about to be told that something is durable. */
  onCommit: () => void = () => {};
  /** Called when the alarm of the room rings. */
  onAlarm: () => void = () => {};

  constructor(readonly options: WorldOptions) {
    const { seed, hours, programs } = options;
    this.core = new Core(seed);
    const { core } = this;
    this.endMs = hours * 3_600_000;
    this.setting = options.setting ?? drawSetting(core.random("setting"));
    this.happenings =
      options.happenings ?? drawHappenings(core.random("happenings"), this.endMs, this.setting.hasHoliday);
    const { setting } = this;
    this.push = new PushService(core, core.random("push service"));
    this.server = new Server(
      core,
      {
        room: setting.room,
        program: programs.server,
        splitsAtAwait: setting.splitsAtAwait,
        isToldOfSteps: setting.isToldOfSteps,
        sleepAfterMs: (random: SeededRandom) =>
          setting.sleepAfterMs ?? (random.chance(0.5) ? 1 : 10_000 * random.next()),
        push: this.push.request,
        watch: {
          onCommit: () => {
            this.tell((watcher) => watcher.onCommit?.());
            this.onCommit();
          },
          onOperation: () => this.onOperation(),
          onReceived: (socket, text) => this.tell((watcher) => watcher.onReceived?.(socket, text)),
          onSent: (socket, text) => this.tell((watcher) => watcher.onSent?.(socket, text)),
          onAsleep: () => core.trace("room", "sleeps"),
          onAwake: () => core.trace("room", "wakes"),
          onAlarm: () => {
            core.trace("room", "alarm");
            this.onAlarm();
          },
        },
      },
      core.random("server"),
    );
    this.network = new Network(core, this.server, core.random("network"));
    const loseConnections = this.server.onEnd;
    this.server.onEnd = (isTold) => {
      this.tell((watcher) => watcher.onServerEnd?.());
      loseConnections(isTold);
    };
    this.network.onFrame = (line, _access, direction, frame, at) => {
      const text = frame.kind === "text" ? frame.text : "close";
      const number = direction === "up" ? line.number : -line.number;
      core.traceOften(number, at, text, () => `line ${line.number} ${direction} ${at} ${text}`);
    };
    this.network.onRequest = (path, init) => {
      core.trace("request", `${init.method ?? "GET"} ${path} ${init.body ?? ""}`);
      const answers = this.watchers.flatMap((watcher) => watcher.onRequest?.(path, init) ?? []);
      return (response) => {
        for (const answer of answers) answer(response?.status ?? null, response?.text_ ?? "");
      };
    };
    this.push.onRequest = (endpoint, text) => this.tell((watcher) => watcher.onPushRequest?.(endpoint, text));
    this.push.onAccepted = ({ endpoint, text, isAnswerLost }) =>
      this.tell((watcher) => watcher.onPushAccepted?.(endpoint, text, isAnswerLost));
    this.push.deliver = (endpoint, text) => this.devices.some((device) => device.receivePush(endpoint, text));
    this.server.start();
    this.devices = setting.devices.map((one, index) => new Device(this, one, index));
    this.#scheduleNext();
  }

  get violation(): Violation | null {
    return this.core.violation;
  }

  tell(event: (watcher: Watcher) => void): void {
    for (const watcher of this.watchers) event(watcher);
  }

  #scheduleNext(): void {
    const happening = this.happenings[this.#next++];
    if (happening === undefined) return;
    this.core.at(happening.at, FREE, () => {
      this.core.trace("happens", `${happening.kind} ${happening.who} ${happening.a} ${happening.b}`);
      this.apply(happening);
      this.tell((watcher) => watcher.onHappening?.(happening));
      if (happening.kind === "calm") this.tell((watcher) => watcher.onCalm?.());
      this.#scheduleNext();
    });
  }

  /** Runs up to a true time, ms. Returns whether no rule was broken. */
  runUntil(time: number): boolean {
    while (this.core.step(time));
    return this.core.violation === null;
  }
}
