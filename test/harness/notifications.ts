/** Pushes without a push service: Chromium hands the payload to the real service worker as if one had brought it. */
import type { Page, Worker } from "playwright-core";
import { waitFor } from "./wait";

export interface ShownNotification {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
  readonly silent: boolean | null;
  readonly data: unknown;
  readonly actions: readonly { readonly action: string; readonly title: string }[];
}
/** What the worker's world has, for code that is run there. */
interface WorkerScope {
  readonly registration: { getNotifications(): Promise<(ShownNotification & { close(): void })[]> };
  dispatchEvent(event: Event): boolean;
  readonly ExtendableEvent: { prototype: Event & { waitUntil(this: Event, work: unknown): void } };
  readonly NotificationEvent: new (
    type: string,
    init: { notification: unknown; action: string },
  ) => Event & { waitUntil(done: Promise<unknown>): void };
  readonly clients: { openWindow(url: string): Promise<unknown> };
}

/**
 * Before the page's own scripts: `pushManager.subscribe` would wait for ever for a push service. `json` is what
 * `PushSubscription.toJSON()` gives; that there is a subscription is kept as a browser keeps it, over a reload.
 */
export const stubSubscription = (page: Page, json: object): Promise<unknown> =>
  page.addInitScript((json) => {
    const PLACE = "stub-subscription";
    const subscription = {
      ...json,
      options: { applicationServerKey: null, userVisibleOnly: true },
      toJSON: () => json,
      unsubscribe: async () => (sessionStorage.removeItem(PLACE), true),
    };
    Object.assign(PushManager.prototype, {
      subscribe: async () => (sessionStorage.setItem(PLACE, "yes"), subscription),
      getSubscription: async () => (sessionStorage.getItem(PLACE) === null ? null : subscription),
    });
  }, json);

/** The app's service worker of this browser profile, active and awake. */
export async function getServiceWorker(page: Page): Promise<Worker> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  return waitFor("the service worker", () => page.context().serviceWorkers()[0]);
}

/**
 * Runs the real push handler, and waits until it has shown what it shows: what never reached the worker is handed over
 * again, as a push service would; what has reached it never is.
 *
 * Until then nobody may ask for the notifications: Chromium takes one that is noted down and not yet on the screen for
 * one that was swiped away, and forgets it (PlatformNotificationContextImpl reads the screen before its own list).
 */
export async function deliverPush(page: Page, payload: unknown): Promise<void> {
  const worker = await getServiceWorker(page);
  const before = await pushesIn(worker);
  for (let tries = 1; ; tries++) {
    await handOver(page, payload);
    try {
      await waitFor("the push in the worker", async () => (await pushesIn(worker)).reached > before.reached);
      break;
    } catch (error) {
      if (tries === 3) throw error;
    }
  }
  await waitFor("the push to be dealt with", async () => (await pushesIn(worker)).done > before.done);
}

/** How many pushes the worker was given since it was first asked, and how many of them it is through with. */
const pushesIn = (worker: Worker): Promise<{ reached: number; done: number }> =>
  worker.evaluate(() => {
    const scope = globalThis as unknown as WorkerScope & { pushes?: { reached: number; done: number } };
    if (scope.pushes === undefined) {
      const pushes = (scope.pushes = { reached: 0, done: 0 });
      const { prototype } = scope.ExtendableEvent;
      const wait = prototype.waitUntil;
      prototype.waitUntil = function (work) {
        wait.call(this, work);
        if (this.type !== "push") return;
        pushes.reached++;
        const through = (): number => pushes.done++;
        void Promise.resolve(work).then(through, through);
      };
    }
    return scope.pushes;
  });

async function handOver(page: Page, payload: unknown): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const origin = new URL(page.url()).origin;
  const found = new Promise<string>((done) =>
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const own = registrations.find(({ scopeURL, isDeleted }) => scopeURL === `${origin}/` && !isDeleted);
      if (own !== undefined) done(own.registrationId);
    }),
  );
  await session.send("ServiceWorker.enable");
  const data = typeof payload === "string" ? payload : JSON.stringify(payload);
  await session.send("ServiceWorker.deliverPushMessage", { origin, registrationId: await found, data });
  await session.detach();
}

export const readNotifications = (worker: Worker): Promise<ShownNotification[]> =>
  worker.evaluate(async () => {
    const { registration } = globalThis as unknown as WorkerScope;
    return (await registration.getNotifications()).map(({ title, body, tag, silent, data, actions }) => ({
      title,
      body,
      tag,
      silent,
      data,
      actions: actions.map(({ action, title }) => ({ action, title })),
    }));
  });

/**
 * A tap on the one notification that is there; `action` "" for the rest of it. Chromium has no way to do that from
 * outside, so the event is made in the worker: the handler is the real one, but the tap gives it no right to open or
 * focus windows, so what it would open is returned instead.
 */
export const clickNotification = (worker: Worker, action: string): Promise<string[]> =>
  worker.evaluate(async (action) => {
    const scope = globalThis as unknown as WorkerScope;
    const [notification] = await scope.registration.getNotifications();
    if (notification === undefined) throw new Error("there is no notification to tap");
    const opened: string[] = [];
    Object.assign(scope.clients, { openWindow: async (url: string) => (opened.push(url), null) });
    const event = new scope.NotificationEvent("notificationclick", { notification, action });
    let handled: Promise<unknown> = Promise.resolve();
    Object.defineProperty(event, "waitUntil", { value: (done: Promise<unknown>) => (handled = done) });
    scope.dispatchEvent(event);
    await handled;
    return opened;
  }, action);
