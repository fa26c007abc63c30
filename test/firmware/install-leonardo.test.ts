/** The installer of the Leonardo, on a peer that is as strict as its boot loader. */
import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { makePortChooser } from "../../src/programs/choosePort";
import type { InstallError } from "../../src/programs/installer";
import { parseIntelHex } from "../../src/programs/avr/intelHex";
import { install } from "../../src/programs/avr/leonardoInstall";
import { FakeClock, flushPromises } from "../harness/fakes/fake-clock";
import { serveCommitted } from "./bench";
import { Leonardo } from "./leonardo";

const parsed = parseIntelHex(
  readFileSync(new URL("../../firmware/arduino/shared-pomodoro.leonardo.hex", import.meta.url), "utf8"),
  28_672,
);
if (!parsed.ok) throw new Error(parsed.problem);
const program = new Uint8Array(parsed.bytes);
/** A program of somebody else, which knows the touch as every Arduino program does. */
const BLINK = Uint8Array.of(0x0c, 0x94, 0x34, 0x00);
/** What an installation never takes, in ms of simulated time. */
const LIMIT_MS = 120_000;

beforeEach(serveCommitted);

interface Options {
  /** How long the person takes to click and choose, in ms. */
  readonly clickMs?: number;
}

/** Installs as the page does, with the page's own way to find ports; a person answers each question. */
async function run(board: Leonardo, clock: FakeClock, { clickMs = 2000 }: Options = {}) {
  await clock.advance(1000);
  const questions: string[] = [];
  const controller = new AbortController();
  const context = { timers: clock, signal: controller.signal };
  board.serial.choice = board.running ? board[board.running] : null;
  const first = await board.serial.requestPort();
  const chooser = makePortChooser(board.serial, first, context, (why) => {
    if (!why) return;
    questions.push(why);
    const click = (): void => {
      board.serial.choice = board.running ? board[board.running] : null;
      if (board.serial.choice) void chooser.pick();
      else clock.after(500, click); // the list is empty at the moment
    };
    clock.after(clickMs, click);
  });
  const steps: string[] = [];
  let outcome: { board: string } | { error: unknown } | null = null;
  install({
    ...context,
    file: null,
    choosePort: chooser.choosePort,
    awaitClick: async () => {},
    onProgress: ({ step }) => {
      if (steps.at(-1) !== step) steps.push(step);
    },
  }).then(
    (result) => (outcome = result),
    (error: unknown) => (outcome = { error }),
  );
  const end = clock.now() + LIMIT_MS;
  while (outcome === null) {
    if (clock.now() > end) throw new Error("the installation does not end");
    await clock.advance(10);
    await flushPromises();
  }
  return { outcome: outcome as { board: string } | { error: unknown }, questions, steps };
}
const DONE = { board: "leonardo" };
function makeLeonardo(flash?: Uint8Array) {
  const clock = new FakeClock();
  return { clock, board: new Leonardo(clock, program, flash) };
}

describe("a Leonardo", () => {
  it("a Leonardo with a program is written without a question where the browser knows both of its ports", async () => {
    const { clock, board } = makeLeonardo(BLINK);
    const { outcome, questions, steps } = await run(board, clock);
    expect(outcome).toEqual(DONE);
    expect(questions).toEqual([]);
    expect(steps).toEqual(["connect", "check", "write", "verify", "restart", "hello"]);
    expect(board.flash.slice(0, program.length)).toEqual(program);
    expect(board.program.openedBy).toBeNull();
  });

  it("an empty Leonardo, whose boot loader runs already, is written", async () => {
    const { clock, board } = makeLeonardo();
    expect((await run(board, clock)).outcome).toEqual(DONE);
  });

  it("a browser that has never seen the boot loader asks for it once", async () => {
    const { clock, board } = makeLeonardo(BLINK);
    board.isGranted.bootLoader = false;
    const { outcome, questions } = await run(board, clock);
    expect(outcome).toEqual(DONE);
    expect(questions).toEqual(["boot-loader"]);
  });

  it("a browser that gives no port back by itself asks for each, and a person who is too slow is asked again", async () => {
    const { clock, board } = makeLeonardo(BLINK);
    board.isGranted = { program: false, bootLoader: false };
    await clock.advance(1000);
    const { outcome, questions } = await run(board, clock, { clickMs: 9000 });
    // After 9 s the boot loader is gone: the person chooses the program again, which starts the boot loader again.
    expect("error" in outcome && (outcome.error as InstallError).code).toBe("no-answer");
    expect(new Set(questions)).toEqual(new Set(["boot-loader"]));
    const quick = await run(board, clock, { clickMs: 3000 });
    expect(quick.outcome).toEqual(DONE);
    expect(quick.questions).toEqual(["boot-loader", "again"]);
  });

  it("a chip with another signature is refused before the first byte is written", async () => {
    const { clock, board } = makeLeonardo(BLINK);
    board.signature = [0x82, 0x97, 0x1e];
    const before = board.flash.slice();
    const { outcome } = await run(board, clock);
    expect(outcome).toMatchObject({ error: { code: "wrong-board", detail: "signature 1e9782" } });
    expect(board.flash).toEqual(before);
  });

  it("a Leonardo that was unplugged at any byte stays in its boot loader and is written again", async () => {
    const whole = makeLeonardo(BLINK);
    await run(whole.board, whole.clock);
    const total = whole.board.bytes;
    const places = 40;
    let interrupted = 0;
    for (let i = 0; i < places; i++) {
      const { clock, board } = makeLeonardo(BLINK);
      const at = 1 + Math.floor(((i + ((i * 7919) % 100) / 100) / places) * (total - 3));
      board.onTraffic = () => {
        if (board.bytes < at) return;
        board.onTraffic = () => {};
        board.unplug();
        clock.after(3000, () => board.powerOn());
      };
      const { outcome } = await run(board, clock);
      if (!("error" in outcome)) continue; // nothing was written yet, and it went on by itself
      interrupted++;
      expect(outcome, `byte ${at} of ${total}`).toMatchObject({ error: { code: "unplugged" } });
      await clock.advance(4000);
      expect((await run(board, clock)).outcome, `byte ${at} of ${total}`).toEqual(DONE);
    }
    expect(interrupted).toBeGreaterThan(places - 3);
  }, 60_000);
});
