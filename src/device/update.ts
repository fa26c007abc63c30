/** Registers the service worker, and says when a newer version of the app waits. It never reloads the page by itself. */
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";

/** How often an open page checks for a newer version, in ms. It also checks when it becomes visible. */
const CHECK_INTERVAL_MS = 60 * 60 * 1000;
/** A page that becomes visible again within this time after the last check does not check, in ms. */
const MIN_CHECK_MS = 60_000;

export interface Update {
  /** Whether a newer version can be used. */
  readonly ready: Accessor<boolean>;
  /** Switches to the newer version. This reloads the page. */
  readonly apply: () => void;
}

function makeUpdate(): Update {
  const [ready, setReady] = createSignal(false);
  let registration: ServiceWorkerRegistration | undefined;
  let isApplying = false;

  function checkWaiting(): void {
    // Without a controller the waiting version is the first one that this browser has.
    if (registration?.waiting && navigator.serviceWorker.controller !== null) setReady(true);
  }
  async function register(): Promise<void> {
    const hadController = navigator.serviceWorker.controller !== null;
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      if (isApplying) location.reload();
      else if (hadController) setReady(true); // another tab has switched to the newer version
    });
    registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
    checkWaiting();
    registration.addEventListener("updatefound", () => {
      registration?.installing?.addEventListener("statechange", checkWaiting);
    });
    const checkServer = (): void => void registration?.update().catch(() => {}); // offline: the next check
    let checkedAt = performance.now();
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "visible" || performance.now() - checkedAt < MIN_CHECK_MS) return;
      checkedAt = performance.now();
      checkServer();
    });
    setInterval(checkServer, CHECK_INTERVAL_MS);
  }
  // The development server has no service worker. Where a browser forbids it, the app works without one.
  if (import.meta.env.PROD && "serviceWorker" in navigator) register().catch(() => {});

  return {
    ready,
    apply() {
      isApplying = true;
      const waiting = registration?.waiting;
      if (waiting) waiting.postMessage({ type: "take-over" });
      else location.reload();
    },
  };
}

/** There is one service worker, so all parts of the page share this one. */
export const update: Update = makeUpdate();
