/**
 * The one way to the service worker of this page. Where a browser forbids storage it has none, and each question about
 * it fails: Firefox and Chromium reject, others throw at once.
 */
import { ANSWER_MS, inTime } from "./inTime";

/** Null in a browser without them or that forbids them, and on a page that came over plain HTTP. */
export function serviceWorkers(): ServiceWorkerContainer | null {
  try {
    return "serviceWorker" in navigator ? navigator.serviceWorker : null;
  } catch {
    return null;
  }
}

/** Null where none is registered, and where the browser forbids or does not tell it. Never rejects. */
export async function currentRegistration(): Promise<ServiceWorkerRegistration | null> {
  try {
    const container = serviceWorkers();
    // `ready` would never resolve where none is registered.
    return container === null ? null : ((await inTime(container.getRegistration(), ANSWER_MS)) ?? null);
  } catch {
    return null;
  }
}
