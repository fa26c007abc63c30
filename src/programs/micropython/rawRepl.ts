import { InstallError } from "../installer";
import { toPlain, parseWindow } from "./answers";
import type { Answer } from "./answers";
import {
  ANSWER_TIMEOUT_MS,
  CHUNK_BYTES,
  CHUNK_INTERVAL_MS,
  ENTER_INTERVAL_MS,
  ENTER_TIMEOUT_MS,
  LEAVE_TIMEOUT_MS,
  MAX_ANSWER_BYTES,
  RESTART_TIMEOUT_MS,
  SETTLE_MS,
} from "./limits";
import type { Pipe } from "./pipe";

const CTRL_A = "\x01"; // enters the raw REPL
const CTRL_B = "\x02"; // leaves it
const CTRL_C = "\x03"; // interrupts a program, and clears a line
const CTRL_D = "\x04"; // ends a program that is sent; in the friendly REPL it restarts the interpreter
const CTRL_E = "\x05";
const BANNER = "raw REPL; CTRL-B to exit\r\n>";
/** A part of what MicroPython says when it restarts. */
const RESTART = "soft reboot";

/** MicroPython's raw REPL, which runs programs that are sent, and gives back what they print. */
export interface RawRepl {
  /**
   * Runs a program of at most a few hundred bytes. Rejects with `no-answer` if the answer is not the raw REPL's, or has
   * not come within ANSWER_TIMEOUT_MS.
   */
  exec(code: string): Promise<Answer>;
  /** Leaves the raw REPL and restarts the interpreter, which then runs the board's own main.py. */
  restart(): Promise<void>;
}

/**
 * Interrupts what the board runs and enters the raw REPL. Rejects with `no-answer` if the device says nothing, and with
 * `no-micropython` if it says anything but the banner of the raw REPL.
 */
export async function enterRawRepl(pipe: Pipe, now: () => number): Promise<RawRepl> {
  const until = now() + ENTER_TIMEOUT_MS;
  let heard = "";
  while (now() < until) {
    heard = pipe.waiting || heard;
    pipe.discard();
    // Ctrl-C ends a running program, and clears a line or a program that an earlier installation has left half sent.
    // The second one is for a program that catches the first.
    await pipe.write(CTRL_C + CTRL_C);
    await pipe.pause(SETTLE_MS);
    await pipe.write(CTRL_A);
    if ((await pipe.readUntil(BANNER, ENTER_INTERVAL_MS)) === null) continue;
    // The answer to an earlier attempt may still come. In the raw REPL Ctrl-A says the banner again, and nothing else.
    await pipe.pause(SETTLE_MS);
    pipe.discard();
    await pipe.write(CTRL_A);
    if ((await pipe.readUntil(BANNER, ENTER_INTERVAL_MS)) !== "") continue;
    await restartInRawRepl(pipe);
    return makeRawRepl(pipe);
  }
  if (heard === "") throw new InstallError("no-answer");
  throw new InstallError("no-micropython", toPlain(heard.trimEnd().split("\n").at(-1) ?? ""));
}

/**
 * Restarts the interpreter within the raw REPL, which runs boot.py and not main.py: the program that was interrupted
 * leaves no timers, threads and used memory behind. A banner before the restart answers an earlier Ctrl-A.
 */
async function restartInRawRepl(pipe: Pipe): Promise<void> {
  const hears = async (text: string): Promise<boolean> =>
    (await pipe.readUntil(text, RESTART_TIMEOUT_MS)) !== null;
  await pipe.write(CTRL_D);
  if (await hears(RESTART)) {
    if (await hears(BANNER)) return;
    await pipe.write(CTRL_C); // a boot.py that does not end
    if (await hears(BANNER)) return;
  }
  throw new InstallError("no-answer", `restart: ${toPlain(pipe.waiting.slice(-80))}`);
}

