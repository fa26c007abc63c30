/** Keeps the room's last word on this device. */
import { createEffect, on } from "solid-js";
import type { RoomMessage } from "../../party/shared/serverMessages";
import type { Room } from "./createRoom";
import { rememberWord } from "../device/storage";
import { setupFor } from "./restore";

export function createMemory(room: Room, last: RoomMessage | null): void {
  let remembered = last;
  createEffect(
    on(room.shown, (shown) => {
      if (shown === null || room.connection() !== "open") return;
      // The setup that is about to be brought back is not forgotten before it is there.
      if (room.role() === "control" && setupFor(shown, remembered) !== null) return;
      remembered = shown;
      void rememberWord(room.link.room, shown);
    }),
  );
}
