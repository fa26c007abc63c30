/** A browser on a device: what its pages and its service worker share, and the programs in them. */
import type { Answer } from "../room/createRoom";
import { makeWebSocketClass } from "./clientSocket";
import { clone } from "./clone";
import type { Cable } from "./cable";
import { SimSerial } from "./cable";
import { EPOCH } from "./core";
import type { Core } from "./core";
import { BoundEventTarget, SimEvent, SimMessageEvent } from "./events";
import type { SimResponse } from "./fetchClasses";
import type { JobContext } from "./jobs";
import type { Access, HttpInit, Network } from "./network";
import type { Asked, OpenPage, PageEvents } from "./pageProgram";
import type { SeededRandom } from "./random";
import { makeGlobals } from "./realm";
import type { Globals, Program } from "./realm";
import type { SimAbortSignal } from "./realm";
import { Timers } from "./timers";

/** A page that has been hidden for this long has its timers once a minute, ms. */
const INTENSIVE_MS = 5 * 60_000;
const ENDPOINTS = "https://fcm.googleapis.com/fcm/send/";

export interface BrowserParts {
  readonly core: Core;
  readonly network: Network;
  readonly access: Access;
  readonly random: SeededRandom;
  readonly programs: { readonly page: Program; readonly worker: Program };
  readonly name: string;
  readonly room: string;
  readonly key: string | null;
  /** Null: no board is at this device. */
  readonly cable: Cable | null;
  /** Whether the monotonic clock of this device stands still while it sleeps. */
  readonly stopsInSleep: boolean;
  readonly watch: BrowserWatch;
}
/** Who is told of what happens in a browser. */
export interface BrowserWatch {
  onChange(page: Page): void;
  /** The page runs again, or has stopped: it is frozen, or its device sleeps. */
  onRunning(page: Page): void;
  onAct(page: Page, asked: Asked): (answer: Answer) => void;
  onShownNotification(browser: Browser, notification: ShownNotification): void;
}

export interface ShownNotification {
  readonly title: string;
  readonly silent: boolean;
  readonly tag: string | null;
  readonly data: unknown;
  readonly actions: readonly { readonly action: string }[];
}

interface Subscription {
  readonly endpoint: string;
  readonly options: { readonly applicationServerKey: null };
  toJSON(): object;
  unsubscribe(): PromiseLike<boolean>;
}

interface FetchInit extends HttpInit {
  readonly signal?: SimAbortSignal;
}

export class Browser {
  readonly pages = new Set<Page>();
  readonly storage = new Map<string, unknown>();
  readonly localStorage = new Map<string, string>();
  readonly grant = { isGiven: false };
  subscription: Subscription | null = null;
  permission: "default" | "granted" = "default";
  notifications: ShownNotification[] = [];
  isAsleep = false;
  /** How far the wall clock is off, ms. */
  wallOffsetMs: number;
  #sleptMs = 0;
  #asleepSince = 0;
  #lastEndpoint = 0;
  readonly #locks = new Map<string, { holder: JobContext; waiting: (() => void)[] }>();
  /** Calls of IndexedDB wait for this long, ms. */
  storageMs = 1;
  workerNumber = 0;

  constructor(readonly parts: BrowserParts) {
    this.wallOffsetMs = parts.random.chance(0.3) ? parts.random.integer(-600_000, 600_000) : 0;
  }

  wall(): number {
    return EPOCH + this.parts.core.now + this.wallOffsetMs;
  }
  /** The monotonic clock of the device, ms. */
  monotonic(): number {
    const { core, stopsInSleep } = this.parts;
    if (!stopsInSleep) return core.now;
    return core.now - this.#sleptMs - (this.isAsleep ? core.now - this.#asleepSince : 0);
  }

  open(): Page {
    const page = new Page(this);
    this.pages.add(page);
    return page;
  }

  sleep(): void {
    if (this.isAsleep) return;
    this.isAsleep = true;
    this.#asleepSince = this.parts.core.now;
    for (const page of this.pages) page.noteRunning();
  }
  wake(): void {
    if (!this.isAsleep) return;
    this.#sleptMs += this.parts.core.now - this.#asleepSince;
    this.isAsleep = false;
    for (const page of this.pages) page.noteRunning();
  }