/** Starts the board's own program again, as far as that is possible: a board that is refused stays as it was. */
export async function leaveRawRepl(pipe: Pipe): Promise<void> {
  const bytes = `${CTRL_C}${CTRL_B}${CTRL_D}`;
  await Promise.race([pipe.write(bytes), pipe.pause(LEAVE_TIMEOUT_MS)]).catch(() => {});
}

function makeRawRepl(pipe: Pipe): RawRepl {
  let hasPaste = true; // until the board says that it has not

  const fail = (where: string): never => {
    throw new InstallError("no-answer", `${where}: ${toPlain(pipe.waiting.slice(-80))}`);
  };

  /** Asks for raw-paste mode. The answer of a board without it is known by its first two bytes. */
  async function startPaste(): Promise<boolean> {
    if (!hasPaste) return false;
    await pipe.write(`${CTRL_E}A${CTRL_A}`);
    const answer = await pipe.read(2, ANSWER_TIMEOUT_MS);
    if (answer === "R\x01") return true;
    hasPaste = false;
    if (answer === "R\x00") return false;
    // Before version 1.14 the same bytes only clear the line: the banner comes again.
    if (answer === null || !BANNER.startsWith(answer)) return fail("raw-paste mode");
    const rest = await pipe.readUntil(BANNER.slice(answer.length), ANSWER_TIMEOUT_MS);
    return rest === "" ? false : fail("raw-paste mode");
  }

  /** Sends at most as many bytes as the board has said that it can take. */
  async function paste(code: string): Promise<void> {
    const window = parseWindow((await pipe.read(2, ANSWER_TIMEOUT_MS)) ?? "");
    if (window === null) return fail("window");
    let allowed = window;
    for (let sent = 0; sent < code.length;) {
      while (allowed === 0 || pipe.waiting !== "") {
        const flow = await pipe.read(1, ANSWER_TIMEOUT_MS);
        if (flow === CTRL_A) allowed += window;
        else if (flow === CTRL_D) {
          // The board wants no more, for example for want of memory: the answer says why.
          await pipe.write(CTRL_D);
          return;
        } else fail("flow control");
      }
      const chunk = code.slice(sent, sent + allowed);
      await pipe.write(chunk);
      sent += chunk.length;
      allowed -= chunk.length;
    }
    await pipe.write(CTRL_D);
    for (;;) {
      const flow = await pipe.read(1, ANSWER_TIMEOUT_MS);
      if (flow === CTRL_D) return;
      if (flow !== CTRL_A) fail("end of the program");
    }
  }

  /** Sends small chunks with pauses, because nothing tells how much the board can take. */
  async function send(code: string): Promise<void> {
    for (let at = 0; at < code.length; at += CHUNK_BYTES) {
      await pipe.write(code.slice(at, at + CHUNK_BYTES));
      await pipe.pause(CHUNK_INTERVAL_MS);
    }
    await pipe.write(CTRL_D);
    if ((await pipe.read(2, ANSWER_TIMEOUT_MS)) !== "OK") fail("start of the program");
  }

  async function readPart(): Promise<string> {
    const text = await pipe.readUntil(CTRL_D, ANSWER_TIMEOUT_MS);
    return text === null || text.length > MAX_ANSWER_BYTES ? fail("answer") : text;
  }

  return {
    async exec(code) {
      if (/[^\n -~]/.test(code)) throw new RangeError("a program for the board is ASCII");
      if (await startPaste()) await paste(code);
      else await send(code);
      const output = await readPart();
      const error = await readPart();
      if ((await pipe.read(1, ANSWER_TIMEOUT_MS)) !== ">") return fail("prompt");
      return { output, error };
    },
    async restart() {
      // In the raw REPL itself Ctrl-D restarts the interpreter, too, but without main.py.
      await pipe.write(CTRL_B);
      if ((await pipe.readUntil(">>> ", ANSWER_TIMEOUT_MS)) === null) return fail("friendly REPL");
      await pipe.write(CTRL_D);
    },
  };
}
