/**
 * From the pin of a board's button to the pin of its light, hop by hop: the firmware on an emulated Uno, a fake serial
 * port in a real Chromium, the built app, a real room on loopback.
 *
 * The app's own part is what happens in the page, by its own clock: from a line at the port to the press on the socket
 * and the new state at the port. The app shows its press before the room answers, so the light does not wait for the
 * room.
 */
import type { Page } from "playwright-core";
import { openPrivateRoom, postTo, startApp } from "../harness/app";
import { openDevice } from "../harness/browser";
import { UsbPort } from "../harness/usb-port";
import { EmulatedBoard } from "../harness/emulated-board";
import { connectBoard } from "../harness/host-page";
import { closeSheet } from "../harness/sheet";
import { delay, waitFor, within } from "../harness/wait";
import { clockOffset, readTimes, recordTimes, resetTimes } from "./board-page";
import { printMachine, printTable, quantile, quantiles } from "./report";

const PRESSES = 120;
const WARM_UP = 10;
/** Presses until a long break would come. */
const PRESSES_PER_SET = 40;
/** Before each press, in ms, because a room takes 5 messages a second; and a random part, so that no timers align. */
const REST_MS = 200;
const JITTER_MS = 20;
/** Goal for the p95 of the app's own part, in ms. */
const GOAL_MS = 10;
const OWN_PART = "the app's own part: until press and state are out";

/** Samples in ms, by the name of the hop. */
type Hops = Record<string, number[]>;

/** Prints a table of the hops, in ms. */
export async function benchBoard(): Promise<void> {
  const { browser, url, close } = await startApp();
  const board = new EmulatedBoard(1);
  try {
    const { page, context } = await openDevice(browser);
    await UsbPort.attach(context, board);
    await recordTimes(page);
    const link = await openPrivateRoom(page, url);
    await connectBoard(page);
    await closeSheet(page);
    const slippedBefore = board.skippedMs;
    printResult(await measurePresses(page, board, link));
    const slipped = board.skippedMs - slippedBefore;
    if (slipped > 0) console.log(`(The emulator could not keep up for ${slipped.toFixed(0)} ms in all.)`);
  } finally {
    board.powerOff();
    await close();
  }
}

async function measurePresses(page: Page, board: EmulatedBoard, link: URL): Promise<Hops> {
  const offset = await clockOffset(page);
  const hops: Hops = {};
  for (let i = 0; i < PRESSES + WARM_UP; i++) {
    // From work or a short break to its alarm; the press then lights a pin that was dark.
    const toWork = i % 2 === 1;
    if (i % PRESSES_PER_SET === 0) {
      await postTo(link, { action: "setup", number_cycles: PRESSES_PER_SET / 2 });
      await postTo(link, { action: "press" });
    }
    const from = board.sent.length;
    await postTo(link, { action: "skip" });
    await lineFrom(board, `"ok","s":${toWork ? 4 : 2}`, from);
    await delay(REST_MS + Math.random() * JITTER_MS);
    const sample = await measurePress(page, board, toWork ? "red" : "green", offset);
    if (i < WARM_UP) continue;
    for (const [hop, ms] of Object.entries(sample)) (hops[hop] ??= []).push(ms);
  }
  return hops;
}

/** One press: ms by the name of the hop. */
async function measurePress(
  page: Page,
  board: EmulatedBoard,
  pin: "red" | "green",
  offset: number,
): Promise<Record<string, number>> {
  const from = board.sent.length;
  const lit = new Promise<number>((done) => {
    board.onLights = (start, highs) => {
      const [first] = highs[pin].highs;
      if (first !== undefined) done(start + first.from);
    };
  });
  await resetTimes(page);
  const pressedAt = board.wallClock;
  board.press();
  const line = await lineFrom(board, '"e":"down"', from);
  const lightAt = await within(5000, () => `a lit pin; the light is ${board.light}`, lit);
  board.onLights = () => {};
  board.release();
  await lineFrom(board, '"e":"up"', from);
  const times = await readTimes(page);
  return {
    "pin → line sent (20 ms debounce, then the wire)": line.at - pressedAt,
    "→ page (the emulated cable)": times.in + offset - line.at,
    "→ press sent (app)": times.sent - times.in,
    "→ answer (room)": times.answered - times.sent,
    "page → state written (app: believed before the answer)": times.out - times.in,
    "→ light (cable, wire, firmware)": lightAt - (times.out + offset),
    "pin → room's answer, in all": times.answered + offset - pressedAt,
    "pin → light, in all": lightAt - pressedAt,
    [OWN_PART]: Math.max(times.sent, times.out) - times.in,
  };
}

/** The first line with this text that the board has sent after its first `from` lines. */
const lineFrom = (board: EmulatedBoard, text: string, from: number): Promise<EmulatedBoard["sent"][number]> =>
  waitFor(`the board's ${text}`, () => board.sent.slice(from).find((line) => line.text.includes(text)));

function printResult(hops: Hops): void {
  printMachine();
  printTable(
    [`hop, ms, of ${PRESSES} presses`, "p50", "p95", "max"],
    Object.entries(hops).map(([hop, samples]) => [hop, ...quantiles(samples, 0.5, 0.95, 1)]),
    1,
  );
  const own = quantile(hops[OWN_PART] ?? [], 0.95);
  const verdict = own <= GOAL_MS ? "reached" : "MISSED";
  console.log(`The app's own part: p95 ${own.toFixed(1)} ms, the goal is ${GOAL_MS}: ${verdict}.`);
}
