/** Delivers pushes without a push service, through Chromium's developer tools, and reads the notifications they show. */
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
/** The globals of the service worker, for code that runs there. */
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
 * Before the page is opened. Replaces `pushManager.subscribe`, which would wait for a push service for ever. `json` is
 * the result of `PushSubscription.toJSON()`. A subscription survives a reload, as in a browser.
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

/** The app's active service worker of this browser profile. */
export async function getServiceWorker(page: Page): Promise<Worker> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  return waitFor("the service worker", () => page.context().serviceWorkers()[0]);
}

/**
 * Runs the real push handler and resolves when it has finished. A push that does not reach the worker is sent again, as
 * a push service does.
 *
 * Do not call `readNotifications` before that: Chromium takes a notification that is stored but not yet on the screen for
 * one that was dismissed, and deletes it (PlatformNotificationContextImpl reads the screen before its own list).
 */
export async function deliverPush(page: Page, payload: unknown): Promise<void> {
  const worker = await getServiceWorker(page);
  const before = await countPushes(worker);
  for (let tries = 1; ; tries++) {
    await sendPush(page, payload);
    try {
      await waitFor(
        "the push in the worker",
        async () => (await countPushes(worker)).reached > before.reached,
      );
      break;
    } catch (error) {
      if (tries === 3) throw error;
    }
  }
  await waitFor("the end of the push handler", async () => (await countPushes(worker)).done > before.done);
}

/** How many pushes have reached the worker since the first call of this, and how many of them it has handled. */
const countPushes = (worker: Worker): Promise<{ reached: number; done: number }> =>
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
        const finish = (): number => pushes.done++;
        void Promise.resolve(work).then(finish, finish);
      };
    }
    return scope.pushes;
  });

async function sendPush(page: Page, payload: unknown): Promise<void> {
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

/** The notifications that are on the screen. */
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

/** Takes all notifications off the screen, as a person does. */
export const closeNotifications = (worker: Worker): Promise<void> =>
  worker.evaluate(async () => {
    const { registration } = globalThis as unknown as WorkerScope;
    for (const shown of await registration.getNotifications()) shown.close();
  });

/**
 * Clicks the first notification: a button of it, or, with the action "", the notification itself. Chromium has no way to
 * do that from outside, so the event is made in the worker. The handler is the real one; but such an event may not open
 * windows, so the addresses that the handler would open are returned instead.
 */
export const clickNotification = (worker: Worker, action: string): Promise<string[]> =>
  worker.evaluate(async (action) => {
    const scope = globalThis as unknown as WorkerScope;
    const [notification] = await scope.registration.getNotifications();
    if (notification === undefined) throw new Error("there is no notification to click");
    const opened: string[] = [];
    Object.assign(scope.clients, { openWindow: async (url: string) => (opened.push(url), null) });
    const event = new scope.NotificationEvent("notificationclick", { notification, action });
    let handled: Promise<unknown> = Promise.resolve();
    Object.defineProperty(event, "waitUntil", { value: (done: Promise<unknown>) => (handled = done) });
    scope.dispatchEvent(event);
    await handled;
    return opened;
  }, action);
