// Many rooms with a few people each: what a room costs, and whether a press in one is slower for all the others.
import { performance } from "node:perf_hooks";
import { Crowd } from "./crowd.mjs";
import { startPair, usage } from "./pair.mjs";
import { kb, mb, quantile, table } from "./report.mjs";

const ROOMS = 2000;
const PER_ROOM = 3;
/** A room sleeps 10 s after its last message. */
const ASLEEP_MS = 20_000;

/** @param {import("./load.mjs").Tools} tools */
export async function rooms(tools) {
  const { contenders, dispose } = await startPair(tools);
  try {
    const rows = [];
    for (const { name, socket, pid } of contenders) {
      const idle = usage(pid());
      const crowd = new Crowd();
      const urls = Array.from({ length: ROOMS }, (_, i) => socket(`room-${i}`));
      await crowd.enter(urls.flatMap((url) => Array.from({ length: PER_ROOM }, () => url)));
      const full = usage(pid());
      const samples = [];
      const presser = new Map(crowd.sockets.map((one) => [one.url, one]));
      for (const url of urls) {
        const all = crowd.hear(PER_ROOM);
        const before = performance.now();
        presser.get(url)?.send('{"action":"setup"}');
        await all;
        samples.push(performance.now() - before);
      }
      const pressed = usage(pid());
      await new Promise((done) => setTimeout(done, ASLEEP_MS));
      const asleep = usage(pid());
      rows.push([
        name,
        quantile(samples, 0.5).toFixed(1),
        quantile(samples, 0.99).toFixed(1),
        mb(idle.resident),
        mb(full.resident),
        mb(pressed.resident),
        mb(asleep.resident),
        kb((full.resident - idle.resident) / ROOMS),
        String(full.descriptors),
      ]);
      if (crowd.lost > 0) throw new Error("connections were lost");
      await crowd.leave();
    }
    table(
      [
        `${ROOMS} rooms of ${PER_ROOM}`,
        "press → all of the room, ms: p50",
        "p99",
        "resident at first",
        "all in",
        "all pressed",
        "20 s later",
        "a room",
        "descriptors",
      ],
      rows,
      1,
    );
  } finally {
    await dispose();
  }
}
