/** The last state of each room that this device has received: for the first drawing and for offline use, never truth. */
import { parseServerMessage } from "../../party/shared/serverMessages";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { readStored, writeStored } from "../device/storage";

const storageKey = (room: string): string => `last:${room}`;

/** Null where nothing valid is stored. */
export async function readCachedRoom(room: string): Promise<RoomMessage | null> {
  const text = await readStored(storageKey(room));
  const message = typeof text === "string" ? parseServerMessage(roundNumbers(text)) : null;
  return message?.type === "room" ? message : null;
}

/** Version 1.0 stored moments with fractions of a ms. `text`: JSON; anything else stays as it is. */
function roundNumbers(text: string): string {
  try {
    const round = (_: string, value: unknown) => (typeof value === "number" ? Math.round(value) : value);
    return JSON.stringify(JSON.parse(text, round));
  } catch {
    return text;
  }
}

export const cacheRoom = (room: string, message: RoomMessage): Promise<void> =>
  writeStored(storageKey(room), JSON.stringify(message));
