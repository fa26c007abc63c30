/**
 * Lets rooms ring whose alarms became due while no server ran: one after another, so that presses are answered in
 * between, and as fast as workerd can. The start program sends the next rooms when these have had their turn
 * (party/ops/overdueRooms.ts).
 */
import { jsonResponse, textResponse } from "../http/headers";
import { parseJsonAs } from "../shared/clientMessages";
import { OverdueRoomsSchema } from "../shared/overdueRooms";

interface Rooms {
  /** Whether the room can be woken now: there are file descriptors, and the disk takes changes. */
  readonly canWake: (file: string) => Promise<boolean>;
  /** Lets happen what is due in the room in this file (its name has no ending). Rejects where that is not possible. */
  readonly ring: (file: string) => Promise<unknown>;
}

/** The answer to the start program. */
export async function ringOverdue(request: Request, rooms: Rooms): Promise<Response> {
  const parsed = parseJsonAs(OverdueRoomsSchema, await request.text());
  if (!parsed.ok) return textResponse(400, parsed.error.detail);
  return jsonResponse(200, { done: await ringInTurn(parsed.value, rooms) });
}

/** Returns how many rooms have had their turn. One that fails rings by its alarm, which workerd tries again. */
export async function ringInTurn(files: readonly string[], { canWake, ring }: Rooms): Promise<number> {
  for (const [done, file] of files.entries()) {
    if (!(await canWake(file))) return done;
    await ring(file).catch((error: unknown) =>
      console.error(`the room in rooms/${file}.sqlite failed:`, error),
    );
  }
  return files.length;
}
