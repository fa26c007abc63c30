/** The check of a log has no mercy and raises no false alarm: a check that cannot fail would prove nothing. */
import { describe, expect, test, vi } from "vitest";
import { check, excerpt } from "./check";
import { SeededRandom } from "../harness/random";
import { honestLife, HonestRoom } from "./reference";
import { SAID } from "./log";
import type { Entry, Heard, Log, Sent } from "./log";

vi.setConfig({ testTimeout: 60_000 });

const said = (log: Log): string[] => check(log).violations.map(({ what }) => what);
const isHeard = (entry: Entry): entry is Heard => entry.kind === "heard";
const isSent = (entry: Entry): entry is Sent => entry.kind === "sent";
/** The log with some of its room messages told otherwise. */
const retold = (log: Log, change: (heard: Heard, nth: number) => object | null): Log => {
  let nth = 0;
  const entries = log.entries.map((entry) =>
    isHeard(entry) ? { ...entry, message: { ...entry.message, ...change(entry, nth++) } } : entry,
  );
  return { ...log, entries };
};
const without = (log: Log, unwanted: (entry: Entry) => boolean): Log => ({
  ...log,
  entries: log.entries.filter((entry) => !unwanted(entry)),
});

/** Two people, a short setup, work. `after` goes on from there. */
function working(after: (room: HonestRoom, ann: number, bob: number) => void = () => {}): Log {
  const room = new HonestRoom();
  const [ann, bob] = [room.enter(), room.enter()];
  room.act(ann, { action: "setup", work_duration: 4, break_duration: 2, auto_continue: 5 });
  room.act(bob, { action: "press" });
  after(room, ann, bob);
  return room.log;
}
const kill = (room: HonestRoom, pauseMs = 300): number => {
  room.die(pauseMs);
  return room.enter();
};

describe("nothing is found in the log of an honest room", () => {
  test("whatever its life was: 400 lives with deaths, drops and deeds that got no answer", () => {
    let happened = 0;
    for (let seed = 0; seed < 400; seed++) {
      const log = honestLife(new SeededRandom(seed));
      const { violations, unanswered } = check(log);
      expect(violations.map((violation) => `seed ${seed}: ${excerpt(log, violation)}`)).toEqual([]);
      happened += unanswered.happened;
    }
    expect(happened).toBeGreaterThan(50); // or it would not have been tried
  });

  test("where a deed without an answer has happened, and where it has not", () => {
    for (const fate of ["unheard", "lost"] as const) {
      const log = working((room, ann) => {
        room.act(ann, { action: "hold" }, fate);
        kill(room);
      });
      expect(check(log)).toMatchObject({
        violations: [],
        unanswered: { in: 1, happened: fate === "unheard" ? 1 : 0 },
      });
    }
  });

  test("where such a deed and three deadlines have happened before anyone was there again", () => {
    const log = working((room, ann) => {
      room.act(ann, { action: "extend", seconds: 1 }, "unheard");
      kill(room, 12_000);
    });
    expect(check(log)).toMatchObject({ violations: [], unanswered: { in: 1, happened: 1 }, caughtUp: 3 });
  });

  test("and it says how late the deadlines were heard", () => {
    const log = working((room) => room.pass(9500, 7));
    expect(check(log)).toMatchObject({ violations: [], latenessMs: [8, 8], caughtUp: 0 });
  });
});

