/** Removes a room from the list of this device. */
import { changeRooms } from "./savedRooms";

export const forgetRoom = (room: string): Promise<void> =>
  changeRooms((rooms) => rooms.filter((saved) => saved.room !== room));
