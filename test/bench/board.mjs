// node test/bench/board.mjs: from the pin of a board's button to the pin of its light, hop by hop. The firmware on an
// emulated Uno, a fake serial port in a real Chromium, the built app, a real room on loopback. The app's own part is
// what happens in the page, by its own clock: from a line at the port to the press on the socket and the new state at
// the port. (The app believes its press before the room answers, so the light does not wait for the room.)
// Reported, not gated.
import { cpus } from "node:os";
import { load } from "../harness/load.mjs";

/** @typedef {import("../harness/fakes/page-serial").PageCable} Cable only for the globals it declares */
/** @typedef {{ in: number, sent: number, heard: number, out: number }} PageTimes ms by the page's clock; 0: not yet */

const PRESSES = 120;
const WARM_UP = 10;
const SET = 40; // presses
const GOAL = 10; // ms, p95 of the next
const OWN = "the app's own part: until press and state are out";
const at = (/** @type {string} */ path) => new URL(path, import.meta.url);

const { startServer } = /** @type {typeof import("../harness/server")} */ (
  await load(at("../harness/server.ts"))
);
const { launchBrowser, openDevice } = /** @type {typeof import("../harness/browser")} */ (
  await load(at("../harness/browser.ts"))
);
const { Desk } = /** @type {typeof import("../harness/desk")} */ (await load(at("../harness/desk.ts")));
const { EmulatedBoard } = /** @type {typeof import("../harness/emulated-board")} */ (
  await load(at("../harness/emulated-board.ts"))
);
const { connectBoard, closeSheet } = /** @type {typeof import("../harness/host-page")} */ (
  await load(at("../harness/host-page.ts"))
);
const { waitFor, within } = /** @type {typeof import("../harness/wait")} */ (
  await load(at("../harness/wait.ts"))
);

const server = await startServer();
const browser = await launchBrowser();
const board = new EmulatedBoard(1);
try {
  const { page, context } = await openDevice(browser);
  await Desk.in(context, board);
  await page.addInitScript(recordTimes);
  const room = `bench-${Date.now().toString(36)}`;
  await page.goto(`${server.http}/r/${room}`);
  await connectBoard(page);
  await closeSheet(page);

  const post = async (/** @type {object} */ body) => {
    const response = await fetch(server.room(room), { method: "POST", body: JSON.stringify(body) });
    if (!response.ok) throw new Error(await response.text());
  };
  const boardSays = (/** @type {string} */ text, /** @type {number} */ from) =>
    waitFor(`the board's ${text}`, () => board.said.slice(from).find((line) => line.text.includes(text)));
  const pageClock = await offsetOf(page);
  const slippedBefore = board.slipped;

  /** @type {Record<string, number[]>} */
  const hops = {};
  const add = (/** @type {string} */ hop, /** @type {number} */ ms) => (hops[hop] ??= []).push(ms);

  for (let i = 0; i < PRESSES + WARM_UP; i++) {
    // WORK or SHORT_BREAK → its alarm; the press then lights a pin that was dark.
    const toWork = i % 2 === 1;
    if (i % SET === 0) {
      await post({ action: "setup", number_cycles: SET / 2 }); // back to the start before a long break
      await post({ action: "press" });
    }
    let from = board.said.length;
    await post({ action: "skip" });
    await boardSays(`"ok","s":${toWork ? 4 : 2}`, from);
    await new Promise((done) => setTimeout(done, 200 + Math.random() * 20)); // 5 a second is all a room takes
    from = board.said.length;
    /** @type {Promise<number>} */
    const lit = new Promise((done) => {
      board.onLights = (began, highs) => {
        const [first] = highs[toWork ? "red" : "green"].highs;
        if (first !== undefined) done(began + first.from);
      };
    });
    await page.evaluate(() => {
      const { times } = /** @type {{ times: PageTimes }} */ (/** @type {unknown} */ (globalThis));
      times.in = times.sent = times.heard = times.out = 0;
    });
    const pressed = board.reached;
    board.press();
    const said = await boardSays('"e":"down"', from);
    const lightAt = await within(5000, () => `a lit pin; the light is ${board.light}`, lit);
    board.onLights = () => {};
    board.release();
    await boardSays('"e":"up"', from);
    const measured = await page.waitForFunction(() => {
      const { times } = /** @type {{ times: PageTimes }} */ (/** @type {unknown} */ (globalThis));
      return times.sent > 0 && times.heard > 0 && times.out > 0 && times;
    });
    const times = /** @type {PageTimes} */ (await measured.jsonValue());
    if (i < WARM_UP) continue;
    add("pin → line sent (20 ms debounce, then the wire)", said.at - pressed);
    add("→ page (the emulated cable)", times.in + pageClock - said.at);
    add("→ press sent (app)", times.sent - times.in);
    add("→ answer (room)", times.heard - times.sent);
    add("page → state written (app: believed before the answer)", times.out - times.in);
    add("→ light (cable, wire, firmware)", lightAt - (times.out + pageClock));
    add("pin → room's answer, in all", times.heard + pageClock - pressed);
    add("pin → light, in all", lightAt - pressed);
    add(OWN, Math.max(times.sent, times.out) - times.in);
  }

  const [cpu] = cpus();
  console.log(
    `${cpus().length} × ${cpu?.model.trim() ?? "?"}, Node ${process.version}, loopback, ${PRESSES} presses; ms\n`,
  );
  const width = Math.max(...Object.keys(hops).map((hop) => hop.length));
  console.log(`| ${"hop".padEnd(width)} |   p50 |   p95 |   max |`);
  console.log(`| ${"-".repeat(width)} | ----: | ----: | ----: |`);
  for (const [hop, samples] of Object.entries(hops)) {
    console.log(
      `| ${hop.padEnd(width)} | ${[0.5, 0.95, 1].map((share) => share_(samples, share)).join(" | ")} |`,
    );
  }
  const own = Number(share_(hops[OWN] ?? [], 0.95));
  console.log(
    `\nThe app's own part: p95 ${own} ms, the goal is ${GOAL}: ${own <= GOAL ? "reached" : "MISSED"}.`,
  );
  const slipped = board.slipped - slippedBefore;
  if (slipped > 0) console.log(`(The emulator could not keep up for ${slipped.toFixed(0)} ms in all.)`);
} finally {
  board.powerOff();
  await browser.close();
  await server.dispose();
}

