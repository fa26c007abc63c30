/** Registers the service worker, and says when a newer version of the app waits. It never reloads by itself. */
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";

/** How often an open page asks for a newer version, in ms; also when it becomes visible. */
const ASK_MS = 60 * 60 * 1000;

export interface Update {
  /** Whether a newer version is there for the taking. */
  readonly ready: Accessor<boolean>;
  /** Takes it: the page is loaded anew. */
  readonly take: () => void;
}

function makeUpdate(): Update {
  const [ready, setReady] = createSignal(false);
  let registration: ServiceWorkerRegistration | undefined;
  let taking = false;

  function look(): void {
    // Without a controller this is the very first version: there is nothing to update.
    if (registration?.waiting && navigator.serviceWorker.controller !== null) setReady(true);
  }
  async function register(): Promise<void> {
    const hadController = navigator.serviceWorker.controller !== null;
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      if (taking) location.reload();
      else if (hadController) setReady(true); // another tab took the new version; this one may follow when it suits
    });
    registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
    look();
    registration.addEventListener("updatefound", () => {
      const coming = registration?.installing;
      coming?.addEventListener("statechange", look);
    });
    let asked = performance.now();
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "visible" || performance.now() - asked < 60_000) return;
      asked = performance.now();
      registration?.update().catch(() => {}); // no network: next time
    });
    setInterval(() => registration?.update().catch(() => {}), ASK_MS);
  }
  // In development there is none; where a browser forbids it, the app works without.
  if (import.meta.env.PROD && "serviceWorker" in navigator) register().catch(() => {});

  return {
    ready,
    take() {
      taking = true;
      const waiting = registration?.waiting;
      if (waiting) waiting.postMessage({ type: "take-over" });
      else location.reload();
    },
  };
}

/** The one of this page: there is one service worker, however many parts of the screen ask. */
export const update: Update = makeUpdate();
