// Somebody who has nothing to do with it, in a process of their own, so that the attacker's work is not in their
// figures: presses four times a second in a private room of their own while a friend watches, and says what was
// wrong, and how long it took. Its parent names the phase that begins, and at last "end".
import { performance } from "node:perf_hooks";
import { load } from "../harness/load.mjs";

/** @typedef {{ wrong: string[], phases: Record<string, number[]> }} Account */

const tools = /** @type {typeof import("../harness/client")} */ (
  await load(new URL("../harness/client.ts", import.meta.url))
);
const [, , host = ""] = process.argv;
const EVERY_MS = 250; // 4 a second: the bucket is refilled with 5
const PATIENCE_MS = 30_000;

const { id, key } = tools.newPrivateRoom();
const url = `ws://${host}/parties/main/${id}`;
const owner = await tools.enterWithKey(url, key, "Kim");
const { client: friend } = await tools.enter(url);
/** @type {Account} */
const account = { wrong: [], phases: {} };
let phase = "";
let rev = 0;

process.on("message", (/** @type {string} */ next) => {
  phase = next;
});
process.on("disconnect", () => process.exit(1));
process.send?.("ready");

while (phase !== "end") {
  const during = phase;
  const start = performance.now();
  if (during !== "") await press(during);
  await new Promise((done) => setTimeout(done, Math.max(0, EVERY_MS - (performance.now() - start))));
}
await new Promise((done) => process.send?.(account, done));
process.exit(0);

/** @param {string} during */
async function press(during) {
  const started = performance.now();
  try {
    const id = `p${++rev}`;
    const heard = friend.next(tools.isRoom, PATIENCE_MS);
    owner.send({ action: "setup", id });
    const answer = await owner.first((m) => "id" in m && m.id === id, PATIENCE_MS);
    const room = await heard;
    (account.phases[during] ??= []).push(performance.now() - started);
    // One change for each press, and nobody else's.
    if (!tools.isRoom(answer) || answer.rev !== rev || room.rev !== rev) {
      account.wrong.push(`press ${rev}: ${JSON.stringify(answer)}, the friend heard ${room.rev}`);
    }
  } catch (error) {
    account.wrong.push(`press ${rev}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
