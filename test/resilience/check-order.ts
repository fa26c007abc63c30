/** The checks that need no machine: the order of messages, and what each client must know when. PURE. */
import { fromRoomMessage } from "../../party/shared/codec";
import { nextDeadline } from "../../party/shared/pomodoro";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { VIOLATIONS } from "./log";
import type { Entry, Received, Violation } from "./log";

/** A server that responds this long after a deadline without its change has missed it; in ms of its own clock. */
const LATE_MS = 5000;
/** Clocks are read in whole ms on both sides. */
const ROUNDING_MS = 2;

interface Session {
  /** The last room received; null before the first. */
  last: RoomMessage | null;
  /** The highest rev that any client had received when this session began. */
  readonly floor: number;
  /** Requests and pings without an answer. Answers arrive in the order of the requests. */
  readonly pending: string[];
}
type Report = (what: Violation["what"], detail: string) => void;

/** The content of a room message as text, without what depends on when and to whom it is sent. */
export function contentOf(message: RoomMessage): string {
  const { now: _now, id: _id, undo_until: _until, ...content } = message;
  return JSON.stringify(Object.fromEntries(Object.entries(content).toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

/** When the room next changes by itself, epoch ms; Infinity: never. */
export const deadlineOf = (message: RoomMessage): number =>
  nextDeadline(fromRoomMessage(message)) ?? Infinity;

/** All violations that show without the machine. */
export function checkOrder(entries: readonly Entry[]): Violation[] {
  const checker = new OrderChecker();
  entries.forEach((entry, index) => checker.check(entry, index));
  return checker.violations;
}

class OrderChecker {
  readonly violations: Violation[] = [];
  readonly #sessions = new Map<number, Session>();
  /** The highest rev that any client had received when a request or ping was sent, by its key. */
  readonly #floors = new Map<string, number>();
  readonly #answered = new Set<string>();
  /** The first message of each rev. */
  readonly #firsts = new Map<number, RoomMessage>();
  readonly #undoUntil = new Map<number, number>();
  #highest = 0;

  check(entry: Entry, index: number): void {
    const report: Report = (what, detail) => void this.violations.push({ what, detail, index });
    const session = this.#sessions.get(entry.session) ?? { last: null, floor: this.#highest, pending: [] };
    this.#sessions.set(entry.session, session);
    switch (entry.kind) {
      case "connecting":
        return;
      case "sent":
        return this.#request(session, `${entry.session}/${entry.id}`);
      case "pinged":
        return this.#request(session, `${entry.session}/${entry.t0}`);
      case "estimated":
        if (entry.errorMs > entry.rttMs / 2 + ROUNDING_MS) {
          const detail = `${entry.errorMs} ms wrong, after round trips of at most ${entry.rttMs} ms`;
          report(VIOLATIONS.clockJump, detail);
        }
        return;
      case "received":
        this.#receive(entry, session, report);
        this.#highest = Math.max(this.#highest, entry.message.rev);
        if (entry.message.id !== undefined) {
          this.#answer(session, `${entry.session}/${entry.message.id}`, report);
        }
        return;
      case "refused":
        return this.#answer(session, `${entry.session}/${entry.id}`, report);
      case "ponged":
        checkAwake(session, entry.now, report);
        return this.#answer(session, `${entry.session}/${entry.t0}`, report);
    }
  }

  #request(session: Session, key: string): void {
    this.#floors.set(key, this.#highest);
    session.pending.push(key);
  }

  /** A round trip is complete: this client now knows what any client knew when it began. */
  #answer(session: Session, key: string, report: Report): void {
    if (this.#answered.has(key)) report(VIOLATIONS.answeredTwice, key);
    this.#answered.add(key);
    for (
      let next = session.pending.shift();
      next !== undefined && next !== key;
      next = session.pending.shift()
    ) {
      report(VIOLATIONS.unanswered, `${next}, while a later request was answered`);
    }
    const floor = this.#floors.get(key) ?? 0;
    const rev = session.last?.rev ?? -1;
    if (rev < floor) {
      const detail = `at rev ${rev} after a round trip that began when rev ${floor} was known`;
      report(VIOLATIONS.disagreement, detail);
    }
  }

  #receive({ message }: Received, session: Session, report: Report): void {
    const { rev, now } = message;
    if (session.last === null && rev < session.floor) {
      const detail = `a new connection gets rev ${rev}, and rev ${session.floor} was known before it was made`;
      report(VIOLATIONS.lostChange, detail);
    }
    if (session.last !== null && rev < session.last.rev) {
      report(VIOLATIONS.revDecreased, `${session.last.rev} → ${rev}`);
    }
    session.last = message;
    const first = this.#firsts.get(rev) ?? message;
    this.#firsts.set(rev, first);
    if (contentOf(first) !== contentOf(message)) {
      report(VIOLATIONS.twoContents, `${contentOf(first)}\n  and ${contentOf(message)}`);
    }
    const undo = this.#undoUntil.get(rev) ?? message.undo_until;
    if (undo !== null) this.#undoUntil.set(rev, undo);
    if (message.undo_until !== null && message.undo_until !== undo) {
      report(VIOLATIONS.twoContents, `undo until ${undo} and until ${message.undo_until}`);
    }
    // The first message of a rev left when the change was on disk, however long that took; later ones are settled.
    const due = deadlineOf(message);
    if (now >= due && now !== first.now) report(VIOLATIONS.unsettled, `due at ${due}, sent at ${now}`);
    if (now >= due + LATE_MS) report(VIOLATIONS.missedDeadline, `due at ${due}, sent at ${now}`);
  }
}

/** The server was awake and answered at `now`, so every deadline long before that has had its effect. */
function checkAwake({ last }: Session, now: number, report: Report): void {
  const due = last === null ? Infinity : deadlineOf(last);
  if (now > due + LATE_MS) {
    report(VIOLATIONS.missedDeadline, `due at ${due}, and at ${now} the room was unchanged`);
  }
}
