import { describe, expect, it } from "vitest";
import { PHONE, tomato } from "../harness/browser";
import { controlLink, roomIn, setUpBrowser } from "../harness/browser-setup";
import { HttpProxy } from "../harness/http-proxy";
import { waitForServiceWorker } from "../harness/installable";
import { readKeyval } from "../harness/keyval";

const here = setUpBrowser({ hasServiceWorker: true });

/** Runs in the service worker: after a message its caches never answer. */
function silenceCachesOnMessage(): void {
  addEventListener("message", ({ data }) => {
    if (data !== "silence the caches") return;
    const silent = (): Promise<never> => new Promise(() => {});
    Object.assign(CacheStorage.prototype, { open: silent, match: silent, has: silent, keys: silent });
    Object.assign(Cache.prototype, { match: silent, matchAll: silent, keys: silent });
  });
}

/** Each database opens 2 s later than it would. */
function delayStorage(): void {
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (...args) {
    const request = open.apply(this, args);
    const late = {
      get result() {
        return request.result;
      },
    } as IDBOpenDBRequest;
    request.onupgradeneeded = (event) => late.onupgradeneeded?.(event);
    request.onsuccess = (event) => setTimeout(() => late.onsuccess?.(event), 2000);
    return late;
  };
}

it("the app of a device whose storage takes 2 s to answer opens the room that it was in last, with its key", async () => {
  const page = await here.open(here.server.http, PHONE, (page) => page.addInitScript(delayStorage));
  const link = await controlLink(page);
  await expect.poll(() => readKeyval(page, "rooms")).toMatchObject([{ room: roomIn(link) }]);
  await page.goto(here.server.http);
  expect((await controlLink(page)).href).toBe(link.href);
});

describe("a browser that forbids storage", () => {
  const FORBIDDEN = {
    "has no IndexedDB": () => Reflect.deleteProperty(IDBFactory.prototype, "open"),
    "throws when a database is opened": () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException("not here", "SecurityError");
      };
    },
    "reports an error after a database was opened": () => {
      IDBFactory.prototype.open = function () {
        const request = new EventTarget() as IDBOpenDBRequest;
        const refuse = (): void => request.onerror?.(new Event("error"));
        Object.defineProperty(request, "error", { value: new DOMException("not here", "UnknownError") });
        setTimeout(refuse);
        return request;
      };
    },
    "never opens a database": () => {
      IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest;
    },
    "never ends a transaction": () => {
      const silent = (): IDBRequest => new EventTarget() as IDBRequest;
      IDBObjectStore.prototype.get = silent;
    },
    "throws when its service workers are asked for": () => {
      Object.defineProperty(Navigator.prototype, "serviceWorker", {
        get() {
          throw new DOMException("not here", "SecurityError");
        },
      });
    },
  };
  it.each(Object.entries(FORBIDDEN))(
    "a browser that %s still shows the tomato, which can be pressed",
    async (_, forbid) => {
      const page = await here.open(here.server.http, PHONE, (page) => page.addInitScript(forbid));
      await page.getByText("Press to start working").waitFor();
      await tomato(page, "Press Me!").click();
      await tomato(page, "Work").waitFor();
    },
  );

  it("an app whose service worker gets no answer from its caches is loaded from the network", async () => {
    const front = await HttpProxy.start(here.server.port);
    try {
      front.appended.set("/sw.js", `;(${silenceCachesOnMessage.toString()})()`);
      const page = await here.open(front.url, PHONE);
      const link = await controlLink(page);
      await waitForServiceWorker(page);
      await page.evaluate(async () => {
        const { active } = await navigator.serviceWorker.ready;
        active?.postMessage("silence the caches");
      });
      await page.goto(link.href);
      await page.reload(); // a navigation to the same address alone would not load the page again
      await page.getByText("Press to start working").waitFor();
    } finally {
      await front.close();
    }
  });

  it("the Host sheet offers to connect a board where the browser never lists the granted ones", async () => {
    const page = await here.open(here.server.http, PHONE, (page) =>
      page.addInitScript(() => {
        const serial = Object.assign(new EventTarget(), { getPorts: () => new Promise(() => {}) });
        Object.defineProperty(navigator, "serial", { value: serial });
        localStorage.setItem("shared-pomodoro board", "serial:2341:0043");
      }),
    );
    await page.getByRole("button", { name: "Host", exact: true }).click();
    await page.getByRole("button", { name: "Try without a board" }).waitFor();
  });

  it("the sheet This device says what notifications can do where the browser never tells its subscription", async () => {
    const page = await here.open(here.server.http, PHONE, (page) =>
      page.addInitScript(() => {
        ServiceWorkerContainer.prototype.getRegistration = () => new Promise(() => {});
      }),
    );
    await page.getByRole("button", { name: "This device" }).click();
    await page
      .getByRole("region", { name: /locked/ })
      .getByRole("listitem")
      .first()
      .waitFor(); // the sheet waits 5 s for the answer
  });
});
