/** The rooms that this device has been in, with their keys. */
import * as v from "valibot";
import { isKey, isPrivateRoom, isRoom } from "../../party/shared/access";
import { readStored, updateStored } from "../device/storage";
import { splitList } from "../device/storedList";
import type { Link } from "./link";

export interface SavedRoom extends Link {
  /** When this device was there last: its own clock, epoch ms. Only the order of the list depends on it. */
  readonly usedAt: number;
}

/** Where the list is stored. */
const ROOMS_KEY = "rooms";
/** The list keeps the rooms that were used last, at most this many. */
const MAX_ROOMS = 20;

const RoomSchema = v.pipe(
  v.object({ room: v.string(), key: v.nullable(v.string()), usedAt: v.number() }),
  v.check(({ room, key }) => (key === null ? isRoom(room) : isKey(key) && isPrivateRoom(room))),
);

/** The last used first; empty where nothing valid is stored. */
export const readSavedRooms = async (): Promise<SavedRoom[]> => parseRooms(await readStored(ROOMS_KEY));

/** The key that this device has for a room, or null. */
export const readSavedKey = async (room: string): Promise<string | null> =>
  (await readSavedRooms()).find((saved) => saved.room === room)?.key ?? null;

/**
 * Puts a room first in the list. A link without a key does not delete the key that is saved. A key must have been checked
 * before: it replaces the saved one.
 */
export const saveRoom = ({ room, key }: Link): Promise<void> =>
  changeRooms((rooms) => {
    const saved = rooms.find((one) => one.room === room);
    const first: SavedRoom = { ...saved, room, key: key ?? saved?.key ?? null, usedAt: Date.now() };
    return [first, ...rooms.filter((one) => one !== saved)].slice(0, MAX_ROOMS);
  });

/** `change` gets the rooms as `readSavedRooms` gives them. What this version cannot read stays. */
export const changeRooms = (change: (rooms: SavedRoom[]) => SavedRoom[]): Promise<void> =>
  updateStored(ROOMS_KEY, (old) => [...change(parseRooms(old)), ...splitList(RoomSchema, old)[1]]);

const parseRooms = (value: unknown): SavedRoom[] =>
  splitList(RoomSchema, value)[0].sort((a, b) => b.usedAt - a.usedAt);
