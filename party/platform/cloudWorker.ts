/**
 * The worker of `npm run deploy -- --workers`: the same rooms and the same app as under `npm start`, on Cloudflare. There
 * is no folder, no disk that can be full and no proxy in between: the platform stores the rooms and tells who has asked.
 */
import Room from "../server";
import { textResponse } from "../http/headers";
import { roomAddress } from "../http/routing";
import { serveStatic } from "../http/staticFiles";
import { PEER, RoomObject as Facade, settingsOf } from "./facade";
import type { Env } from "./facade";
import { refusalOfForm } from "./requestChecks";

/** The bindings in `party/ops/workersConfig.ts`, and the settings. */
interface CloudEnv {
  readonly ROOMS: DurableObjectNamespace;
  readonly ASSETS: Fetcher;
  readonly [variable: string]: unknown;
}

/** In place of the folder of the rooms, in which a room looks whether the disk takes a change. */
const ALWAYS_WRITABLE = { fetch: () => Promise.resolve(new Response(null, { status: 204 })) };

/** A room. The name of the class is that of the migration in `party/ops/workersConfig.ts`, and must not change. */
export class RoomObject extends Facade {
  constructor(ctx: DurableObjectState, env: CloudEnv) {
    super(ctx, { ...env, ROOM_FILES: ALWAYS_WRITABLE } as unknown as Env);
  }
}

export default {
  async fetch(request: Request, env: CloudEnv): Promise<Response> {
    try {
      const refusal = refusalOfForm(request);
      if (refusal !== null) return refusal;
      const { pathname, origin } = new URL(request.url);
      if (pathname.startsWith("/part")) return await passToRoom(request, env);
      const readFile = async (path: string): Promise<Response | null> => {
        const file = await env.ASSETS.fetch(origin + path);
        if (file.ok) return file;
        await file.body?.cancel();
        return null;
      };
      const read = (id: string): Promise<Response> =>
        passToRoom(new Request(`${origin}/parties/main/${id}`, request), env);
      return await serveStatic(request, readFile, { read });
    } catch (error) {
      console.error("a request failed", error);
      return textResponse(500, "the server failed");
    }
  },
};

/** Refuses the request, or passes it on to the room in its path. */
async function passToRoom(request: Request, env: CloudEnv): Promise<Response> {
  const isSocket = request.headers.get("upgrade")?.toLowerCase() === "websocket";
  const lobby = { env: settingsOf(env as Env) };
  const admitted = isSocket ? Room.onBeforeConnect(request, lobby) : Room.onBeforeRequest(request);
  if (admitted instanceof Response) return admitted;
  const id = roomAddress(admitted.url)?.id;
  if (id === undefined) return textResponse(404, "no such room");
  if (isSocket) admitted.headers.set(PEER, request.headers.get("cf-connecting-ip") ?? "");
  return env.ROOMS.get(env.ROOMS.idFromName(id)).fetch(admitted);
}
