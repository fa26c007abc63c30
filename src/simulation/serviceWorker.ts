/** The service worker of a browser: started for each event, and stopped by the browser at any moment. */
import type { Browser, Page, ShownNotification } from "./browser";
import { SimEventTarget, SimMessageEvent } from "./events";
import type { JobContext } from "./jobs";
import { makeGlobals } from "./realm";
import type { Globals } from "./realm";
import { Timers } from "./timers";

interface WorkerProgram {
  handlePush(text: string): PromiseLike<void>;
  handleClick(notification: object, action: string): PromiseLike<void>;
  resubscribe(event: object): PromiseLike<void>;
}

class SimPort extends SimEventTarget {
  onmessage: ((event: object) => void) | null = null;
  other: SimPort | null = null;
  readonly deliver: (task: () => void) => void;
  constructor(deliver: (task: () => void) => void) {
    super();
    this.deliver = deliver;
  }
  postMessage(data: unknown): void {
    const { other } = this;
    other?.deliver(() => other.onmessage?.(new SimMessageEvent("message", { data })));
  }
  close(): void {
    this.onmessage = null;
  }
}

/** Runs one event of the service worker. `stopAfterMs`: when the browser stops it; null: not before it has ended. */
function run(
  browser: Browser,
  event: (program: WorkerProgram) => PromiseLike<void>,
  stopAfterMs: number | null,
  onEnd: (isDone: boolean) => void,
): void {
  const { core, random, programs, name, room } = browser.parts;
  const context: JobContext = { isDead: false };
  const dispatch = (task: () => void): void => core.jobs.run(context, task);
  const timers = new Timers(core, {
    now: () => core.now,
    align: (due) => due,
    dispatch: (owner, task) => core.jobs.run(owner, task),
  });
  const end = (isDone: boolean): void => {
    if (context.isDead) return;
    context.isDead = true;
    timers.end();
    browser.releaseLocks(context);
    onEnd(isDone);
  };
  const startedAt = core.now;
  const registration = browser.registration();
  const navigator = {
    userAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36",
    languages: ["en"],
    locks: browser.locks(),
  };
  const clientOf = (page: Page): object => ({
    url: `https://tomato.test/r/${room}`,
    focus: () => core.Promise.resolve(page.setVisible(true)),
    // The page that has the focus sounds, unless it does not run.
    postMessage: (_message: unknown, [port]: [SimPort]) =>
      void (page.isVisible && page.dispatch(() => port.postMessage(true))),
  });
  const globals = {
    ...makeGlobals({
      core,
      timers,
      random: random.fork(),
      wall: () => Math.floor(browser.wall()),
      monotonic: () => core.now - startedAt,
      name: `${name}'s worker`,
    }),
    navigator,
    self: {
      registration,
      navigator,
      clients: {
        matchAll: () => core.Promise.resolve([...browser.pages].map(clientOf)),
        openWindow: () => core.Promise.resolve(void browser.open()),
      },
    },
    MessageChannel: class {
      readonly port1 = new SimPort(dispatch);
      readonly port2 = new SimPort(dispatch);
      constructor() {
        this.port1.other = this.port2;
        this.port2.other = this.port1;
      }
    },
    simulatedStorage: browser.keyValue(dispatch),
    fetch: browser.fetch(() => globals, dispatch),
  } as Globals;
  globals["globalThis"] = globals;
  if (stopAfterMs !== null) core.after(stopAfterMs, { isDead: false }, () => end(false));
  core.jobs.run(context, () => {
    event(programs.worker(globals) as unknown as WorkerProgram).then(() => end(true));
  });
}

/** A push has arrived. */
export function receivePush(
  browser: Browser,
  text: string,
  stopAfterMs: number | null,
  onEnd: (isDone: boolean) => void,
): void {
  run(browser, (program) => program.handlePush(text), stopAfterMs, onEnd);
}

/** The person presses the button of a notification, or the notification. */
export function clickNotification(browser: Browser, notification: ShownNotification, action: string): void {
  const clicked = { ...notification, close: () => browser.dismiss(notification) };
  run(
    browser,
    (program) => program.handleClick(clicked, action),
    null,
    () => {},
  );
}
