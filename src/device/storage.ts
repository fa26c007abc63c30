/**
 * What this device remembers: its rooms with their keys, the last word of each room, and the person's wishes. In
 * IndexedDB, where the service worker can read it. What cannot be read counts as not there; where a browser forbids
 * storage, the app works and forgets.
 */
import { get, set, update } from "idb-keyval";
import * as v from "valibot";
import { parseServerMessage } from "../../party/shared/serverMessages";
import { isKey, isPrivateRoom, isRoom } from "../../party/shared/access";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { LANGUAGE_WISHES } from "../i18n/languages";
import type { LanguageWish } from "../i18n/languages";
import type { Link } from "../room/link";

export interface SavedRoom extends Link {
  /** Device clock, epoch ms: only for the order of the list. */
  readonly usedAt: number;
}
export interface Wishes {
  readonly name: string;
  readonly theme: "auto" | "light" | "dark";
  readonly language: LanguageWish;
  /** Whether single letters are keys of the app. */
  readonly keys: boolean;
}
export const DEFAULT_WISHES: Wishes = { name: "", theme: "auto", language: "auto", keys: true };

const ROOMS = "rooms";
const WISHES = "wishes";
/** The list of recent rooms grows no longer than this. */
const MAX_ROOMS = 20;

const RoomsSchema = v.array(
  v.pipe(
    v.object({
      room: v.pipe(v.string(), v.check(isRoom)),
      key: v.nullable(v.pipe(v.string(), v.check(isKey))),
      usedAt: v.number(),
    }),
    v.check(({ room, key }) => key === null || isPrivateRoom(room)),
  ),
);
const WishesSchema = v.object({
  name: v.fallback(v.pipe(v.string(), v.maxLength(64)), DEFAULT_WISHES.name),
  theme: v.fallback(v.picklist(["auto", "light", "dark"]), DEFAULT_WISHES.theme),
  language: v.fallback(v.picklist(LANGUAGE_WISHES), DEFAULT_WISHES.language),
  keys: v.fallback(v.boolean(), DEFAULT_WISHES.keys),
});

/** Rooms of this device, the last used first. */
export const savedRooms = async (): Promise<SavedRoom[]> => readRooms(await stored(ROOMS));

/** The key that this device has for a room, or null. */
export const savedKey = async (room: string): Promise<string | null> =>
  (await savedRooms()).find((saved) => saved.room === room)?.key ?? null;

/** Puts a room first in the list; a key once known is not forgotten. */
export function rememberRoom({ room, key }: Link): Promise<void> {
  return quietly(() =>
    update<unknown>(ROOMS, (old) => {
      const rooms = readRooms(old);
      const known = rooms.find((saved) => saved.room === room)?.key ?? null;
      const first: SavedRoom = { room, key: key ?? known, usedAt: Date.now() };
      return [first, ...rooms.filter((saved) => saved.room !== room)].slice(0, MAX_ROOMS);
    }),
  );
}

export const forgetRoom = (room: string): Promise<void> =>
  quietly(() => update<unknown>(ROOMS, (old) => readRooms(old).filter((saved) => saved.room !== room)));

/** The room's last word on this device, for the first paint and for offline; never truth. */
export async function lastWord(room: string): Promise<RoomMessage | null> {
  const text = await stored(`last:${room}`);
  const message = typeof text === "string" ? parseServerMessage(text) : null;
  return message?.type === "room" ? message : null;
}
export const rememberWord = (room: string, message: RoomMessage): Promise<void> =>
  quietly(() => set(`last:${room}`, JSON.stringify(message)));

export async function savedWishes(): Promise<Wishes> {
  const parsed = v.safeParse(WishesSchema, await stored(WISHES));
  return parsed.success ? parsed.output : DEFAULT_WISHES;
}
export const rememberWishes = (wishes: Wishes): Promise<void> => quietly(() => set(WISHES, { ...wishes }));

function readRooms(value: unknown): SavedRoom[] {
  const parsed = v.safeParse(RoomsSchema, value);
  return parsed.success ? parsed.output.toSorted((a, b) => b.usedAt - a.usedAt) : [];
}

async function stored(key: string): Promise<unknown> {
  try {
    return await get<unknown>(key);
  } catch {
    return undefined;
  }
}

/** A browser that forbids storage may say so at once. */
async function quietly(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch {
    // The app works, and forgets.
  }
}
