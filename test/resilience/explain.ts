/**
 * Plays a log again on the pure machine. PURE. Every change must be a deadline at its moment or one deed that was sent,
 * each deed changes the room at most once, and every answer and refusal must be what the machine says there.
 *
 * A deed whose answer never came has happened once or not at all; where nobody heard of it, not even its moment is
 * known. So what the room may be is a set of possibilities: each word of the room leaves those that agree with it, and
 * where none is left, the room has done what it must not.
 */
import { newPomodoro, nextDeadline } from "../../party/shared/pomodoro";
import { toRoomMessage } from "../../party/shared/codec";
import { judge, reach, Undecided } from "./possible";
import type { Possibility } from "./possible";
import { SAID } from "./log";
import type { Log, Violation } from "./log";
import { faceOf } from "./order";
import { wordsOf } from "./words";

export interface Explained {
  readonly violation: Violation | null;
  /** Of each deadline that somebody who was connected heard: how late, in ms. */
  readonly latenessMs: readonly number[];
  /** Deadlines that passed with nobody to hear of them, or with the server down, and were caught up. */
  readonly caughtUp: number;
  /** Whether it could be told to the end: after too much in the dark nothing is known any more. */
  readonly decided: boolean;
  /** Deeds without an answer, and how many of them have happened. */
  readonly unanswered: { readonly in: number; readonly happened: number };
}

export function explain(log: Log): Explained {
  const { words, open, stray } = wordsOf(log.entries);
  const latenessMs: number[] = [];
  let caughtUp = 0;
  let decided = true;
  let violation: Violation | null = stray;
  let frontier: readonly Possibility[] = [
    { pomodoro: newPomodoro(), since: 0, happened: [], cause: null, crossed: 0 },
  ];
  let rev = 0;

  for (const word of words) {
    const [before] = frontier;
    if (before === undefined || violation !== null) break;
    if (word.rev > 0) {
      try {
        frontier = reach(frontier, word, open, log.ends);
      } catch (error) {
        if (!(error instanceof Undecided)) throw error;
        decided = false;
        break;
      }
    } else
      frontier = frontier.filter(
        ({ pomodoro }) => faceOf(toRoomMessage(pomodoro, word.toldAt)) === word.face,
      );
    if (frontier.length === 0) {
      const was = JSON.stringify({ ...toRoomMessage(before.pomodoro, word.toldAt), now: undefined });
      const detail = `rev ${rev} → ${word.rev}\n  from ${was}\n  to   ${word.face}`;
      violation = { what: SAID.machine, detail, index: word.index };
      break;
    }
    const judged = judge(word, frontier);
    if ("what" in judged) {
      violation = judged;
      break;
    }
    frontier = judged;
    const [now] = frontier;
    if (now === undefined) break;
    const heardIt = now.cause === null && word.rev === rev + 1 && rev > 0;
    const due = nextDeadline(before.pomodoro) ?? Infinity;
    if (heardIt && word.listeningSince <= due) latenessMs.push(word.heardAt - due);
    else caughtUp += now.crossed;
    rev = word.rev;
  }
  const happened = frontier[0]?.happened.length ?? 0;
  return { violation, latenessMs, caughtUp, decided, unanswered: { in: open.length, happened } };
}
