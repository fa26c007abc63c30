/** Shows notifications, and the badge on the app's icon. */
import type { NotificationData } from "./payload";

declare const self: ServiceWorkerGlobalScope;

/** Properties that TypeScript's library does not have. */
interface Options extends NotificationOptions {
  readonly actions?: readonly { readonly action: string; readonly title: string }[];
  /** Whether a notification that replaces another one alerts the person again. */
  readonly renotify?: boolean;
  readonly vibrate?: readonly number[];
}

export interface Note {
  readonly title: string;
  readonly body: string;
  /** Null where the room is not known. */
  readonly data: NotificationData | null;
  readonly actions?: Options["actions"];
  /** Whether it makes a sound and vibrates. */
  readonly rings: boolean;
}

/** There is one notification for each room: a new one replaces the old one. */
export function notify({ title, body, data, actions = [], rings }: Note): Promise<void> {
  const options: Options = {
    body,
    icon: "/pwa-192x192.png",
    badge: "/badge-96x96.png",
    ...(data === null ? {} : { tag: data.room, data, renotify: rings }),
    actions,
    silent: !rings,
    ...(rings ? { vibrate: [400, 200, 400] } : {}),
  };
  return self.registration.showNotification(title, options);
}

/** Sets the badge on the app's icon, or clears it. */
export async function setBadge(isAlarm: boolean): Promise<void> {
  const { navigator } = self;
  if (!("setAppBadge" in navigator)) return;
  await (isAlarm ? navigator.setAppBadge() : navigator.clearAppBadge()).catch(() => {}); // the badge is only a hint
}
