/** The storage of the platform, as a room uses it: it tells beforehand whether it can write, and spreads the alarms. */
import { NotStored } from "../room/storage";
import { wakeTimeOf } from "./alarmTimes";

interface RoomOptions {
  /** The name of the room's file, without its ending. */
  readonly name: string;
  readonly isWritable: () => Promise<boolean>;
  /** Whether somebody notices a ring at once. */
  readonly isHeard: () => boolean;
}

interface Alarms {
  setAlarm(at: number): Promise<void>;
}

/** The same object, with these two differences. */
export function asRoomStorage<T extends Alarms>(storage: T, { name, isWritable, isHeard }: RoomOptions): T {
  const setOwnAlarm = storage.setAlarm.bind(storage);
  const expectWritable = async (): Promise<void> => {
    if (!(await isWritable())) throw new NotStored();
  };
  const setAlarm = (at: number): Promise<void> => setOwnAlarm(wakeTimeOf(name, isHeard(), at, Date.now()));
  return Object.defineProperties(storage, {
    expectWritable: { value: expectWritable },
    setAlarm: { value: setAlarm },
  });
}
