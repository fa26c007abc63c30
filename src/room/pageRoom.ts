/** The room that the server has put into the page: its state when the page was requested. */
import { parseServerMessage } from "../../party/shared/serverMessages";
import type { RoomMessage } from "../../party/shared/serverMessages";

/** As if the server told it now. Null in a page that carries none, such as one from the service worker. */
export function readPageRoom(): RoomMessage | null {
  const message = parseServerMessage(document.getElementById("room")?.textContent ?? "");
  if (message?.type !== "room") return null;
  const [load] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return { ...message, now: Math.round(message.now + performance.now() - (load?.responseStart ?? 0)) };
}
