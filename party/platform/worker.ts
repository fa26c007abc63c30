/** The worker of `npm start`: serves the rooms and the app on one port, on plain workerd. */
import Room from "../server";
import { textResponse } from "../http/headers";
import { roomAddress } from "../http/routing";
import { serveStatic } from "../http/staticFiles";
import { parseRanges } from "../shared/addresses";
import type { Range } from "../shared/addresses";
import { RoomObject, settingsOf } from "./facade";
import type { Env } from "./facade";
import { restoreRequest } from "./proxy";

export { RoomObject };

/** Parsed with the first request, because the settings are the same for every request. */
let proxies: readonly Range[] | undefined;

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    try {
      if (!hasPath(request.url)) return textResponse(404, "not found");
      if (new URL(request.url).pathname.startsWith("/part")) return await passToRoom(request, env);
      return await serveStatic(request, async (path) => {
        const file = await env.ASSETS.fetch(`http://assets${path}`);
        if (file.ok) return file;
        await file.body?.cancel();
        return null;
      });
    } catch (error) {
      console.error("a request failed", error);
      return textResponse(500, "the server failed");
    }
  },
};

/** Refuses the request, or passes it on to the room in its path. */
async function passToRoom(received: Request, env: Env): Promise<Response> {
  const request = restoreRequest(received, (proxies ??= parseRanges(env["TRUST_PROXY"]).values));
  const isSocket = request.headers.get("upgrade")?.toLowerCase() === "websocket";
  const lobby = { env: settingsOf(env) };
  const admitted = isSocket ? Room.onBeforeConnect(request, lobby) : Room.onBeforeRequest(request);
  if (admitted instanceof Response) return admitted;
  const id = roomAddress(admitted.url)?.id;
  if (id === undefined) return textResponse(404, "no such room");
  return env.ROOMS.get(env.ROOMS.idFromName(id)).fetch(admitted);
}

/** Whether the URL has a path. `GET *` is valid HTTP and has none. */
function hasPath(url: string): boolean {
  try {
    return new URL(url).pathname.startsWith("/");
  } catch {
    return false;
  }
}
