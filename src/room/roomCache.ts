/** The last state of each room that this device has received: for the first drawing and for offline use, never truth. */
import { parseServerMessage } from "../../party/shared/serverMessages";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { readStored } from "../device/storage";

export const storageKey = (room: string): string => `last:${room}`;

/** Null where nothing valid is stored. */
export async function readCachedRoom(room: string): Promise<RoomMessage | null> {
  try {
    // Version 1.0 stored moments with fractions of a ms, which messages do not have.
    const json: unknown = JSON.parse(String(await readStored(storageKey(room))), (_, value: unknown) =>
      typeof value === "number" ? Math.round(value) : value,
    );
    const message = parseServerMessage(JSON.stringify(json));
    return message?.type === "room" ? message : null;
  } catch {
    return null;
  }
}
