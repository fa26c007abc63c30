/** The checks of a log find every violation and report none in a correct log. */
import { describe, expect, test, vi } from "vitest";
import { SeededRandom } from "../harness/random";
import { checkLog, formatViolation } from "./check-log";
import { VIOLATIONS } from "./log";
import type { Entry, Log, Received, Sent } from "./log";
import { randomLog, ReferenceRoom } from "./reference-room";

vi.setConfig({ testTimeout: 60_000 });

const violationsIn = (log: Log): string[] => checkLog(log).violations.map(({ what }) => what);
const isReceived = (entry: Entry): entry is Received => entry.kind === "received";
const isSent = (entry: Entry): entry is Sent => entry.kind === "sent";
/** The log with changes in some of its room messages. */
const withMessages = (log: Log, change: (received: Received, nth: number) => object | null): Log => {
  let nth = 0;
  const entries = log.entries.map((entry) =>
    isReceived(entry) ? { ...entry, message: { ...entry.message, ...change(entry, nth++) } } : entry,
  );
  return { ...log, entries };
};
const without = (log: Log, unwanted: (entry: Entry) => boolean): Log => ({
  ...log,
  entries: log.entries.filter((entry) => !unwanted(entry)),
});

/** The log of a room with two people, short periods and running work; `after` continues from there. */
function working(after: (room: ReferenceRoom, ann: number, bob: number) => void = () => {}): Log {
  const room = new ReferenceRoom();
  const [ann, bob] = [room.enter(), room.enter()];
  room.request(ann, { action: "setup", work_duration: 4, break_duration: 2, auto_continue: 5 });
  room.request(bob, { action: "press" });
  after(room, ann, bob);
  return room.log;
}
const restart = (room: ReferenceRoom, downtimeMs = 300): number => {
  room.kill(downtimeMs);
  return room.enter();
};

describe("a correct log", () => {
  test("400 random correct logs with kills, drops and unanswered requests have no violation", () => {
    let applied = 0;
    for (let seed = 0; seed < 400; seed++) {
      const log = randomLog(new SeededRandom(seed));
      const { violations, unanswered } = checkLog(log);
      expect(violations.map((violation) => `seed ${seed}: ${formatViolation(log, violation)}`)).toEqual([]);
      applied += unanswered.applied;
    }
    expect(applied).toBeGreaterThan(50); // enough for the test to mean something
  });

  test("a request without an answer may be applied or lost", () => {
    for (const delivery of ["applied", "lost"] as const) {
      const log = working((room, ann) => {
        room.request(ann, { action: "hold" }, delivery);
        restart(room);
      });
      expect(checkLog(log)).toMatchObject({
        violations: [],
        unanswered: { total: 1, applied: delivery === "applied" ? 1 : 0 },
      });
    }
  });

  test("a request without an answer and three deadlines may take effect before anyone reconnects", () => {
    const log = working((room, ann) => {
      room.request(ann, { action: "extend", seconds: 1 }, "applied");
      restart(room, 12_000);
    });
    expect(checkLog(log)).toMatchObject({
      violations: [],
      unanswered: { total: 1, applied: 1 },
      caughtUp: 3,
    });
  });

  test("the result says how late each deadline was received", () => {
    const log = working((room) => room.pass(9500, 7));
    expect(checkLog(log)).toMatchObject({ violations: [], latenessMs: [8, 8], caughtUp: 0 });
  });
});

