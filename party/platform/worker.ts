/** The worker of `npm start`: serves the rooms and the app on one port, on plain workerd. */
import Room from "../server";
import { textResponse } from "../http/headers";
import { roomAddress } from "../http/routing";
import { serveStatic } from "../http/staticFiles";
import { CLOCK_STEP_PATH } from "../shared/clockStep";
import { OVERDUE_PATH } from "../shared/overdueRooms";
import { isInRanges, parseRanges } from "../shared/addresses";
import type { Range } from "../shared/addresses";
import { notStored } from "../shared/errors";
import { errorResponse } from "../http/responses";
import { isFromStartProgram, takeStep } from "./clockSteps";
import { disk, WriteCheck, writesTo } from "./disk";
import { PEER, RoomObject, settingsOf } from "./facade";
import type { Env } from "./facade";
import { addressOf, peerOf, restoreRequest } from "./proxy";
import { refusalOfForm } from "./requestChecks";
import { LostAlarms } from "./lostAlarms";
import { ringOverdue } from "./overdueRooms";
import { ASLEEP, RING_URL, STORE_URL, WAKE_URL } from "./ownRequests";
import { receiveBody } from "./requestBody";
import { filesOf, RoomFiles } from "./roomFiles";
import { answerUnseen, isReading } from "./unseenRoom";
import { usage } from "./usage";

export { RoomObject };

let proxies: readonly Range[] | undefined;
/** Parsed with the first request, because the settings are the same for every request. */
const trustedProxies = (env: Env): readonly Range[] => (proxies ??= parseRanges(env["TRUST_PROXY"]).values);

/** Addresses from which a proxy on this machine connects, behind which everybody may be. */
const OWN_ADDRESSES = new Set(["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]"]);

const roomFiles = new RoomFiles(usage, (ms) => scheduler.wait(ms));

/** The room of the health check. No room that can be opened has such a name. */
const HEALTH_ROOM = "/healthz";
const health = new WriteCheck((ms) => scheduler.wait(ms));
const lostAlarms = new LostAlarms((ms) => scheduler.wait(ms));

export default {
  async fetch(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
    try {
      const refusal = refusalOfForm(request);
      if (refusal !== null) return refusal;
      const { pathname } = new URL(request.url);
      if (pathname === CLOCK_STEP_PATH && isFromStartProgram(request, env["START_TOKEN"])) {
        return await takeStep(request, env, roomFiles, context);
      }
      if (pathname === OVERDUE_PATH && isFromStartProgram(request, env["START_TOKEN"])) {
        const answer = ringOverdue(request, { canWake: canWake(env), ring: (room) => ring(room, env) });
        context.waitUntil(answer); // a room that is held is let go, also where the start program has ended
        return await answer;
      }
      if (lostAlarms.needsRun(Date.now())) context.waitUntil(findLostAlarms(env));
      if (pathname.startsWith("/part")) return await passToRoom(request, env, context);
      const readFile = async (path: string): Promise<Response | null> => {
        const file = await env.ASSETS.fetch(`http://assets${path}`);
        if (file.ok) return file;
        await file.body?.cancel();
        return null;
      };
      const asked = restoreRequest(request, trustedProxies(env));
      const read = (id: string): Promise<Response> => {
        // With the headers of the page's request: who asks for the page reads the room.
        return passToRoom(new Request(new URL(`/parties/main/${id}`, request.url), request), env, context);
      };
      return await serveStatic(asked, readFile, { read, areWell: () => isWell(env, context) });
    } catch (error) {
      console.error("a request failed", error);
      return textResponse(500, "the server failed");
    }
  },
};

/** Whether a room can be made, and can store a change and an alarm. */
function isWell(env: Env, context: ExecutionContext): Promise<boolean> {
  const answer = health.isGood(async () => {
    if (!(await disk.isGood(writesTo(env.ROOM_FILES), Date.now))) return false;
    return (await env.ROOMS.get(env.ROOMS.idFromName(HEALTH_ROOM)).fetch(STORE_URL)).ok;
  }, Date.now);
  context.waitUntil(answer); // others wait for it, also where this client has gone
  return answer;
}

