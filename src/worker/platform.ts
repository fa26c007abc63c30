/** What the platform of this device requires of a service worker. */
import { subscriptionOf } from "../alarm/unsubscribe";

declare const self: ServiceWorkerGlobalScope;

/** Apple ends a subscription after three pushes for which the service worker shows no notification. */
export async function requiresNotification(): Promise<boolean> {
  const { userAgent } = self.navigator;
  if (/iPhone|iPad|iPod/.test(userAgent)) return true;
  const isSafari = /AppleWebKit/.test(userAgent) && !/Chrome|Android/.test(userAgent);
  return (
    isSafari ||
    /^https:\/\/[^/]*\.push\.apple\.com\//.test((await subscriptionOf(self.registration))?.endpoint ?? "")
  );
}
