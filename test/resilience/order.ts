/** What can be seen of a log without the machine: its order. PURE. */
import type { RoomMessage } from "../../party/shared/serverMessages";
import { nextDeadline } from "../../party/shared/pomodoro";
import { fromRoomMessage } from "../../party/shared/codec";
import { SAID } from "./log";
import type { Entry, Heard, Violation } from "./log";

/** By the server's own clock, in ms: one that answers is not merely slow. */
const LATE_MS = 5000;
/** Clocks are read in whole ms, on both sides. */
const ROUNDING_MS = 2;

interface Session {
  /** The last room heard; null before the first. */
  last: RoomMessage | null;
  readonly floor: number;
  /** What was sent and has no answer yet: answers keep the order of the questions. */
  readonly waiting: string[];
}

/** Everything but what depends on who is told when. */
export function faceOf(message: RoomMessage): string {
  const { now: _now, id: _id, undo_until: _until, ...face } = message;
  return JSON.stringify(Object.fromEntries(Object.entries(face).toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

export const deadlineOf = (message: RoomMessage): number =>
  nextDeadline(fromRoomMessage(message)) ?? Infinity;

export function checkOrder(entries: readonly Entry[]): Violation[] {
  const violations: Violation[] = [];
  const sessions = new Map<number, Session>();
  /** What everybody had heard, at most, when this was asked, by session and id or t0. */
  const floors = new Map<string, number>();
  const answered = new Set<string>();
  /** The first telling of each rev. */
  const firsts = new Map<number, RoomMessage>();
  const undos = new Map<number, number>();
  let highest = 0;

  entries.forEach((entry, index) => {
    const say = (what: Violation["what"], detail: string): void =>
      void violations.push({ what, detail, index });
    const session = sessions.get(entry.session) ?? { last: null, floor: highest, waiting: [] };
    sessions.set(entry.session, session);

    const ask = (key: string): void => {
      floors.set(key, highest);
      session.waiting.push(key);
    };
    /** A round trip has come back: by now this client knows what anybody knew when it began. */
    const back = (key: string): void => {
      if (answered.has(key)) say(SAID.twice, key);
      answered.add(key);
      for (
        let next = session.waiting.shift();
        next !== undefined && next !== key;
        next = session.waiting.shift()
      ) {
        say(SAID.silent, `${next}, and what was asked later was`);
      }
      const floor = floors.get(key) ?? 0;
      const rev = session.last?.rev ?? -1;
      if (rev < floor)
        say(SAID.apart, `at rev ${rev} after a round trip that began when rev ${floor} was known`);
    };
    /** The server was awake and answered at `now`: what was due long before has happened. */
    const awake = (now: number): void => {
      const due = session.last === null ? Infinity : deadlineOf(session.last);
      if (now > due + LATE_MS) say(SAID.late, `due at ${due}, and at ${now} the room was told as before`);
    };

    switch (entry.kind) {
      case "opening":
        return;
      case "sent":
        return ask(`${entry.session}/${entry.id}`);
      case "asked":
        return ask(`${entry.session}/${entry.t0}`);
      case "estimated":
        if (entry.errorMs > entry.rttMs / 2 + ROUNDING_MS) {
          say(SAID.clock, `${entry.errorMs} ms out, after round trips of at most ${entry.rttMs} ms`);
        }
        return;
      case "heard":
        hear(entry, session, say);
        highest = Math.max(highest, entry.message.rev);
        if (entry.message.id !== undefined) back(`${entry.session}/${entry.message.id}`);
        return;
      case "refused":
        return back(`${entry.session}/${entry.id}`);
      case "ponged":
        awake(entry.now);
        return back(`${entry.session}/${entry.t0}`);
    }
  });
  return violations;

  function hear(
    { message }: Heard,
    session: Session,
    say: (what: Violation["what"], detail: string) => void,
  ): void {
    const { rev, now } = message;
    if (session.last === null && rev < session.floor) {
      say(
        SAID.lost,
        `a new connection is told rev ${rev}, and rev ${session.floor} was known before it was made`,
      );
    }
    if (session.last !== null && rev < session.last.rev) say(SAID.back, `${session.last.rev} → ${rev}`);
    session.last = message;

    const first = firsts.get(rev) ?? message;
    firsts.set(rev, first);
    if (faceOf(first) !== faceOf(message)) say(SAID.truths, `${faceOf(first)}\n  and ${faceOf(message)}`);
    const undo = undos.get(rev) ?? message.undo_until;
    if (undo !== null) undos.set(rev, undo);
    if (message.undo_until !== null && message.undo_until !== undo) {
      say(SAID.truths, `undo until ${undo} and until ${message.undo_until}`);
    }
    // The first telling left after the change was on disk, however long that took; every other is settled to its now.
    const due = deadlineOf(message);
    if (now >= due && now !== first.now) say(SAID.unsettled, `due at ${due}, told at ${now}`);
    if (now >= due + LATE_MS) say(SAID.late, `due at ${due}, told at ${now}`);
  }
}