describe("it is found that", () => {
  test("an acknowledged change is gone after a restart", () => {
    const log = working((room, ann) => {
      const before = room.pomodoro;
      room.act(ann, { action: "hold" });
      room.pomodoro = before;
      kill(room);
    });
    expect(said(log)).toContain(SAID.lost);
  });

  test("an acknowledged change is gone, and something else has taken its rev", () => {
    const log = working((room, ann, bob) => {
      const before = room.pomodoro;
      room.act(ann, { action: "hold" });
      room.pomodoro = before;
      room.act(bob, { action: "extend", seconds: 1 }, "unheard");
      kill(room);
    });
    expect(said(log)).toContain(SAID.truths);
  });

  test("a change was acknowledged that never happened", () => {
    const log = working((room, ann, bob) => {
      const before = room.pomodoro;
      room.act(ann, { action: "hold" });
      room.pomodoro = before;
      room.act(bob, { action: "hold" });
    });
    expect(said(log)).not.toEqual([]);
  });

  test("one deed happened twice: an answered one, and one whose answer was lost", () => {
    for (const fate of ["answered", "unheard"] as const) {
      const log = working((room, ann) => {
        room.act(ann, { action: "extend", seconds: 60 }, fate);
        room.act(ann, { action: "extend", seconds: 60 }, "unheard");
        kill(room);
      });
      const [, , , , , twice] = log.entries.filter(isSent);
      expect(twice).toBeUndefined();
      const last = log.entries.findLast(isSent);
      expect(said(log)).toEqual([]); // two deeds: all is well
      expect(said(without(log, (entry) => entry === last))).toEqual([SAID.machine]); // one deed
    }
  });

  test("a deed happened after the run to which it was sent had ended", () => {
    const log = working((room, ann) => {
      room.act(ann, { action: "hold" }, "lost");
      const next = kill(room, 1000);
      room.pass(500);
      room.act(next, { action: "hold" });
    });
    const real = log.entries.findLast(isSent);
    // the same room, told as if the late hold were the one of the run before
    const late = retold(
      without(log, (entry) => entry === real),
      ({ message }) =>
        message.by?.name === real?.by && message.held_ms !== null
          ? { id: undefined, by: { name: "P0", via: "app" } }
          : null,
    );
    expect(said(log)).toEqual([]);
    expect(said(late)).toEqual([SAID.machine]);
  });

  test("rev went back on one connection", () => {
    const log = working((room, ann) => room.act(ann, { action: "hold" }));
    const heard = log.entries.filter(isHeard);
    const old = heard.find(({ message }) => message.rev === 1);
    const entries = [...log.entries, { ...old, at: log.entries.at(-1)!.at } as Entry];
    expect(said({ ...log, entries })).toContain(SAID.back);
  });

  test("a client that is connected has not heard of a change, a round trip later", () => {
    const log = working((room, ann, bob) => {
      room.act(ann, { action: "hold" });
      room.ping(bob);
    });
    const deaf = without(log, (entry) => isHeard(entry) && entry.session === 1 && entry.message.rev === 3);
    expect(said(log)).toEqual([]);
    expect(said(deaf)).toEqual([SAID.apart]);
  });

  test("two clients were told of one rev in two ways", () => {
    const log = working();
    const apart = retold(log, ({ session, message }) =>
      session === 0 && message.rev === 2 ? { cycle: 1 } : null,
    );
    expect(said(apart)).toContain(SAID.truths);
  });

  test("a period began or ended at another moment than its deadline", () => {
    const log = working((room) => room.pass(4500));
    const drifted = retold(log, ({ message }) =>
      message.state === 2 ? { started_at: (message.started_at ?? 0) + 1 } : null,
    );
    expect(said(drifted)).toEqual([SAID.machine]);
  });

  test("an alarm came before its time", () => {
    const log = working((room) => room.pass(4500));
    const early = retold(log, ({ message }) => (message.state === 2 ? { now: message.now - 500 } : null));
    expect(said(early)).toEqual([SAID.machine]);
  });

  test("a deadline passed and nothing happened, though the server was awake", () => {
    const log = working((room, ann) => {
      const before = room.pomodoro;
      room.now += 9500;
      room.ping(ann);
      expect(room.pomodoro).toBe(before);
    });
    expect(said(log)).toContain(SAID.late);
  });

  test("a deadline was not caught up at once after a restart", () => {
    const log = working((room) => {
      room.die(4500);
      const { pomodoro } = room;
      const session = room.enter();
      expect(room.pomodoro).not.toBe(pomodoro);
      room.ping(session);
    });
    const unsettled = retold(log, ({ session, message }) => {
      const before = log.entries.filter(isHeard).find((heard) => heard.message.rev === 2)?.message;
      return session === 2 ? { ...before, rang_at: undefined, now: message.now } : null;
    });
    expect(said(log)).toEqual([]);
    expect(said(unsettled)).toEqual([SAID.unsettled]);
  });

  test("a deed that would have changed the room was answered as if it had meant nothing", () => {
    const log = working((room, ann) => room.act(ann, { action: "press" })); // in work: means nothing
    const meant: Log = {
      ...log,
      entries: log.entries.map((entry) =>
        isSent(entry) && entry.session === 0 && entry.message.action === "press"
          ? { ...entry, message: { action: "hold" } }
          : entry,
      ),
    };
    expect(said(log)).toEqual([]);
    expect(said(meant)).toEqual([SAID.noAnswer]);
  });

  test("a deed was refused that the machine allows, or for another reason", () => {
    const log = working((room, ann) => room.act(ann, { action: "resume" }));
    const other: Log = {
      ...log,
      entries: log.entries.map((entry) => (entry.kind === "refused" ? { ...entry, code: "stale" } : entry)),
    };
    expect(said(log)).toEqual([]);
    expect(said(other)).toEqual([SAID.refusal]);
    const allowed: Log = {
      ...log,
      entries: log.entries.map((entry) =>
        isSent(entry) && entry.message.action === "resume"
          ? { ...entry, message: { action: "hold" } }
          : entry,
      ),
    };
    expect(said(allowed)).toEqual([SAID.refusal]);
  });

  test("a deed was never answered, or twice", () => {
    const log = working((room, ann) => {
      room.act(ann, { action: "press" });
      room.ping(ann);
    });
    const answer = log.entries.findLast((entry) => isHeard(entry) && entry.message.id !== undefined);
    expect(said(log)).toEqual([]);
    expect(said(without(log, (entry) => entry === answer))).toEqual([SAID.silent]);
    const twice = log.entries.flatMap((entry) => (entry === answer ? [entry, entry] : [entry]));
    expect(said({ ...log, entries: twice })).toContain(SAID.twice);
  });

  test("a device's clock jumped, and its idea of the server's went with it", () => {
    const log = working();
    const estimate = { kind: "estimated", at: 0, session: 0, rttMs: 8 } as const;
    expect(said({ ...log, entries: [...log.entries, { ...estimate, errorMs: 5 }] })).toEqual([]);
    expect(said({ ...log, entries: [...log.entries, { ...estimate, errorMs: 5000 }] })).toEqual([SAID.clock]);
  });
});

test("a finding comes with what led to it", () => {
  const log = working((room) => room.pass(4500));
  const drifted = retold(log, ({ message }) => (message.state === 2 ? { started_at: 1 } : null));
  const [found] = check(drifted).violations;
  const text = found ? excerpt(drifted, found, 3) : "";
  expect(text).toContain(SAID.machine);
  expect(text.split("\n").length).toBeLessThan(14);
});

test("every change that is taken out of an honest log is missed", () => {
  // The strongest form of all: nobody heard of it, nobody sent it, and the next word gives it away.
  for (let seed = 0; seed < 60; seed++) {
    const log = honestLife(new SeededRandom(seed));
    const acknowledged = log.entries.filter(
      (entry): entry is Heard => isHeard(entry) && entry.message.id !== undefined,
    );
    const causes = acknowledged.filter(
      ({ message }) => message.by?.via !== "timer" && message.undo_until === message.now + 10_000,
    );
    const victim = causes[seed % Math.max(1, causes.length)];
    if (victim === undefined) continue;
    const gone = without(log, (entry) => isSent(entry) && entry.id === victim.message.id);
    expect(said(gone), `seed ${seed}`).not.toEqual([]);
  }
});
