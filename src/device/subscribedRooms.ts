/** The rooms that may send notifications to this device, and those that still have to be told that they may not. */
import * as v from "valibot";
import { isRoom } from "../../party/shared/access";
import { readStored, updateStored } from "./storage";
import { splitList } from "./storedList";

const SUBSCRIBED_KEY = "subscribed";
const UNSUBSCRIBED_KEY = "unsubscribed";
/** A room forgets a device that does not renew its subscription for this time by itself, in ms. */
const MAX_AGE_MS = 60 * 24 * 60 * 60 * 1000;

const RoomSchema = v.pipe(v.string(), v.check(isRoom));
/** A room that has not yet confirmed that it has deleted a subscription. `at`: epoch ms on this device's clock. */
const UnsubscribedSchema = v.object({ room: RoomSchema, endpoint: v.string(), at: v.number() });
export type Unsubscribed = v.InferOutput<typeof UnsubscribedSchema>;

/** All rooms that are on. Null where that is not known: nothing is stored, or something that this version cannot read. */
export async function readKnownRooms(): Promise<readonly string[] | null> {
  const parsed = v.safeParse(v.array(RoomSchema), await readStored(SUBSCRIBED_KEY));
  return parsed.success ? parsed.output : null;
}
/** Those that this version can read. */
export const readSubscribedRooms = async (): Promise<readonly string[]> =>
  splitList(RoomSchema, await readStored(SUBSCRIBED_KEY))[0];

/** Adds the room to the list, or takes it out. */
export const saveSubscribed = (room: string, subscribed: boolean): Promise<void> =>
  updateStored(SUBSCRIBED_KEY, (old) => {
    const [known, unknown] = splitList(RoomSchema, old);
    const others = known.filter((one) => one !== room);
    return [...(subscribed ? [...others, room] : others), ...unknown];
  });

export const readUnsubscribed = async (): Promise<Unsubscribed[]> =>
  parseUnsubscribed(await readStored(UNSUBSCRIBED_KEY));

/** Remembers that the room has to delete this subscription (`isOpen`), or that it has deleted it. */
export const saveUnsubscribed = (room: string, endpoint: string, isOpen: boolean): Promise<void> =>
  updateStored(UNSUBSCRIBED_KEY, (old) => {
    const others = parseUnsubscribed(old).filter((one) => one.room !== room || one.endpoint !== endpoint);
    return isOpen ? [...others, { room, endpoint, at: Date.now() }] : others;
  });

function parseUnsubscribed(value: unknown): Unsubscribed[] {
  return splitList(UnsubscribedSchema, value)[0].filter(({ at }) => Date.now() - at < MAX_AGE_MS);
}

/**
 * Runs tasks that tell a room about a subscription one after the other, also those of other tabs and of the service
 * worker: otherwise "on" could overtake "off" on its way to the room. Without Web Locks the task runs at once.
 */
export async function inTurn<T>(task: () => Promise<T>): Promise<T> {
  let hasStarted = false;
  const run = (): Promise<T> => {
    hasStarted = true;
    return task();
  };
  try {
    return await navigator.locks.request("shared-pomodoro push", run);
  } catch (error) {
    if (hasStarted) throw error;
    return task();
  }
}
