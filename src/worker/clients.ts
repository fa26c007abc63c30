/** The open windows of this app. */
declare const self: ServiceWorkerGlobalScope;

/** Only those that show this room. */
export async function windowsOf(room: string): Promise<readonly WindowClient[]> {
  const all = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  return all.filter((client) => new URL(client.url).pathname === `/r/${room}`);
}
