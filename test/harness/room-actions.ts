/** Actions of somebody else in the room of a link, and the room as the server has it. For the browser tests. */
import type { RoomMessage } from "../../party/shared/serverMessages";
import { act, roomIn } from "./browser-setup";
import { getRoom } from "./http";
import type { Server } from "./server";

/** Reads the room over HTTP. */
export const readRoom = (server: Server, link: URL): Promise<RoomMessage> => getRoom(server, roomIn(link));

/** Sets the duration of the work, in seconds, and starts it. */
export async function startWork(server: Server, link: URL, seconds: number): Promise<void> {
  await act(server, link, { action: "setup", work_duration: seconds });
  await act(server, link, { action: "press" });
}
