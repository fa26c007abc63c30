/** Keeps the cached state of this page's room up to date. */
import { createEffect, on } from "solid-js";
import { fromRoomMessage } from "../../party/shared/codec";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { writeStored } from "../device/storage";
import type { Room } from "./createRoom";
import { settingsToRestore } from "./restore";
import { storageKey } from "./roomCache";

/** `cached`: what the cache held when the page was loaded. */
export function createRoomCache(room: Room, cached: RoomMessage | null): void {
  let latest = cached === null ? null : fromRoomMessage(cached);
  createEffect(
    on(room.received, (message) => {
      if (message === null) return;
      const view = fromRoomMessage(message);
      // `createRoom` is about to give the cached settings back to the room: until it has, the cache must keep them.
      if (room.role() === "control" && settingsToRestore(view, latest) !== null) return;
      latest = view;
      void cacheRoom(room.link.room, message);
    }),
  );
}

export const cacheRoom = (room: string, message: RoomMessage): Promise<void> =>
  writeStored(storageKey(room), JSON.stringify(message));
