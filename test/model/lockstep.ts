/** A long random life of one room, judged by both machines at once. PURE. */
import type { ChangeMessage } from "../../party/shared/clientMessages";
import type { SeededRandom } from "../harness/random";
import { bothMachines } from "./machines";

const T0 = 1_790_000_000_000;
const DURATIONS = [1, 2, 3, 60, 1500, 7200, 86_400];
const NAMES = ["Ann", "Bob", "Cas", "Dee"];

/** Throws at the first difference. Returns how many of the requests were accepted. */
export function liveInLockstep(random: SeededRandom, steps: number): number {
  let room = bothMachines.newRoom;
  let now = T0;
  let accepted = 0;
  for (let i = 0; i < steps; i++) {
    const due = bothMachines.nextDue(room);
    if (random.integer(0, 2) === 0) {
      const ms = random.pick([0, 1, 500, 5000, 9999, 10_000, 10_001, 60_000, 7_200_000, 90_000_000]);
      const isNear = due !== null && random.integer(0, 3) > 0;
      now = Math.max(now, isNear ? due + random.pick([-10_000, -1, 0, 1, 9000]) : now + ms);
      if (random.integer(0, 1) === 0) room = bothMachines.settle(room, now);
    } else {
      const message = {
        ...randomAction(random, now),
        ...randomAim(random, room.code.rev, now),
      } as ChangeMessage;
      const judged = bothMachines.handle(room, { message, name: random.pick(NAMES) }, now);
      room = judged.room;
      if (judged.code === null) accepted++;
    }
  }
  return accepted;
}

function randomAim(random: SeededRandom, rev: number, now: number): object {
  const aim = random.integer(0, 9);
  if (aim === 0) return { on: rev + random.integer(-1, 1), until: now + random.integer(-1, 1) };
  if (aim === 1) return { on: rev, state: random.integer(0, 5) };
  return aim < 3 ? { on: rev } : {};
}

function randomAction(random: SeededRandom, now: number): object {
  const action = random.weighted({
    press: 10,
    skip: 6,
    undo: 6,
    hold: 3,
    resume: 2,
    reset: 1,
    extend: 3,
    setup: 3,
    list: 1,
    turns: 2,
    next: 2,
    start: 2,
    title: 2,
  });
  switch (action) {
    case "press":
      return { action, ...(random.integer(0, 3) === 0 ? { via: "board" } : {}) };
    case "extend":
      return { action, seconds: random.pick([1, 2, 60, 3600]) };
    case "setup": {
      const settings = {
        work_duration: random.pick(DURATIONS),
        break_duration: random.pick(DURATIONS),
        number_cycles: random.pick([1, 2, 3, 24]),
        long_break_duration: random.pick([0, 1, 86_400]),
        auto_continue: random.pick([0, 5, 3600]),
      };
      const given = Object.entries(settings).filter(() => random.integer(0, 1) === 0);
      return {
        action,
        ...Object.fromEntries(given),
        ...(random.integer(0, 1) === 0 ? { when: "next" } : {}),
      };
    }
    case "list": {
      const texts = random.pick([[], ["Tea"], ["Tea", "Mail"]]);
      return { action, items: texts.map((text) => ({ id: text, text, done: random.integer(0, 1) === 0 })) };
    }
    case "turns": {
      if (random.integer(0, 3) === 0) return { action, names: null };
      const names = NAMES.slice(0, random.integer(2, 4));
      const at = random.integer(0, names.length - 1);
      return { action, at, names: names.map((name) => ({ name, away: random.integer(0, 2) === 0 })) };
    }
    case "start": {
      const at = now + random.pick([-1, 0, 1, 3000, 604_800_000, 604_800_001]);
      return { action, at: random.integer(0, 3) === 0 ? null : at };
    }
    case "title":
      return { action, title: random.pick([null, "Class 4b", "Ann and Bob"]) };
    default:
      return { action };
  }
}
