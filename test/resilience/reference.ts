/** A room that does nothing wrong, on paper: the log that its clients would write, for the tests of the check. PURE. */
import { newPomodoro, nextDeadline, refusalIn, settle, transition } from "../../party/shared/pomodoro";
import type { Pomodoro, Transition } from "../../party/shared/pomodoro";
import { toAction } from "../../party/shared/actions";
import { toRoomMessage } from "../../party/shared/codec";
import type { ChangeMessage } from "../../party/shared/clientMessages";
import type { RoomMessage } from "../../party/shared/serverMessages";
import type { SeededRandom } from "../harness/random";
import type { Entry, Log } from "./log";
import { deedOf, FIRST } from "./schedule";

export class HonestRoom {
  readonly entries: Entry[] = [];
  readonly ends: number[] = [];
  now = 1_790_000_000_000;
  pomodoro: Pomodoro = newPomodoro();
  readonly #open = new Set<number>();
  #sessions = 0;
  #serial = 0;

  get log(): Log {
    return structuredClone({ entries: this.entries, ends: this.ends });
  }

  enter(): number {
    const session = this.#sessions++;
    this.entries.push({ kind: "opening", at: this.now, session });
    this.#keep(settle(this.pomodoro, this.now), null);
    this.#open.add(session);
    this.#hear(session, toRoomMessage(this.pomodoro, this.now));
    return session;
  }
  leave(session: number): void {
    this.#open.delete(session);
  }

  /** Time goes by, and every deadline is heard `late` ms late. */
  pass(ms: number, late = 3): void {
    const end = this.now + ms;
    for (let due = nextDeadline(this.pomodoro); due !== null && due + late <= end;) {
      this.now = Math.max(this.now, due + late);
      this.#keep(settle(this.pomodoro, this.now), null);
      due = nextDeadline(this.pomodoro);
    }
    this.now = Math.max(this.now, end);
  }
  ping(session: number): void {
    const t0 = ++this.#serial;
    this.entries.push({ kind: "asked", at: this.now, session, t0 });
    this.now += 2;
    this.entries.push({ kind: "ponged", at: this.now, session, t0, now: this.now - 1 });
  }

  /** `fate`: whether it reaches the room, and whether the answer comes back. */
  act(session: number, message: ChangeMessage, fate: "answered" | "unheard" | "lost" = "answered"): void {
    const id = `d${++this.#serial}`;
    const by = `P${session}`;
    this.entries.push({ kind: "sent", at: this.now, session, id, message, by, run: this.ends.length });
    this.now += 2;
    if (fate === "lost") return;
    const action = toAction(message);
    const via = message.action === "press" ? (message.via ?? "app") : "app";
    const event = { action, by: { name: by, via }, on: message.on, until: message.until } as const;
    const result = transition(this.pomodoro, event, this.now);
    if (fate === "unheard") {
      this.pomodoro = result[0]; // on disk, and then it died
      return;
    }
    const refusal = refusalIn(result[1]);
    this.#keep(result, refusal === null ? session : null);
    if (refusal === null) this.#hear(session, { ...toRoomMessage(this.pomodoro, this.now), id });
    else this.entries.push({ kind: "refused", at: this.now + 1, session, id, code: refusal.code });
  }

  /** The server dies, and is back so many ms later. */
  die(pauseMs: number): void {
    this.now += 1;
    this.ends.push(this.now);
    this.#open.clear();
    this.now += pauseMs;
  }

  #keep([pomodoro]: Transition, except: number | null): void {
    if (pomodoro === this.pomodoro) return;
    this.pomodoro = pomodoro;
    const message = toRoomMessage(pomodoro, this.now);
    for (const session of this.#open) if (session !== except) this.#hear(session, message);
  }
  #hear(session: number, message: RoomMessage): void {
    this.entries.push({ kind: "heard", at: this.now + 1, session, message });
  }
}

/** A life by chance: three people, deaths, deeds on their way when it dies. */
export function honestLife(random: SeededRandom, steps = 60): Log {
  const room = new HonestRoom();
  let here = [room.enter(), room.enter(), room.enter()];
  const deed = (): ChangeMessage =>
    room.pomodoro.rev === 0 ? FIRST : deedOf(random, { rev: room.pomodoro.rev, now: room.now });
  for (let i = 0; i < steps; i++) {
    const session = random.pick(here);
    switch (random.weighted({ act: 20, pass: 10, ping: 4, drop: 2, die: 2 })) {
      case "act":
        room.act(session, deed());
        break;
      case "pass":
        room.pass(random.integer(1, 4000), random.integer(0, 40));
        break;
      case "ping":
        room.ping(session);
        break;
      case "drop":
        room.leave(session);
        here = [...here.filter((one) => one !== session), room.enter()];
        break;
      case "die":
        for (let n = random.integer(0, 2); n > 0; n--)
          room.act(random.pick(here), deed(), random.pick(["unheard", "lost"]));
        room.die(random.integer(10, 9000));
        here = [room.enter(), room.enter(), room.enter()];
    }
  }
  for (const session of here) room.ping(session);
  return room.log;
}
