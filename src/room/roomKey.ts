/** Keys and their rooms, also on pages that came over plain HTTP, where browsers have no `crypto.subtle`. */
import { newKey, roomOf } from "../../party/shared/access";
import type { Link } from "./link";
import type * as Reader from "./readLink";

/** Loads the code for unusual links and for pages without `crypto.subtle`. */
export const loadReader = (): Promise<typeof Reader> => import("./readLink");

/** The id of the private room that a key controls. Rejects only if the code for plain HTTP cannot be loaded. */
const roomOfKey = async (key: string): Promise<string> =>
  crypto.subtle ? roomOf(key) : (await loadReader()).plainRoomOf(key);

/** Whether the key opens the room. One that cannot be checked here counts as right: the server checks it too. */
export const opensRoom = (key: string, room: string): Promise<boolean> =>
  roomOfKey(key).then(
    (opened) => opened === room,
    () => true,
  );

/** The link of a new private room. Its id does not end in a character that chats and mails cut off links. */
export async function makePrivateRoom(): Promise<Link> {
  const key = newKey();
  const room = await roomOfKey(key);
  return /[^-_]$/.test(room) ? { room, key } : makePrivateRoom();
}