describe("a violation", () => {
  test("a change that was acknowledged and is lost after a restart is found", () => {
    const log = working((room, ann) => {
      const before = room.pomodoro;
      room.request(ann, { action: "hold" });
      room.pomodoro = before;
      restart(room);
    });
    expect(violationsIn(log)).toContain(VIOLATIONS.lostChange);
  });

  test("a change that was acknowledged and whose rev another change has is found", () => {
    const log = working((room, ann, bob) => {
      const before = room.pomodoro;
      room.request(ann, { action: "hold" });
      room.pomodoro = before;
      room.request(bob, { action: "extend", seconds: 1 }, "applied");
      restart(room);
    });
    expect(violationsIn(log)).toContain(VIOLATIONS.twoContents);
  });

  test("a change that was acknowledged and never applied is found", () => {
    const log = working((room, ann, bob) => {
      const before = room.pomodoro;
      room.request(ann, { action: "hold" });
      room.pomodoro = before;
      room.request(bob, { action: "hold" });
    });
    expect(violationsIn(log)).not.toEqual([]);
  });

  test("a request that was applied twice is found, whether it was answered or not", () => {
    for (const delivery of ["answered", "applied"] as const) {
      const log = working((room, ann) => {
        room.request(ann, { action: "extend", seconds: 60 }, delivery);
        room.request(ann, { action: "extend", seconds: 60 }, "applied");
        restart(room);
      });
      const [, , , , , twice] = log.entries.filter(isSent);
      expect(twice).toBeUndefined();
      const last = log.entries.findLast(isSent);
      expect(violationsIn(log)).toEqual([]); // two requests with two effects
      expect(violationsIn(without(log, (entry) => entry === last))).toEqual([VIOLATIONS.unexplained]); // one request with two effects
    }
  });

  test("a request that was applied after the end of its server run is found", () => {
    const log = working((room, ann) => {
      room.request(ann, { action: "hold" }, "lost");
      const next = restart(room, 1000);
      room.pass(500);
      room.request(next, { action: "hold" });
    });
    const real = log.entries.findLast(isSent);
    // the same room, as if the late hold were the request of the previous run
    const late = withMessages(
      without(log, (entry) => entry === real),
      ({ message }) =>
        message.by?.name === real?.by && message.held_ms !== null
          ? { id: undefined, by: { name: "P0", via: "app" } }
          : null,
    );
    expect(violationsIn(log)).toEqual([]);
    expect(violationsIn(late)).toEqual([VIOLATIONS.unexplained]);
  });

  test("a rev that decreases on one connection is found", () => {
    const log = working((room, ann) => room.request(ann, { action: "hold" }));
    const old = log.entries.filter(isReceived).find(({ message }) => message.rev === 1);
    const entries = [...log.entries, { ...old, at: log.entries.at(-1)!.at } as Entry];
    expect(violationsIn({ ...log, entries })).toContain(VIOLATIONS.revDecreased);
  });

  test("a connected client that lacks a change after a round trip is found", () => {
    const log = working((room, ann, bob) => {
      room.request(ann, { action: "hold" });
      room.ping(bob);
    });
    const outdated = without(
      log,
      (entry) => isReceived(entry) && entry.session === 1 && entry.message.rev === 3,
    );
    expect(violationsIn(log)).toEqual([]);
    expect(violationsIn(outdated)).toEqual([VIOLATIONS.disagreement]);
  });

  test("one rev that was sent with two contents is found", () => {
    const log = working();
    const changed = withMessages(log, ({ session, message }) =>
      session === 0 && message.rev === 2 ? { cycle: 1 } : null,
    );
    expect(violationsIn(changed)).toContain(VIOLATIONS.twoContents);
  });

  test("a period that starts or ends at another moment than its deadline is found", () => {
    const log = working((room) => room.pass(4500));
    const drifted = withMessages(log, ({ message }) =>
      message.state === 2 ? { started_at: (message.started_at ?? 0) + 1 } : null,
    );
    expect(violationsIn(drifted)).toEqual([VIOLATIONS.unexplained]);
  });

  test("an alarm before its time is found", () => {
    const log = working((room) => room.pass(4500));
    const early = withMessages(log, ({ message }) =>
      message.state === 2 ? { now: message.now - 500 } : null,
    );
    expect(violationsIn(early)).toEqual([VIOLATIONS.unexplained]);
  });

  test("a deadline that had no effect while the server was awake is found", () => {
    const log = working((room, ann) => {
      const before = room.pomodoro;
      room.now += 9500;
      room.ping(ann);
      expect(room.pomodoro).toBe(before);
    });
    expect(violationsIn(log)).toContain(VIOLATIONS.missedDeadline);
  });

  test("a deadline that did not take effect directly after a restart is found", () => {
    const log = working((room) => {
      room.kill(4500);
      const { pomodoro } = room;
      const session = room.enter();
      expect(room.pomodoro).not.toBe(pomodoro);
      room.ping(session);
    });
    const unsettled = withMessages(log, ({ session, message }) => {
      const before = log.entries.filter(isReceived).find((received) => received.message.rev === 2)?.message;
      return session === 2 ? { ...before, rang_at: undefined, now: message.now } : null;
    });
    expect(violationsIn(log)).toEqual([]);
    expect(violationsIn(unsettled)).toEqual([VIOLATIONS.unsettled]);
  });

  test("a request that was answered without its effect is found", () => {
    const log = working((room, ann) => room.request(ann, { action: "press" })); // has no effect during work
    const ignored: Log = {
      ...log,
      entries: log.entries.map((entry) =>
        isSent(entry) && entry.session === 0 && entry.message.action === "press"
          ? { ...entry, message: { action: "hold" } }
          : entry,
      ),
    };
    expect(violationsIn(log)).toEqual([]);
    expect(violationsIn(ignored)).toEqual([VIOLATIONS.wrongAnswer]);
  });

  test("a refusal of an allowed request, or with another code, is found", () => {
    const log = working((room, ann) => room.request(ann, { action: "resume" }));
    const other: Log = {
      ...log,
      entries: log.entries.map((entry) => (entry.kind === "refused" ? { ...entry, code: "stale" } : entry)),
    };
    expect(violationsIn(log)).toEqual([]);
    expect(violationsIn(other)).toEqual([VIOLATIONS.wrongRefusal]);
    const allowed: Log = {
      ...log,
      entries: log.entries.map((entry) =>
        isSent(entry) && entry.message.action === "resume"
          ? { ...entry, message: { action: "hold" } }
          : entry,
      ),
    };
    expect(violationsIn(allowed)).toEqual([VIOLATIONS.wrongRefusal]);
  });

  test("a request that was answered never or twice is found", () => {
    const log = working((room, ann) => {
      room.request(ann, { action: "press" });
      room.ping(ann);
    });
    const answer = log.entries.findLast((entry) => isReceived(entry) && entry.message.id !== undefined);
    expect(violationsIn(log)).toEqual([]);
    expect(violationsIn(without(log, (entry) => entry === answer))).toEqual([VIOLATIONS.unanswered]);
    const twice = log.entries.flatMap((entry) => (entry === answer ? [entry, entry] : [entry]));
    expect(violationsIn({ ...log, entries: twice })).toContain(VIOLATIONS.answeredTwice);
  });

  test("an estimate of the server's clock that jumps with the device's clock is found", () => {
    const log = working();
    const estimate = { kind: "estimated", at: 0, session: 0, rttMs: 8 } as const;
    expect(violationsIn({ ...log, entries: [...log.entries, { ...estimate, errorMs: 5 }] })).toEqual([]);
    expect(violationsIn({ ...log, entries: [...log.entries, { ...estimate, errorMs: 5000 }] })).toEqual([
      VIOLATIONS.clockJump,
    ]);
  });
});

test("a violation is printed with the entries that led to it", () => {
  const log = working((room) => room.pass(4500));
  const drifted = withMessages(log, ({ message }) => (message.state === 2 ? { started_at: 1 } : null));
  const [found] = checkLog(drifted).violations;
  const text = found ? formatViolation(drifted, found, 3) : "";
  expect(text).toContain(VIOLATIONS.unexplained);
  expect(text.split("\n").length).toBeLessThan(14);
});

test("every request that is removed from a correct log is missed", () => {
  // The log then has no trace of the request itself, and only the next revision shows that it is missing.
  for (let seed = 0; seed < 60; seed++) {
    const log = randomLog(new SeededRandom(seed));
    const acknowledged = log.entries.filter(
      (entry): entry is Received => isReceived(entry) && entry.message.id !== undefined,
    );
    const causes = acknowledged.filter(
      ({ message }) => message.by?.via !== "timer" && message.undo_until === message.now + 10_000,
    );
    const removed = causes[seed % Math.max(1, causes.length)];
    if (removed === undefined) continue;
    const incomplete = without(log, (entry) => isSent(entry) && entry.id === removed.message.id);
    expect(violationsIn(incomplete), `seed ${seed}`).not.toEqual([]);
  }
});