/** @param {number[]} samples @param {number} share */
function share_(samples, share) {
  const sorted = samples.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return value.toFixed(1).padStart(5);
}

/**
 * What to add to the page's clock to have this process's: from the shortest of many round trips.
 * @param {import("playwright-core").Page} page
 */
async function offsetOf(page) {
  let best = { trip: Infinity, offset: 0 };
  for (let i = 0; i < 50; i++) {
    const before = performance.now();
    const there = await page.evaluate(() => performance.now());
    const after = performance.now();
    if (after - before < best.trip) best = { trip: after - before, offset: (before + after) / 2 - there };
  }
  return best.offset;
}

/** In the page, before the app: the moments at which a press and its answer pass port and socket. */
function recordTimes() {
  /** @type {PageTimes} */
  const times = { in: 0, sent: 0, heard: 0, out: 0 };
  let buffer = "";
  Object.assign(globalThis, {
    times,
    probePort(/** @type {"in" | "out"} */ way, /** @type {Uint8Array} */ bytes) {
      const text = String.fromCharCode(...bytes);
      if (way === "out") {
        if (!text.includes('"t":"state"')) return;
        if (times.in > 0) times.out ||= performance.now();
        return;
      }
      buffer = (buffer + text).slice(-200);
      if (!buffer.includes('"e":"down"') || !buffer.endsWith("\n")) return;
      buffer = "";
      times.in = performance.now();
    },
  });
  const Real = WebSocket;
  globalThis.WebSocket = class extends Real {
    /** @param {string | URL} url @param {string | string[]} [protocols] */
    constructor(url, protocols) {
      super(url, protocols);
      this.addEventListener("message", ({ data }) => {
        if (times.sent > 0 && /"id":/.test(String(data))) times.heard ||= performance.now();
      });
    }
    /** @override @param {string | ArrayBufferLike | Blob | ArrayBufferView} data */
    send(data) {
      if (String(data).includes('"via":"board"')) times.sent = performance.now();
      super.send(/** @type {string} */ (data));
    }
  };
}
