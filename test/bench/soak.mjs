// An hour of ordinary life: people come, press and go, rooms are looked at and forgotten. Does memory come back?
import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { Crowd } from "./crowd.mjs";
import { kb, mb, quantile, table } from "./report.mjs";

const ROOMS = 100;
const PER_ROOM = 3;
const IN_THE_BIG_ROOM = 200;
/** One of each kind of event in this time, in ms. */
const EVERY_MS = 200;
/** After this long without a message a room sleeps: 10 s, and some to spare. */
const ASLEEP_MS = 20_000;

/** @param {import("./load.mjs").Tools} tools @param {number} minutes */
export async function soak({ startServer, memoryOf }, minutes) {
  const server = await startServer();
  const state = () => {
    const { resident, anonymous } = memoryOf(server.workerdPid);
    return { resident, anonymous, fds: readdirSync(`/proc/${server.workerdPid}/fd`).length };
  };
  const row = (/** @type {string} */ when, /** @type {ReturnType<typeof state>} */ now) => [
    when,
    mb(now.resident),
    mb(now.anonymous),
    String(now.fds),
  ];
  try {
    const fresh = state();
    const crowd = new Crowd();
    const name = () => `soak-${randomBytes(5).toString("hex")}`;
    const rooms = Array.from({ length: ROOMS }, name);
    await crowd.enter(
      rooms.flatMap((room) => Array.from({ length: PER_ROOM }, () => server.socket(room))),
      { join: { action: "join", name: "Kim" } },
    );
    await crowd.enter(
      Array.from({ length: IN_THE_BIG_ROOM }, () => server.socket("soak-hall")),
      { join: { action: "join" } },
    );
    const visitor = new Crowd();
    /** @type {{ at: number, ms: number }[]} */
    const answers = [];
    const full = state();
    const rows = [row("after the start", fresh), row("everybody in", full)];
    const start = performance.now();
    const end = start + minutes * 60_000;
    let events = 0;
    let report = start + 60_000;
    while (performance.now() < end) {
      const beat = performance.now();
      const room = rooms[events % rooms.length] ?? "";
      await press(server.room(room), answers);
      crowd.sockets[events % crowd.sockets.length]?.send('{"action":"ping","t0":0}');
      if (events % 5 === 0) await press(server.room("soak-hall"), answers);
      if (events % 5 === 1) await fetch(server.room(name())).then((answer) => answer.text()); // never seen again
      if (events % 5 === 2) await visitor.enter([server.socket(room)], { join: { action: "join" } });
      if (events % 5 === 4) await visitor.leave();
      events++;
      if (performance.now() >= report) {
        report += 60_000;
        const minute = Math.round((performance.now() - start) / 60_000);
        if (minute % 10 === 0) rows.push(row(`minute ${minute}`, state()));
      }
      const rest = EVERY_MS - (performance.now() - beat);
      if (rest > 0) await new Promise((done) => setTimeout(done, rest));
    }
    await visitor.leave();
    rows.push(row("at the end", state()));
    const { lost } = crowd;
    await crowd.leave();
    await new Promise((done) => setTimeout(done, ASLEEP_MS));
    rows.push(row(`everybody gone, ${ASLEEP_MS / 1000} s later`, state()));
    const lasted = (performance.now() - start) / 60_000;
    console.log(
      `${lasted.toFixed(0)} minutes, ${ROOMS} rooms of ${PER_ROOM} and one of ${IN_THE_BIG_ROOM}, ${events} rounds, ` +
        `${answers.length} presses, ${lost} connections lost\n`,
    );
    table(["soak", "resident", "anonymous", "descriptors"], rows, 1);
    const sixth = (/** @type {number} */ from) =>
      answers
        .filter(
          ({ at }) =>
            at >= start + ((end - start) * from) / 6 && at < start + ((end - start) * (from + 1)) / 6,
        )
        .map(({ ms }) => ms);
    table(
      ["press over HTTP → answer, ms", "p50", "p99", "n"],
      [0, 5].map((from) => [
        from === 0 ? "the first sixth" : "the last sixth",
        quantile(sixth(from), 0.5).toFixed(1),
        quantile(sixth(from), 0.99).toFixed(1),
        String(sixth(from).length),
      ]),
      1,
    );
    console.log(
      `memory a client, everybody in: ${kb((full.resident - fresh.resident) / (ROOMS * PER_ROOM + IN_THE_BIG_ROOM))}`,
    );
  } finally {
    await server.dispose();
  }
}

/** @param {string} url @param {{ at: number, ms: number }[]} answers */
async function press(url, answers) {
  const at = performance.now();
  const answer = await fetch(url, { method: "POST", body: '{"action":"setup"}' });
  await answer.text();
  if (answer.status !== 200) throw new Error(`a press was answered with ${answer.status}`);
  answers.push({ at, ms: performance.now() - at });
}
