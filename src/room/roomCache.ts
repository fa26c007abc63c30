/** The last state of each room that this device has received: for the first drawing and for offline use, never truth. */
import { parseServerMessage } from "../../party/shared/serverMessages";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { readStored, writeStored } from "../device/storage";

const storageKey = (room: string): string => `last:${room}`;

/** Null where nothing valid is stored. */
export async function readCachedRoom(room: string): Promise<RoomMessage | null> {
  const text = await readStored(storageKey(room));
  const message = typeof text === "string" ? parseServerMessage(text) : null;
  return message?.type === "room" ? message : null;
}

export const cacheRoom = (room: string, message: RoomMessage): Promise<void> =>
  writeStored(storageKey(room), JSON.stringify(message));