function findLostAlarms(env: Env): Promise<void> {
  const rooms = { canWake: canWake(env), wake: (room: string) => wake(room, env) };
  return lostAlarms.run({ folder: env.ROOM_FILES, clock: Date.now, ...rooms });
}

/** Whether the server itself can wake a room now: there are file descriptors, and the disk takes changes. */
const canWake =
  (env: Env) =>
  async (room: string): Promise<boolean> =>
    usage.mayWake(room, limitOf(env), Date.now()) && (await disk.isGood(writesTo(env.ROOM_FILES), Date.now));

/** Sets the room's alarm again. */
async function wake(room: string, env: Env): Promise<void> {
  usage.touch(room, Date.now());
  await env.ROOMS.get(env.ROOMS.idFromString(room)).fetch(WAKE_URL);
}

/** Lets happen in a room what is due. One that is awake is left to its alarm. */
async function ring(room: string, env: Env): Promise<void> {
  const wasAsleep = await roomFiles.whileAsleep(room, Date.now(), async () => {
    try {
      await env.ROOMS.get(env.ROOMS.idFromString(room)).fetch(RING_URL);
      usage.touch(room, Date.now()); // it has more to do
    } catch (error) {
      if (!(error instanceof Error && error.message === ASLEEP)) throw error;
    }
  });
  if (!wasAsleep) await wake(room, env);
}

const limitOf = (env: Env): number | null => Number(env["DESCRIPTOR_LIMIT"]) || null;

/** Refuses the request, or passes it on to the room in its path. */
async function passToRoom(received: Request, env: Env, context: ExecutionContext): Promise<Response> {
  const request = restoreRequest(received, trustedProxies(env));
  const isSocket = request.headers.get("upgrade")?.toLowerCase() === "websocket";
  const lobby = { env: settingsOf(env) };
  const admitted = isSocket ? Room.onBeforeConnect(request, lobby) : Room.onBeforeRequest(request);
  if (admitted instanceof Response) return admitted;
  const id = roomAddress(admitted.url)?.id;
  if (id === undefined) return textResponse(404, "no such room");
  const address = addressOf(received);
  const isShared = OWN_ADDRESSES.has(address) || isInRanges(trustedProxies(env), peerOf(received));
  const whole = isReading(admitted)
    ? admitted
    : await receiveBody(admitted, usage, { address, isShared, limit: limitOf(env) });
  if (whole instanceof Response) return whole;

  const objectId = env.ROOMS.idFromName(id);
  const room = objectId.toString();
  const files = filesOf(env.ROOM_FILES);
  await roomFiles.untilFree(room);
  const isNew = !(await roomFiles.exists(room, files, Date.now()));
  if (isNew && !isSocket && isReading(admitted)) return answerUnseen(id, admitted, lobby.env);

  // A socket of a room that exists reads it, and its changes are refused one by one.
  const mayWrite = isSocket ? isNew : !isReading(admitted);
  const isWritable = (): Promise<boolean> => disk.isGood(writesTo(env.ROOM_FILES), Date.now);
  if (mayWrite && !(await isWritable())) return errorResponse(notStored());

  if (!usage.hasRoomFor({ room, address, isShared, isSocket }, limitOf(env), Date.now()))
    return textResponse(503, "the server is full", { "retry-after": "10" });
  await roomFiles.untilFree(room); // from here to the room nothing else waits
  usage.touch(room, Date.now(), address);
  if (isNew) roomFiles.expectFile(room);
  if (isSocket) admitted.headers.set(PEER, address);
  if (roomFiles.needsSweep(Date.now())) context.waitUntil(roomFiles.sweepUntilClean(files, Date.now));
  try {
    return await env.ROOMS.get(objectId).fetch(whole);
  } catch (error) {
    // workerd's own line about this does not name the file.
    console.error(`the room in rooms/${room}.sqlite failed:`, error);
    disk.forget(Date.now()); // it may have filled up within the last second
    if (!(await isWritable())) return errorResponse(notStored());
    return textResponse(500, "the server failed");
  }
}
