/** The open windows of this app. */
import { inTime } from "../device/inTime";

declare const self: ServiceWorkerGlobalScope;

/** Only those that show this room. */
export async function windowsOf(room: string): Promise<readonly WindowClient[]> {
  const all = (await inTime(self.clients.matchAll({ type: "window", includeUncontrolled: true }))) ?? [];
  return all.filter((client) => new URL(client.url).pathname === `/r/${room}`);
}
