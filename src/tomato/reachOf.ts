/** Whether a press can reach the room, as the tomato shows it. */
import type { Room } from "../room/createRoom";

/** "soon": the press goes out when the connection opens. */
export const reachOf = (room: Room): boolean | "soon" =>
  room.connection() === "connecting" && room.shown() !== null ? "soon" : room.connection() === "open";
