/** Changes who takes turns in a room. Where somebody else was faster, the change is made to what they have left. */
import { judgeMore } from "../../party/shared/moreActions";
import type { Turns } from "../../party/shared/team";
import type { Answer, Room } from "./createRoom";
import { setJudge } from "./predict";

setJudge(judgeMore);

/** How often a change is made again. */
const MAX_ATTEMPTS = 8;
/** The change before: one at a time, since each is aimed at what the one before leads to. */
let last: Promise<unknown> = Promise.resolve();

/** `change`: the turns after the change of those before; null for none. Never rejects. */
export function changeTurns(room: Room, change: (turns: Turns | null) => Turns | null): Promise<Answer> {
  const answer = last.then(() => attempt(room, change, MAX_ATTEMPTS));
  last = answer;
  return answer;
}

async function attempt(
  room: Room,
  change: (turns: Turns | null) => Turns | null,
  left: number,
): Promise<Answer> {
  const received = room.received();
  const next = change(received?.turns ?? null);
  const fields = next === null ? { names: null } : { names: [...next.names], at: next.at };
  const target = received === null ? {} : { on: received.rev };
  const answer = await room.act({ action: "turns", ...fields }, target);
  return !answer.ok && answer.code === "stale" && left > 1 ? attempt(room, change, left - 1) : answer;
}
