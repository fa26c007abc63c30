/** The rooms that may send notifications to this device. */
import * as v from "valibot";
import { isRoom } from "../../party/shared/access";
import { readStored, updateStored } from "./storage";

const STORAGE_KEY = "subscribed";
const RoomsSchema = v.array(v.pipe(v.string(), v.check(isRoom)));

export const readSubscribedRooms = async (): Promise<string[]> => parseRooms(await readStored(STORAGE_KEY));

/** Adds the room to the list, or takes it out. */
export const saveSubscribed = (room: string, subscribed: boolean): Promise<void> =>
  updateStored(STORAGE_KEY, (old) => {
    const others = parseRooms(old).filter((one) => one !== room);
    return subscribed ? [...others, room] : others;
  });

function parseRooms(value: unknown): string[] {
  const parsed = v.safeParse(RoomsSchema, value);
  return parsed.success ? parsed.output : [];
}
