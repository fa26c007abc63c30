// Everybody comes at once, as after a restart, and says a name: when are all in, and does somebody who is there feel it?
import { performance } from "node:perf_hooks";
import { Crowd } from "./crowd.mjs";
import { startPair, usage } from "./pair.mjs";
import { quantile, table } from "./report.mjs";

const SIZES = [1000, 5000];
/** The one who is there presses so often, in ms: four times a second, as the bucket allows. */
const EVERY_MS = 250;

/** @param {import("./load.mjs").Tools} tools */
export async function storm(tools) {
  const rows = [];
  for (const size of SIZES) {
    const { contenders, dispose } = await startPair(tools);
    try {
      for (const { name, socket, pid } of contenders) {
        const crowd = new Crowd();
        const one = new Crowd();
        await one.enter([socket("elsewhere")]);
        const before = usage(pid());
        const start = performance.now();
        let isIn = false;
        const coming = crowd
          .enter(
            Array.from({ length: size }, () => socket("hall")),
            { deflate: true, join: { action: "join", name: "Kim" } },
          )
          .then(() => {
            isIn = true;
            return performance.now() - start;
          });
        const samples = [];
        do {
          const answered = one.hear(1);
          const pressed = performance.now();
          one.sockets[0]?.send('{"action":"setup"}');
          await answered;
          samples.push(performance.now() - pressed);
          await new Promise((done) => setTimeout(done, EVERY_MS));
        } while (!isIn);
        const took = await coming;
        const after = usage(pid());
        rows.push([
          String(size),
          name,
          (took / 1000).toFixed(1),
          (after.cpuMs / 1000 - before.cpuMs / 1000).toFixed(1),
          quantile(samples, 0.5).toFixed(0),
          quantile(samples, 1).toFixed(0),
          String(crowd.lost),
        ]);
        await crowd.leave();
        await one.leave();
      }
    } finally {
      await dispose();
    }
  }
  table(
    ["come at once", "server", "all in after, s", "CPU, s", "a press elsewhere, ms: p50", "max", "lost"],
    rows,
  );
}
