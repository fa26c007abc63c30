/**
 * Who may enter and who may press. A private room's id is the hash of its key, so the server checks a key without
 * storing anything, nobody can claim a room first, and the watch link gives no way to the key.
 */

export type Role = "control" | "watch";

/** 16 random bytes, and the first 132 bits of a SHA-256, both in base64url. */
const PRIVATE_LENGTH = 22;
const PRIVATE_ROOM = /^[A-Za-z0-9_-]{22}$/;
const OPEN_ROOM = /^(?!.{22}$)[a-z0-9-]{3,39}$/;

export const isKey = (text: string): boolean => PRIVATE_ROOM.test(text);
/** A room that only its key controls. */
export const isPrivateRoom = (room: string): boolean => PRIVATE_ROOM.test(room);
/** A room that everyone who knows its name controls. */
export const isOpenRoom = (room: string): boolean => OPEN_ROOM.test(room);
export const isRoom = (room: string): boolean => isPrivateRoom(room) || isOpenRoom(room);

/** A fresh key: whoever has it controls the room that `roomOf` names. */
export const newKey = (): string => base64url(crypto.getRandomValues(new Uint8Array(16)));

/** The id of the private room that a key controls: the first 22 characters of base64url(SHA-256(key)). */
export async function roomOf(key: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key));
  return base64url(new Uint8Array(digest)).slice(0, PRIVATE_LENGTH);
}

/** Whether a key, as anyone may have sent it, opens this private room. */
export const opens = async (key: string, room: string): Promise<boolean> =>
  isKey(key) && (await roomOf(key)) === room;

export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
