/** Notifications and the badge, as this app shows them. */
import type { Memory } from "./payload";

declare const self: ServiceWorkerGlobalScope;

/** What browsers have and TypeScript's library has not. */
interface Options extends NotificationOptions {
  readonly actions?: readonly { readonly action: string; readonly title: string }[];
  /** Whether a notification that replaces another calls anew. */
  readonly renotify?: boolean;
  readonly vibrate?: readonly number[];
}

export interface Note {
  readonly title: string;
  readonly body: string;
  /** Null: it is about no room that we know. */
  readonly about: Memory | null;
  readonly actions?: Options["actions"];
  /** Whether it makes a noise. */
  readonly rings: boolean;
}

/** One notification a room: a new one takes the place of the old. */
export function notify({ title, body, about, actions = [], rings }: Note): Promise<void> {
  const options: Options = {
    body,
    icon: "/pwa-192x192.png",
    badge: "/badge-96x96.png",
    ...(about === null ? {} : { tag: about.room, data: about, renotify: rings }),
    actions,
    silent: !rings,
    ...(rings ? { vibrate: [400, 200, 400] } : {}),
  };
  return self.registration.showNotification(title, options);
}

/** A dot on the app's icon while an alarm waits. */
export async function badge(alarm: boolean): Promise<void> {
  const { navigator } = self;
  if (!("setAppBadge" in navigator)) return;
  await (alarm ? navigator.setAppBadge() : navigator.clearAppBadge()).catch(() => {}); // only a hint
}
