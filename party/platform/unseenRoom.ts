/** Answers a request to read a room that has stored nothing, without waking the room: waking it makes a file. */
import type * as Party from "partykit/server";
import Room from "../server";

const READING = new Set(["GET", "HEAD", "OPTIONS"]);

/** Whether the request can only read. */
export const isReading = ({ method }: Request): boolean => READING.has(method);

/** The answer of the room `id` to a request that only reads. `env`: the settings of the rooms. */
export async function answerUnseen(
  id: string,
  request: Request,
  env: Record<string, unknown>,
): Promise<Response> {
  const room = {
    id,
    env,
    storage: EMPTY_STORAGE,
    blockConcurrencyWhile: <T>(callback: () => Promise<T>): Promise<T> => callback(),
    getConnections: () => [],
  };
  const server = new Room(room as unknown as Party.Room); // the fields that a room does not use are missing
  await server.onStart();
  return server.onRequest(request as unknown as Party.Request);
}

function refuse(): never {
  throw new Error("a room that is only read writes nothing");
}

const EMPTY_STORAGE = {
  get: () => Promise.resolve(undefined),
  list: () => Promise.resolve(new Map<string, unknown>()),
  getAlarm: () => Promise.resolve(null),
  put: refuse,
  delete: refuse,
  deleteAll: refuse,
  setAlarm: refuse,
  deleteAlarm: refuse,
  sync: refuse,
};
