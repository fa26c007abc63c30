import { BoardError } from "./board";
import type { BoardEvent, BoardLink, BoardLog, ByteLink } from "./board";
import { makeExchange } from "./exchange";
import { makeLineSplitter } from "./lines";
import { makeSequence } from "./sequence";
import type { Timers } from "./timers";
import { encode, FROM_BOARD_BYTES, noise, parseBoardLine, PROTOCOL } from "./wire";
import type { BoardLine, HostLine, StateFrame } from "./wire";

/* All in ms. */
export const HELLO_EVERY = 500;
export const HELLO_FOR = 5000;
/** When DTR and RTS are tried low: later than the slowest boot (2 s), with as long left to answer. */
export const LOWER_AFTER = 2500;
export const PING_AFTER = 2000;
export const STATE_EVERY = 30_000;
/** A board that has heard nothing for so long shows offline. */
export const OFFLINE_AFTER = 6000;

/**
 * asking: hello goes out twice a second. live: it answered. refused: another protocol number.
 * failed: it does not answer; we are still, and listen. closed: the end.
 */
type Phase = "idle" | "asking" | "live" | "refused" | "failed" | "closed";
type Alarm = "ask" | "ping" | "state" | "offline";

/** Speaks serial protocol 1 over bytes. Says nothing at all while the room is out of reach. */
export function makeSession(bytes: ByteLink, timers: Timers): BoardLink {
  let phase: Phase = "idle";
  let emit: (event: BoardEvent) => void = () => {};
  let frame: (() => StateFrame) | null = null;
  let stateDue = false;
  let sent: StateFrame | null = null;
  let known = false; // a hello of our protocol was heard on this connection
  // Whether a hello may answer one that we asked. Boards answer in order, so the answer to any later line
  // settles it; a hello after that is a restart. (The first may cross our question, and then two come.)
  let asked = false;
  let lowered = false;

  const split = makeLineSplitter(FROM_BOARD_BYTES);
  const sequence = makeSequence();
  const alarms = new Map<Alarm, () => void>();
  const exchange = makeExchange(
    timers,
    say,
    (why) => log("resent", why),
    () => fail(new BoardError("silent")),
  );

  const log = (what: BoardLog, detail: string) => emit({ type: "log", log: what, detail });

  function arm(name: Alarm, ms: number, run: () => void): void {
    disarm(name);
    alarms.set(name, timers.after(ms, run));
  }
  function disarm(name: Alarm): void {
    alarms.get(name)?.();
    alarms.delete(name);
  }

  /** Every line goes out here. A failing write is told by `onLost` as well, so it is not our business. */
  function say(line: HostLine): void {
    arm("ping", PING_AFTER, () => pump(true));
    arm("offline", OFFLINE_AFTER, () =>
      emit({ type: "light", light: { state: 0, held: false, offline: true } }),
    );
    bytes.write(encode(line)).catch(() => {});
  }

  /** Stops talking; the board's own clock then turns its light to offline. */
  function hush(): void {
    exchange.drop();
    for (const name of ["ask", "ping", "state"] as const) disarm(name);
    stateDue = false;
  }

  function fail(error: BoardError): void {
    hush();
    phase = error.code === "wrong-protocol" ? "refused" : "failed";
    emit({ type: "failed", error });
  }

  function ask(): void {
    hush();
    phase = "asking";
    emit({ type: "asking" });
    const began = timers.now();
    const again = () => {
      const passed = timers.now() - began;
      if (passed >= HELLO_FOR) return fail(new BoardError("no-answer"));
      if (passed >= LOWER_AFTER && !known && !lowered) {
        lowered = true;
        bytes.lowerSignals().catch(() => {});
      }
      asked = true;
      say({ t: "hello", p: PROTOCOL });
      arm("ask", HELLO_EVERY, again);
    };
    again();
  }

  /** Sends what is due if no answer is being waited for; `silence`: nothing was said for two seconds. */
  function pump(silence = false): void {
    if (phase !== "live" || !frame || exchange.busy) return;
    if (stateDue) {
      stateDue = false;
      arm("state", STATE_EVERY, sendState);
      sent = frame();
      exchange.send({ t: "state", ...sent });
    } else if (silence) {
      exchange.send({ t: "ping" });
    }
  }

  function sendState(): void {
    stateDue = true;
    pump();
  }

  function onHello(line: Extract<BoardLine, { t: "hello" }>): void {
    const restarted = known && !asked;
    sequence.hello(restarted);
    disarm("ask");
    if (line.p !== PROTOCOL) {
      const update = line.p > PROTOCOL ? "app" : "board";
      return fail(
        new BoardError("wrong-protocol", `protocol ${line.p}, this app speaks ${PROTOCOL}`, update),
      );
    }
    if (restarted) {
      exchange.drop(); // it has forgotten what it was asked
      log("restarted", line.board);
    }
    known = true;
    phase = "live";
    emit({ type: "identified", board: { name: line.board, fw: line.fw, caps: line.caps } });
    sendState();
  }

  function onButton({ e, n }: Extract<BoardLine, { t: "btn" }>): void {
    if (!known || phase === "refused") return log("ignored", `button ${e} before hello`);
    const step = sequence.step(n);
    if (step === "repeat") return log("repeat", String(n));
    if (step !== "next") log("gap", step.lost === null ? "" : String(step.lost));
    emit({ type: e });
    if (phase === "failed" && frame) ask(); // it lives after all
  }

  function onLine(line: BoardLine): void {
    if (line.t === "hello") return onHello(line);
    if (line.t === "btn") return onButton(line);
    if (line.t === "err") log("err", line.code);
    const answered = exchange.answer(line);
    if (answered) asked = false;
    if (answered && line.t === "ok") {
      emit({ type: "light", light: { state: line.s, held: sent?.held === 1, offline: false } });
    }
    pump();
  }

  /** A board that is reset in the middle of a line says hello right behind what it had said of it. */
  function onNoise(text: string): void {
    log("noise", noise(text).noise);
    const cut = parseBoardLine(text.slice(text.lastIndexOf("{")));
    if (cut.ok && cut.line.t === "hello") onHello(cut.line);
  }

  function shut(): void {
    hush();
    disarm("offline");
    phase = "closed";
  }

  return {
    start(listener) {
      emit = listener;
      bytes.start(
        (chunk) => {
          for (const cut of split(chunk)) {
            if (phase === "closed") return;
            if (!cut.ok) {
              log("noise", cut.noise);
              continue;
            }
            const heard = parseBoardLine(cut.text);
            if (heard.ok) onLine(heard.line);
            else onNoise(cut.text);
          }
        },
        (error) => {
          if (phase === "closed") return;
          shut();
          emit({ type: "lost", error });
        },
      );
    },
    show(next) {
      const back = frame === null && next !== null;
      frame = next;
      if (phase === "closed") return;
      if (!next) hush();
      else if (phase === "live" && !back) sendState();
      else if (back && phase !== "refused") ask();
    },
    async close() {
      shut();
      await bytes.close();
    },
  };
}
