/** Removes a room from the list of this device. */
import { updateStored } from "../device/storage";
import { parseRooms, ROOMS_KEY } from "./savedRooms";

export const forgetRoom = (room: string): Promise<void> =>
  updateStored(ROOMS_KEY, (old) => parseRooms(old).filter((saved) => saved.room !== room));
