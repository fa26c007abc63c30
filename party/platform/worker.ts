/** The worker of `npm start`: serves the rooms and the app on one port, on plain workerd. */
import Room from "../server";
import { textResponse } from "../http/headers";
import { roomAddress } from "../http/routing";
import { serveStatic } from "../http/staticFiles";
import { CLOCK_STEP_PATH } from "../shared/clockStep";
import { isInRanges, parseRanges } from "../shared/addresses";
import type { Range } from "../shared/addresses";
import { isFromStartProgram, takeStep } from "./clockSteps";
import { PEER, RoomObject, settingsOf } from "./facade";
import type { Env } from "./facade";
import { addressOf, peerOf, restoreRequest } from "./proxy";
import { refusalOfForm } from "./requestChecks";
import { filesOf, RoomFiles } from "./roomFiles";
import { answerUnseen, isReading } from "./unseenRoom";
import { usage } from "./usage";

export { RoomObject };

/** Parsed with the first request, because the settings are the same for every request. */
let proxies: readonly Range[] | undefined;

/** Addresses from which a proxy on this machine connects, behind which everybody may be. */
const OWN_ADDRESSES = new Set(["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]"]);

const roomFiles = new RoomFiles(usage, (ms) => scheduler.wait(ms));

export default {
  async fetch(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
    try {
      const refusal = refusalOfForm(request);
      if (refusal !== null) return refusal;
      const { pathname } = new URL(request.url);
      if (pathname === CLOCK_STEP_PATH && isFromStartProgram(request, env["START_TOKEN"])) {
        return await takeStep(request, env, roomFiles, context);
      }
      if (pathname.startsWith("/part")) return await passToRoom(request, env, context);
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
async function passToRoom(received: Request, env: Env, context: ExecutionContext): Promise<Response> {
  proxies ??= parseRanges(env["TRUST_PROXY"]).values;
  const request = restoreRequest(received, proxies);
  const isSocket = request.headers.get("upgrade")?.toLowerCase() === "websocket";
  const lobby = { env: settingsOf(env) };
  const admitted = isSocket ? Room.onBeforeConnect(request, lobby) : Room.onBeforeRequest(request);
  if (admitted instanceof Response) return admitted;
  const id = roomAddress(admitted.url)?.id;
  if (id === undefined) return textResponse(404, "no such room");

  const objectId = env.ROOMS.idFromName(id);
  const room = objectId.toString();
  const files = filesOf(env.ROOM_FILES);
  await roomFiles.untilFree(room);
  const isNew = !(await roomFiles.exists(room, files, Date.now()));
  if (isNew && !isSocket && isReading(admitted)) return answerUnseen(id, admitted, lobby.env);

  const address = addressOf(received);
  const isShared = OWN_ADDRESSES.has(address) || isInRanges(proxies, peerOf(received));
  const limit = Number(env["DESCRIPTOR_LIMIT"]) || null;
  if (!usage.hasRoomFor({ room, address, isShared, isSocket }, limit, Date.now()))
    return textResponse(503, "the server is full", { "retry-after": "10" });
  await roomFiles.untilFree(room); // from here to the room nothing else waits
  usage.touch(room, Date.now(), address);
  if (isNew) roomFiles.expectFile(room);
  if (isSocket) admitted.headers.set(PEER, address);
  if (roomFiles.needsSweep(Date.now())) context.waitUntil(roomFiles.sweepUntilClean(files, Date.now));
  return env.ROOMS.get(objectId).fetch(admitted);
}
