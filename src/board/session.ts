import { BoardError, OFFLINE_LIGHT } from "./board";
import type { BoardEvent, BoardLink, BoardLog, ByteLink } from "./board";
import { makeExchange } from "./exchange";
import { makeHandshake } from "./handshake";
import { OFFLINE_AFTER_MS, PING_AFTER_MS, PROTOCOL, STATE_INTERVAL_MS } from "./limits";
import { makeLineReceiver } from "./lineReceiver";
import { makeSequence } from "./sequence";
import { makeStallWatch } from "./stallWatch";
import { makeNamedTimers } from "./timers";
import type { Timers } from "./timers";
import { encode } from "./wire";
import type { BoardLine, HostLine, StateFrame } from "./wire";

/**
 * handshake: hello is sent repeatedly. live: the board has answered. refused: the board has another protocol number.
 * failed: the board does not answer; the host sends hardly anything and keeps listening. closed: final.
 */
type Phase = "idle" | "handshake" | "live" | "refused" | "failed" | "closed";

/** Speaks the serial protocol over a byte link. Sends nothing while the room cannot be reached. */
export function makeSession(bytes: ByteLink, clock: Timers): BoardLink {
  let phase: Phase = "idle";
  let emit: (event: BoardEvent) => void = () => {};
  let frame: (() => StateFrame) | null = null;
  let isStateDue = false;
  let sentState: StateFrame | null = null;
  /** A hello with our protocol number was received on this connection. */
  let isIdentified = false;
  /**
   * Whether the next hello may be the answer to one that the host sent. A board answers in order, so the answer to any
   * later line settles that; a hello after it means a restart. (A hello at boot may cross the host's: then two arrive.)
   */
  let isHelloExpected = false;
  /**
   * Whether button events may be old: they wait in buffers until a port is opened, and while this page does not run. The
   * board answers in order, so nothing is old behind its answer to a state that follows a hello. `hello`: it has come.
   */
  let doubt: "no" | "yes" | "hello" = "yes";

  const sequence = makeSequence();
  const { set: setTimer, clear: clearTimer } = makeNamedTimers<"ping" | "state" | "offline">(clock);
  const handshake = makeHandshake(
    clock,
    () => {
      isHelloExpected = true;
      send({ t: "hello", p: PROTOCOL });
    },
    (areHigh) => void bytes.setSignals(areHigh).catch(() => {}),
    () => fail(new BoardError(isIdentified ? "silent" : "no-answer")),
  );
  const watch = makeStallWatch(clock, onStall);
  const exchange = makeExchange(
    clock,
    send,
    (reason) => log("resent", reason),
    () => fail(new BoardError("silent")),
  );
  const receive = makeLineReceiver(
    (line) => {
      if (phase !== "closed") onLine(line);
    },
    (text) => {
      if (phase !== "closed") log("noise", text);
    },
  );

  const log = (what: BoardLog, detail: string) => emit({ type: "log", log: what, detail });

  /** Writes a line. Ignores the error of a failed write, because `onLost` reports it too. */
  function send(line: HostLine): void {
    setTimer("ping", PING_AFTER_MS, () => sendNext(true));
    setTimer("offline", OFFLINE_AFTER_MS, () => emit({ type: "light", light: OFFLINE_LIGHT }));
    bytes.write(encode(line)).catch(() => {});
  }

  /** Sends nothing from now on; the board then shows offline after OFFLINE_AFTER_MS by its own clock. */
  function pauseSending(): void {
    exchange.cancel();
    handshake.stop();
    for (const name of ["ping", "state"] as const) clearTimer(name);
    isStateDue = false;
  }

  function fail(error: BoardError): void {
    pauseSending();
    phase = error.code === "wrong-protocol" ? "refused" : "failed";
    emit({ type: "failed", error });
    if (error.code === "silent" && frame) handshake.remind();
  }

  function startHandshake(): void {
    pauseSending();
    phase = "handshake";
    emit({ type: "handshake" });
    handshake.start(isIdentified);
  }

  function onStall(): void {
    doubt = "yes";
    emit({ type: "stalled" });
    if (phase !== "live" || !frame) return; // the next handshake ends the doubt
    pauseSending();
    handshake.start(true); // the sheet does not change: the board is most likely as it was
  }

  /** Sends the state if it is due, or else a ping if `isPingDue`; nothing while an answer is pending. */
  function sendNext(isPingDue = false): void {
    if (phase !== "live" || !frame || exchange.isBusy) return;
    if (isStateDue) {
      isStateDue = false;
      setTimer("state", STATE_INTERVAL_MS, sendState);
      sentState = frame();
      exchange.send({ t: "state", ...sentState });
    } else if (isPingDue) {
      exchange.send({ t: "ping" });
    }
  }

  function sendState(): void {
    isStateDue = true;
    sendNext();
  }

  function onHello(line: Extract<BoardLine, { t: "hello" }>): void {
    const hasRestarted = isIdentified && !isHelloExpected;
    sequence.onHello(hasRestarted);
    handshake.stop();
    if (line.p !== PROTOCOL) {
      const update = line.p > PROTOCOL ? "app" : "board";
      return fail(new BoardError("wrong-protocol", `protocol ${line.p}`, update));
    }
    if (hasRestarted) {
      exchange.cancel(); // the board no longer knows the line that it was to answer
      log("restarted", line.board);
    }
    isIdentified = true;
    if (doubt === "yes") doubt = "hello";
    phase = "live";
    emit({ type: "identified", board: { name: line.board, fw: line.fw, caps: line.caps } });
    sendState();
  }

  function onButton({ e, n }: Extract<BoardLine, { t: "btn" }>): void {
    if (!isIdentified || phase === "refused") return log("ignored", `button ${e} before hello`);
    const result = sequence.check(n);
    if (result === "repeat") return log("repeat", String(n));
    if (result !== "next") log("gap", result.lost === null ? "" : String(result.lost));
    // Without a frame the room cannot be reached, and a press is refused and listed.
    if (e === "down" && doubt !== "no" && frame) return log("late", "");
    emit({ type: e });
    if (phase === "failed" && frame) startHandshake(); // the board works after all
  }

  function onLine(line: BoardLine): void {
    if (line.t === "hello") return onHello(line);
    if (line.t === "btn") return onButton(line);
    if (line.t === "err") log("err", line.code);
    const isAnswer = exchange.receive(line);
    // The line may have been a state that was damaged on its way. It is not repeated at once, for a board that refuses it.
    if (isAnswer && line.t === "err") setTimer("state", PING_AFTER_MS, sendState);
    if (isAnswer) {
      isHelloExpected = false;
      if (doubt === "hello") doubt = "no";
    }
    if (isAnswer && line.t === "ok") {
      emit({ type: "light", light: { state: line.s, held: sentState?.held === 1, offline: false } });
    }
    sendNext();
  }

  function stop(): void {
    pauseSending();
    watch.stop();
    clearTimer("offline");
    phase = "closed";
  }

  return {
    start(listener) {
      emit = listener;
      const onBytes = (chunk: Uint8Array) => {
        if (phase === "closed") return;
        watch.check();
        receive(chunk);
      };
      bytes.start(onBytes, (error) => {
        if (phase === "closed") return;
        stop();
        emit({ type: "lost", error });
      });
    },
    show(next) {
      const isBackInReach = frame === null && next !== null;
      frame = next;
      if (phase === "closed") return;
      if (!next) pauseSending();
      else if (phase === "live" && !isBackInReach) sendState();
      else if (isBackInReach && phase !== "refused") startHandshake();
    },
    async close() {
      stop();
      await bytes.close();
    },
  };
}
