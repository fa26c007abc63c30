/** The rooms that may notify this device. In IndexedDB, where the service worker reads them too. */
import { get, update } from "idb-keyval";
import * as v from "valibot";
import { isRoom } from "../../party/shared/access";

const PLACE = "subscribed";
const RoomsSchema = v.array(v.pipe(v.string(), v.check(isRoom)));

export const subscribedRooms = async (): Promise<string[]> =>
  readRooms(await get<unknown>(PLACE).catch(() => undefined));

/** Remembers, or forgets, that this room notifies; where storage is forbidden, it is not remembered. */
export const rememberSubscribed = (room: string, on: boolean): Promise<void> =>
  update<unknown>(PLACE, (old) => {
    const others = readRooms(old).filter((one) => one !== room);
    return on ? [...others, room] : others;
  }).catch(() => {});

function readRooms(value: unknown): string[] {
  const parsed = v.safeParse(RoomsSchema, value);
  return parsed.success ? parsed.output : [];
}
