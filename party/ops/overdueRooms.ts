/**
 * Lets rooms ring whose alarms became due while no server ran, before their turns (alarmTurns.ts): the next ones as soon
 * as the worker has answered for the last ones. So the pace is what the machine can do at that moment.
 */
import * as v from "valibot";
import { MAX_ROOMS, OVERDUE_PATH, OverdueAnswerSchema } from "../shared/overdueRooms";
import { postToWorker } from "./workerRequests";

/** How long it is waited where no room can be woken at present, in ms: descriptors are free when other rooms sleep. */
const RETRY_MS = 500;
/** An answer that takes this long, in ms, is slow: the machine, or its disk, has much else to do. A quick one takes 12 ms. */
const SLOW_MS = 50;

export interface Ringing {
  /** Lets these rooms ring. Resolves to how many have had their turn, the first ones. */
  readonly ring: (rooms: readonly string[]) => Promise<number>;
  readonly wait: (ms: number) => Promise<unknown>;
  /** In ms. */
  readonly clock: () => number;
  /** Whether nobody waits for the rest any more: the server has ended, or all turns are over. */
  readonly isOver: () => boolean;
}

/** Resolves to whether all rooms have had their turn. */
export async function ringInTurn(
  rooms: readonly string[],
  { ring, wait, clock, isOver }: Ringing,
): Promise<boolean> {
  for (let done = 0; done < rooms.length;) {
    if (isOver()) return false;
    const start = clock();
    const more = await ring(rooms.slice(done, done + MAX_ROOMS)).catch(() => 0);
    done += more;
    await wait(more === 0 ? RETRY_MS : restAfter(clock() - start));
  }
  return true;
}

/**
 * How long it is waited after an answer that took `ms`, for all others who need the server: as long again where it was
 * slow, and a quarter of it where it was quick.
 */
export const restAfter = (ms: number): number => ms * Math.min(1, ms / SLOW_MS);

/** Asks the worker at `url` for it. */
export const ringThrough =
  (url: string, token: string) =>
  async (rooms: readonly string[]): Promise<number> => {
    const response = await postToWorker(url + OVERDUE_PATH, token, rooms);
    return v.parse(OverdueAnswerSchema, await response.json()).done;
  };
