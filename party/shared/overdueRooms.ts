/** How the start program of `npm start` lets rooms ring whose alarms became due while no server ran. Only the server uses it. */
import * as v from "valibot";

/** The address of that request: a POST with `OverdueRooms` in JSON. Without the start program's token it is one like any other. */
export const OVERDUE_PATH = "/overdue-rooms";
/** At most so many rooms are in one request. */
export const MAX_ROOMS = 10;

/** The names of the rooms' files, without their ending. */
export const OverdueRoomsSchema = v.pipe(
  v.array(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  v.maxLength(MAX_ROOMS),
);
/** The answer: so many of these rooms, the first ones, have had their turn. The others cannot be woken at present. */
export const OverdueAnswerSchema = v.object({ done: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) });
