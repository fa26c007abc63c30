/** One HTTP request to a room. */
import type { ChangeMessage } from "../../party/shared/clientMessages";
import type { ErrorMessage } from "../../party/shared/errors";
import { parseServerMessage } from "../../party/shared/serverMessages";
import type { RoomMessage } from "../../party/shared/serverMessages";

/** How long the room has to answer, in ms. */
const TIMEOUT_MS = 4000;

/** An action, and who sends it. An empty name is none. */
export interface HttpAction {
  readonly action: ChangeMessage;
  readonly name: string;
  readonly key: string | null;
}

/**
 * Sends an action to the room, or without one asks for the room. `origin`: the room's server, where that is not the one of
 * the page. Resolves to the room's answer, or to null where there is
 * none: no network, an answer of a proxy, `stop` was aborted, or it took too long.
 */
export async function askRoom(
  room: string,
  {
    action,
    stop,
    origin = "",
  }: { readonly action?: HttpAction; readonly stop?: AbortSignal; readonly origin?: string } = {},
): Promise<RoomMessage | ErrorMessage | null> {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const timer = setTimeout(abort, TIMEOUT_MS);
  stop?.addEventListener("abort", abort);
  try {
    const response = await fetch(`${origin}/parties/main/${room}`, {
      ...(action === undefined ? {} : initOf(action)),
      cache: "no-store",
      signal: controller.signal,
    });
    const message = parseServerMessage(await response.text());
    return message?.type === "room" || message?.type === "error" ? message : null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

const initOf = ({ action, name, key }: HttpAction): RequestInit => ({
  method: "POST",
  headers: {
    "content-type": "application/json",
    ...(key === null ? {} : { authorization: `Bearer ${key}` }),
  },
  body: JSON.stringify({ ...action, via: action.via ?? "app", ...(name === "" ? {} : { name }) }),
});