  /** IndexedDB, for a page or the service worker. */
  keyValue(dispatch: (task: () => void) => void): object {
    const { core } = this.parts;
    const later = <T>(value: () => T): PromiseLike<T> =>
      new core.Promise<T>((resolve, reject) => {
        const { context } = core.jobs;
        core.after(this.storageMs, context, () =>
          dispatch(() => {
            try {
              resolve(value());
            } catch (error) {
              reject(error);
            }
          }),
        );
      });
    return {
      get: (key: string) => later(() => clone(this.storage.get(key))),
      update: (key: string, change: (old: unknown) => unknown) =>
        later(() => void this.storage.set(key, clone(change(clone(this.storage.get(key)))))),
    };
  }

  locks(): object {
    const { Promise, jobs } = this.parts.core;
    type Callback = (lock: object | null) => PromiseLike<unknown>;
    const release = (name: string): void => {
      const lock = this.#locks.get(name);
      const next = lock?.waiting.shift();
      if (next === undefined) this.#locks.delete(name);
      else next();
    };
    return {
      query: () => Promise.resolve({ held: [...this.#locks.keys()].map((name) => ({ name })) }),
      request: (name: string, options: object | Callback, last?: Callback) => {
        const callback = (last ?? options) as Callback;
        const { ifAvailable = false, signal } = (last === undefined ? {} : options) as {
          ifAvailable?: boolean;
          signal?: SimAbortSignal;
        };
        const { context } = jobs;
        return new Promise((resolve, reject) => {
          const run = (): void => {
            const lock = this.#locks.get(name) ?? { holder: context, waiting: [] };
            lock.holder = context;
            this.#locks.set(name, lock);
            if (context.isDead || signal?.aborted === true) return release(name);
            jobs.add(() => {
              Promise.resolve(callback({ name })).then(
                (value) => {
                  release(name);
                  resolve(value);
                },
                (error: unknown) => {
                  release(name);
                  reject(error);
                },
              );
            }, context);
          };
          const held = this.#locks.get(name);
          if (held === undefined) return run();
          if (ifAvailable) return void Promise.resolve(callback(null)).then(resolve, reject);
          held.waiting.push(run);
          signal?.addEventListener("abort", () => {
            held.waiting = held.waiting.filter((one) => one !== run);
            reject(signal.reason);
          });
        });
      },
    };
  }
  /** A page or worker has ended: its locks are free. */
  releaseLocks(context: JobContext): void {
    for (const [name, lock] of this.#locks) {
      if (lock.holder !== context) continue;
      const next = lock.waiting.shift();
      if (next === undefined) this.#locks.delete(name);
      else next();
    }
  }

  registration(): object {
    const { Promise } = this.parts.core;
    return {
      scope: "https://tomato.test/",
      active: { postMessage() {} },
      pushManager: {
        getSubscription: () => Promise.resolve(this.subscription),
        subscribe: () => Promise.resolve((this.subscription = this.#newSubscription())),
      },
      showNotification: (title: string, options: object) => {
        const {
          silent = false,
          tag = null,
          data = null,
          actions = [],
        } = options as Partial<ShownNotification>;
        const shown = { title, silent, tag, data, actions };
        this.notifications = this.notifications.filter((one) => tag === null || one.tag !== tag);
        this.notifications.push(shown);
        this.parts.watch.onShownNotification(this, shown);
        return Promise.resolve();
      },
      getNotifications: ({ tag }: { tag: string }) =>
        Promise.resolve(
          this.notifications
            .filter((one) => one.tag === tag)
            .map((one) => ({ ...one, close: () => this.dismiss(one) })),
        ),
      sync: { register: () => Promise.resolve() },
    };
  }
  dismiss(notification: ShownNotification): void {
    this.notifications = this.notifications.filter((one) => one !== notification);
  }
  #newSubscription(): Subscription {
    const { core, name } = this.parts;
    const endpoint = `${ENDPOINTS}${name}-${++this.#lastEndpoint}`;
    return {
      endpoint,
      options: { applicationServerKey: null },
      toJSON: () => ({ endpoint, keys: { p256dh: `B${"A".repeat(86)}`, auth: "A".repeat(22) } }),
      unsubscribe: () => {
        this.subscription = null;
        return core.Promise.resolve(true);
      },
    };
  }

  fetch(
    globals: () => Globals,
    dispatch: (task: () => void) => void,
  ): (path: string, init?: FetchInit) => PromiseLike<unknown> {
    const { core, network, access } = this.parts;
    return (path, init = {}) =>
      new core.Promise((resolve, reject) => {
        const { signal } = init;
        const { context } = core.jobs;
        if (signal?.aborted === true) return reject(signal.reason);
        let isOver = false;
        signal?.addEventListener("abort", () => {
          isOver = true;
          reject(signal.reason);
        });
        network.request(access, path, init, (response: SimResponse | null) =>
          dispatch(() => {
            if (isOver || context.isDead) return;
            if (response === null) return reject(new TypeError("Failed to fetch"));
            const Response = globals()["Response"] as new (body: string, init: object) => unknown;
            resolve(new Response(response.text_, { status: response.status, headers: response.headers }));
          }),
        );
      });
  }
}

/** A page of the app. */
export class Page {
  readonly context: JobContext = { isDead: false };
  readonly timers: Timers;
  readonly document = Object.assign(new BoundEventTarget(), {
    visibilityState: "visible" as "visible" | "hidden",
    title: "",
    documentElement: { lang: "en", dataset: {} },
    querySelector: () => null,
    hasFocus: (): boolean => this.document.visibilityState === "visible",
  });
  readonly window = new BoundEventTarget();
  readonly sockets = new Set<{ leave_(): void }>();
  /** The app in it; null until it has started. */
  app: OpenPage | null = null;
  isFrozen = false;
  isClosed = false;
  /** Whether a person does something in it now. */
  isPersonActing = false;
  /** Since when it is visible and runs, true ms. */
  shownSince: number;
  readonly number: number;
  readonly serial: SimSerial | null;
  readonly #waiting: (() => void)[] = [];
  #hiddenSince: number | null = null;
  readonly #startedAt: number;

  constructor(readonly browser: Browser) {
    const { core, random, programs, name, cable, room, key } = browser.parts;
    this.number = core.nextNumber();
    this.#startedAt = browser.monotonic();
    this.shownSince = core.now;
    this.timers = new Timers(core, {
      now: () => browser.monotonic(),
      align: (due) => this.#align(due),
      dispatch: (context, task) => core.jobs.run(context, task),
    });
    const dispatch = (task: () => void): void => this.dispatch(task);
    this.serial = cable === null ? null : new SimSerial(core, cable, dispatch, browser.grant);
    const globals = {
      ...makeGlobals({
        core,
        timers: this.timers,
        random: random.fork(),
        wall: () => Math.floor(browser.wall()),
        monotonic: () => browser.monotonic() - this.#startedAt,
        name,
      }),
      document: this.document,
      window: this.window,
      addEventListener: this.window.addEventListener,
      removeEventListener: this.window.removeEventListener,
      location: {
        protocol: "https:",
        host: "tomato.test",
        href: `https://tomato.test/r/${room}`,
        reload() {},
      },
      history: { replaceState() {} },
      navigator: {
        userAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36",
        languages: ["en"],
        maxTouchPoints: 0,
        locks: browser.locks(),
        ...(this.serial === null ? {} : { serial: this.serial }),
        serviceWorker: {
          getRegistration: () => core.Promise.resolve(browser.registration()),
          addEventListener() {},
        },
      },
      Notification: browser,
      localStorage: {
        getItem: (item: string) => browser.localStorage.get(item) ?? null,
        setItem: (item: string, value: string) => void browser.localStorage.set(item, value),
        removeItem: (item: string) => void browser.localStorage.delete(item),
      },
      simulatedStorage: browser.keyValue(dispatch),
      BroadcastChannel: class extends BoundEventTarget {
        postMessage(): void {}
        close(): void {}
      },
      Worker: this.#workerClass(),
      WebSocket: makeWebSocketClass(
        (_url, end) => browser.parts.network.connect(browser.parts.access, room, end),
        dispatch,
        this.sockets,
      ),
      fetch: browser.fetch(() => globals, dispatch),
    } as Globals;
    Object.assign(this.window, { PushManager: true, Notification: browser });
    globals["globalThis"] = globals;
    core.jobs.run(this.context, () => {
      const program = programs.page(globals) as {
        openPage(link: object, name: string, events: PageEvents): PromiseLike<OpenPage>;
      };
      program
        .openPage({ room, key }, name, {
          onChange: () => browser.parts.watch.onChange(this),
          onAct: (asked) => browser.parts.watch.onAct(this, asked),
        })
        .then((app) => {
          this.app = app;
          browser.parts.watch.onChange(this);
        });
    });
  }

  get isRunning(): boolean {
    return !this.isClosed && !this.isFrozen && !this.browser.isAsleep;
  }
  get isVisible(): boolean {
    return this.document.visibilityState === "visible";
  }
  get name(): string {
    return this.browser.parts.name;
  }

  /** Runs an event of this page now, or when it runs again. */
  dispatch(task: () => void): void {
    if (this.isClosed && this.context.isDead) return;
    if (this.isRunning || this.isClosed) this.browser.parts.core.jobs.run(this.context, task);
    else this.#waiting.push(task);
  }

  #align(due: number): number {
    if (this.#hiddenSince === null) return due;
    const now = this.browser.monotonic();
    const stepMs = now - this.#hiddenSince > INTENSIVE_MS ? 60_000 : 1000;
    return Math.ceil(due / stepMs) * stepMs;
  }

  /** Timers of a dedicated worker: a hidden page has them in time. */
  #workerClass(): unknown {
    const { core } = this.browser.parts;
    const { browser } = this;
    const dispatch = (task: () => void): void => this.dispatch(task);
    const own = (this.workerTimers = new Timers(core, {
      now: () => browser.monotonic(),
      align: (due) => due,
      dispatch: (context, task) => core.jobs.run(context, task),
    }));
    return class {
      onmessage: ((event: object) => void) | null = null;
      onerror: ((event: object) => void) | null = null;
      readonly #running = new Map<number, number>();
      postMessage({ id, ms }: { id: number; ms: number | null }): void {
        own.clear(this.#running.get(id));
        this.#running.delete(id);
        if (ms === null) return;
        this.#running.set(
          id,
          own.set(() => {
            this.#running.delete(id);
            dispatch(() => this.onmessage?.(new SimMessageEvent("message", { data: id })));
          }, ms),
        );
      }
    };
  }
  workerTimers!: Timers;

  /** After a change of whether it runs. */
  noteRunning(): void {
    const timers = [this.timers, this.workerTimers];
    this.browser.parts.watch.onRunning(this);
    if (!this.isRunning) return timers.forEach((one) => one.stop());
    this.shownSince = this.browser.parts.core.now;
    timers.forEach((one) => one.resume());
    for (const task of this.#waiting.splice(0)) this.dispatch(task);
  }
  freeze(isFrozen: boolean): void {
    if (this.isFrozen === isFrozen) return;
    this.isFrozen = isFrozen;
    this.noteRunning();
  }
  setVisible(isVisible: boolean): void {
    if (this.isVisible === isVisible || this.isClosed) return;
    this.document.visibilityState = isVisible ? "visible" : "hidden";
    this.shownSince = this.browser.parts.core.now;
    this.#hiddenSince = isVisible ? null : this.browser.monotonic();
    this.timers.reschedule();
    this.dispatch(() => this.document.dispatchEvent(new SimEvent("visibilitychange")));
  }
  tell(type: "online" | "offline" | "pageshow" | "pagehide"): void {
    this.dispatch(() => this.window.dispatchEvent(new SimEvent(type)));
  }

  act(task: (app: OpenPage) => PromiseLike<Answer> | undefined | void): void {
    const { app } = this;
    if (app === null || !this.isRunning) return;
    this.isPersonActing = true;
    this.browser.parts.core.jobs.run(this.context, () => {
      void task(app);
      this.isPersonActing = false;
    });
  }

  /** The app closes everything by itself, as where a page shows another room. */
  dispose(): void {
    this.act((app) => app.close());
    this.isClosed = true;
    this.browser.pages.delete(this);
  }
  /** The page ends at once. */
  end(): void {
    this.isClosed = true;
    this.context.isDead = true;
    this.timers.end();
    this.workerTimers.end();
    this.serial?.end();
    this.browser.releaseLocks(this.context);
    this.browser.pages.delete(this);
    // The system closes its connections.
    for (const socket of this.sockets) socket.leave_();
    this.sockets.clear();
  }
}
