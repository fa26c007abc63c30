/** Gives every component inside the provider the room of this page. */
import { createContext, useContext } from "solid-js";
import type { Room } from "./createRoom";

export const RoomContext = createContext<Room>();

export function useRoom(): Room {
  const room = useContext(RoomContext);
  if (room === undefined) throw new Error("useRoom is called outside a room");
  return room;
}
