/**
 * Tells every room of a step of the wall clock: workerd counts the time to an alarm on the monotonic clock, so an alarm
 * that was set before the step rings too late, and only its room can set it again. The start program sees the step and
 * sends it (`party/ops/clockWatch.ts`).
 */
import { textResponse } from "../http/headers";
import { errorResponse } from "../http/responses";
import { parseJsonAs } from "../shared/clientMessages";
import { ClockStepSchema, TOKEN_HEADER } from "../shared/clockStep";
import type { ClockStep } from "../shared/clockStep";
import { notStored } from "../shared/errors";
import { disk, writesTo } from "./disk";
import type { Env } from "./facade";
import { STEP_URL } from "./ownRequests";
import { filesOf, listRooms } from "./roomFiles";
import type { RoomFiles } from "./roomFiles";

/** So many rooms are woken at a time, and then there is a pause, in ms: presses come first. */
const MAX_AT_ONCE = 20;
const PAUSE_MS = 20;
/** A room that waits for free file descriptors, or for a disk that takes changes, is tried again after this time, in ms. */
const RETRY_MS = 1000;

/** Whether the request has the token of the start program. */
export const isFromStartProgram = (request: Request, token: unknown): boolean =>
  request.method === "POST" &&
  typeof token === "string" &&
  token !== "" &&
  request.headers.get(TOKEN_HEADER) === token;

/** The step in the address of a request to a room; null: it is another request. */
export function stepIn(url: string): ClockStep | null {
  const [address, query = ""] = url.split("?");
  if (address !== STEP_URL) return null;
  const parsed = parseJsonAs(ClockStepSchema, decodeURIComponent(query));
  return parsed.ok ? parsed.value : null;
}

/**
 * The answer to the start program: the rooms are told from now on, each once, so that a step does not count twice. While
 * the disk takes no changes, no room can follow a step: it is refused, and the start program sends it again.
 */
export async function takeStep(
  request: Request,
  env: Env,
  roomFiles: RoomFiles,
  context: ExecutionContext,
): Promise<Response> {
  const parsed = parseJsonAs(ClockStepSchema, await request.text());
  if (!parsed.ok) return textResponse(400, parsed.error.detail);
  if (!(await disk.isGood(writesTo(env.ROOM_FILES), Date.now))) return errorResponse(notStored());
  context.waitUntil(tellRooms(parsed.value, env, roomFiles));
  return textResponse(202, "all rooms are told\n");
}

/** Wakes all rooms that have stored something, those with a connection first. */
async function tellRooms(step: ClockStep, env: Env, roomFiles: RoomFiles): Promise<void> {
  const url = `${STEP_URL}?${encodeURIComponent(JSON.stringify(step))}`;
  const files = filesOf(env.ROOM_FILES);
  const limit = Number(env["DESCRIPTOR_LIMIT"]) || null;
  const wait = (): Promise<void> => scheduler.wait(RETRY_MS);
  /** Whether there is nothing more to tell the room. One that cannot store at present has refused the step. */
  const isDone = async (room: string): Promise<boolean> =>
    !(await roomFiles.beginWake(room, files, limit, wait)) ||
    (await env.ROOMS.get(env.ROOMS.idFromString(room)).fetch(url)).ok;
  const tell = async (room: string): Promise<void> => {
    try {
      while (!(await isDone(room))) await wait();
    } catch (error) {
      console.error("a room does not know that the clock has changed", error);
    }
  };
  const hasNoSockets = (room: string): number => (roomFiles.usage.hasSockets(room) ? 0 : 1);
  const rooms = (await listRooms(env.ROOM_FILES)).sort((a, b) => hasNoSockets(a) - hasNoSockets(b));
  for (let i = 0; i < rooms.length; i += MAX_AT_ONCE) {
    await Promise.all(rooms.slice(i, i + MAX_AT_ONCE).map(tell));
    await scheduler.wait(PAUSE_MS);
  }
}
