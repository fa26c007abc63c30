/** Keeps the cached state of this page's room up to date. */
import { createEffect, on } from "solid-js";
import { fromRoomMessage } from "../../party/shared/codec";
import type { RoomMessage } from "../../party/shared/serverMessages";
import type { Room } from "./createRoom";
import { rememberWord } from "../device/storage";
import { settingsToRestore } from "./restore";

/** `cached`: what the cache held when the page was loaded. */
export function createRoomCache(room: Room, cached: RoomMessage | null): void {
  let latest = cached === null ? null : fromRoomMessage(cached);
  createEffect(
    on(room.received, (message) => {
      if (message === null) return;
      const view = fromRoomMessage(message);
      // Settings that are about to be restored stay in the cache until they are.
      if (room.role() === "control" && settingsToRestore(view, latest) !== null) return;
      latest = view;
      void rememberWord(room.link.room, message);
    }),
  );
}
