/**
 * Registers the service worker, and says when a newer version of the app can be used or has to be: a server that has a
 * newer version may have the files of this one no more. It never reloads the page by itself.
 */
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import { inTime } from "./inTime";
import { isGone } from "./isGone";
import { serviceWorkers } from "./serviceWorker";

/** How often an open page checks for a newer version, in ms. It also checks when it becomes visible. */
const CHECK_INTERVAL_MS = 60 * 60 * 1000;
/** A page that becomes visible again within this time after the last check does not check, in ms. */
const MIN_CHECK_MS = 60_000;
/** How long a switch to the newer version may take before the page is reloaded all the same, in ms. */
const SWITCH_MS = 20_000;

export interface Update {
  /** Whether a newer version can be used. */
  readonly ready: Accessor<boolean>;
  /** Whether a part of this version could not be loaded because the server has a newer one. */
  readonly needed: Accessor<boolean>;
  /** Switches to the newer version. This reloads the page. */
  readonly apply: () => void;
}

function makeUpdate(): Update {
  const [ready, setReady] = createSignal(false);
  const [needed, setNeeded] = createSignal(false);
  const container = serviceWorkers();
  let registration: ServiceWorkerRegistration | undefined;
  let isApplying = false;

  function checkWaiting(): void {
    // Without a controller the waiting version is the first one that this browser has.
    if (registration?.waiting && container?.controller != null) setReady(true);
  }
  /** Resolves when the browser has found a newer service worker, or none. Offline: the next check. */
  const checkServer = async (): Promise<unknown> =>
    registration && inTime(registration.update(), SWITCH_MS).catch(() => {});

  async function register(container: ServiceWorkerContainer): Promise<void> {
    const hadController = container.controller !== null;
    container.addEventListener("controllerchange", () => {
      if (isApplying) location.reload();
      else if (hadController) setReady(true); // another tab has switched to the newer version
    });
    registration = await container.register("/sw.js", { updateViaCache: "none" });
    checkWaiting();
    registration.addEventListener("updatefound", () => {
      registration?.installing?.addEventListener("statechange", checkWaiting);
    });
    let checkedAt = performance.now();
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "visible" || performance.now() - checkedAt < MIN_CHECK_MS) return;
      checkedAt = performance.now();
      void checkServer();
    });
    setInterval(checkServer, CHECK_INTERVAL_MS);
  }
  // The development server has no service worker. Where a browser forbids it, the app works without one.
  if (import.meta.env.PROD && container !== null) register(container).catch(() => {});

  // Vite reports every script and style sheet that an `import()` could not load.
  // eslint-disable-next-line solid/reactivity -- an event handler
  addEventListener("vite:preloadError", ({ payload }) => {
    if (needed()) return;
    void isGone(payload.message).then((gone) => {
      if (!gone) return;
      setNeeded(true);
      void checkServer();
    });
  });

  /** Makes a newer service worker take over, where there is one: the present one would answer with this version. */
  async function apply(): Promise<void> {
    isApplying = true;
    setTimeout(() => location.reload(), SWITCH_MS);
    if (!registration?.waiting) await checkServer();
    const worker = registration?.waiting ?? registration?.installing;
    function follow(): void {
      if (worker?.state === "installed") worker.postMessage({ type: "take-over" });
      else if (worker?.state !== "installing" && worker?.state !== "activating") location.reload();
    }
    worker?.addEventListener("statechange", follow);
    follow();
  }

  return { ready, needed, apply: () => void apply() };
}

/** There is one service worker, so all parts of the page share this one. */
export const update: Update = makeUpdate();
