/** A reference model of a correct room: it writes the log that its clients would write, to test the checks. PURE. */
import { toAction } from "../../party/shared/actions";
import type { ChangeMessage } from "../../party/shared/clientMessages";
import { toRoomMessage } from "../../party/shared/codec";
import { judgeMore } from "../../party/shared/moreActions";
import { newPomodoro, nextDeadline, refusalIn, settle, transition } from "../../party/shared/pomodoro";
import type { Pomodoro, Transition } from "../../party/shared/pomodoro";
import type { RoomMessage } from "../../party/shared/serverMessages";
import type { SeededRandom } from "../harness/random";
import type { Entry, Log } from "./log";
import { randomRequest, SHORT_PERIODS } from "./schedule";

/** What happens to a request: answered; applied, but the server is killed before the answer; or lost on its way. */
type Delivery = "answered" | "applied" | "lost";

/** A room whose time, requests and kills the test controls. */
export class ReferenceRoom {
  readonly entries: Entry[] = [];
  readonly ends: number[] = [];
  /** The clock of server and clients, epoch ms. */
  now = 1_790_000_000_000;
  pomodoro: Pomodoro = newPomodoro();
  readonly #open = new Set<number>();
  #sessions = 0;
  #ids = 0;

  get log(): Log {
    return structuredClone({ entries: this.entries, ends: this.ends });
  }

  /** Connects a client and returns its session. */
  enter(): number {
    const session = this.#sessions++;
    this.entries.push({ kind: "connecting", at: this.now, session });
    this.#update(settle(this.pomodoro, this.now), null);
    this.#open.add(session);
    this.#receive(session, toRoomMessage(this.pomodoro, this.now));
    return session;
  }
  leave(session: number): void {
    this.#open.delete(session);
  }

  /** Lets time pass. Each deadline takes effect `lateMs` late. */
  pass(ms: number, lateMs = 3): void {
    const end = this.now + ms;
    for (let due = nextDeadline(this.pomodoro); due !== null && due + lateMs <= end;) {
      this.now = Math.max(this.now, due + lateMs);
      this.#update(settle(this.pomodoro, this.now), null);
      due = nextDeadline(this.pomodoro);
    }
    this.now = Math.max(this.now, end);
  }
  ping(session: number): void {
    const t0 = ++this.#ids;
    this.entries.push({ kind: "pinged", at: this.now, session, t0 });
    this.now += 2;
    this.entries.push({ kind: "ponged", at: this.now, session, t0, now: this.now - 1 });
  }

  request(session: number, message: ChangeMessage, delivery: Delivery = "answered"): void {
    const id = `r${++this.#ids}`;
    const by = `P${session}`;
    this.entries.push({ kind: "sent", at: this.now, session, id, message, by, run: this.ends.length });
    this.now += 2;
    if (delivery === "lost") return;
    const action = toAction(message);
    const via = message.action === "press" ? (message.via ?? "app") : "app";
    const request = { action, by: { name: by, via }, on: message.on, until: message.until } as const;
    const result = transition(this.pomodoro, request, this.now, judgeMore);
    if (delivery === "applied") {
      this.pomodoro = result[0];
      return;
    }
    const refusal = refusalIn(result[1]);
    this.#update(result, refusal === null ? session : null);
    if (refusal === null) this.#receive(session, { ...toRoomMessage(this.pomodoro, this.now), id });
    else this.entries.push({ kind: "refused", at: this.now + 1, session, id, code: refusal.code });
  }

  /** Kills the server and starts it again after `downtimeMs`. */
  kill(downtimeMs: number): void {
    this.now += 1;
    this.ends.push(this.now);
    this.#open.clear();
    this.now += downtimeMs;
  }

  /** Sends the new state to everyone but the session `except`. */
  #update([pomodoro]: Transition, except: number | null): void {
    if (pomodoro === this.pomodoro) return;
    this.pomodoro = pomodoro;
    const message = toRoomMessage(pomodoro, this.now);
    for (const session of this.#open) if (session !== except) this.#receive(session, message);
  }
  #receive(session: number, message: RoomMessage): void {
    this.entries.push({ kind: "received", at: this.now + 1, session, message });
  }
}

/** The log of a room with three clients and random steps: requests, dropped connections, and kills with requests on their way. */
export function randomLog(random: SeededRandom, steps = 60): Log {
  const room = new ReferenceRoom();
  let sessions = [room.enter(), room.enter(), room.enter()];
  const nextRequest = (): ChangeMessage =>
    room.pomodoro.rev === 0
      ? SHORT_PERIODS
      : randomRequest(random, { rev: room.pomodoro.rev, now: room.now });
  for (let i = 0; i < steps; i++) {
    const session = random.pick(sessions);
    switch (random.weighted({ request: 20, pass: 10, ping: 4, drop: 2, kill: 2 })) {
      case "request":
        room.request(session, nextRequest());
        break;
      case "pass":
        room.pass(random.integer(1, 4000), random.integer(0, 40));
        break;
      case "ping":
        room.ping(session);
        break;
      case "drop":
        room.leave(session);
        sessions = [...sessions.filter((one) => one !== session), room.enter()];
        break;
      case "kill":
        for (let n = random.integer(0, 2); n > 0; n--) {
          room.request(random.pick(sessions), nextRequest(), random.pick(["applied", "lost"]));
        }
        room.kill(random.integer(10, 9000));
        sessions = [room.enter(), room.enter(), room.enter()];
    }
  }
  for (const session of sessions) room.ping(session);
  return room.log;
}
