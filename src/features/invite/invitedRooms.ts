/** The rooms in which this device has shown the invitation: it comes once for each. */
import * as v from "valibot";
import { isRoom } from "../../../party/shared/access";
import { readStored, updateStored } from "../../device/storage";
import { splitList } from "../../device/storedList";

const INVITED_KEY = "invited";
const MAX_ROOMS = 100;
const RoomSchema = v.pipe(v.string(), v.check(isRoom));

export const wasInvited = async (room: string): Promise<boolean> =>
  splitList(RoomSchema, await readStored(INVITED_KEY))[0].includes(room);

export const saveInvited = (room: string): Promise<void> =>
  updateStored(INVITED_KEY, (old) => {
    const [known, unknown] = splitList(RoomSchema, old);
    return [...[room, ...known.filter((one) => one !== room)].slice(0, MAX_ROOMS), ...unknown];
  });
