/**
 * The process of `probe.ts`: presses four times a second in a private room of its own while a friend watches, and
 * records errors and latencies. Its parent sends the name of each phase that begins, and "end" for the report.
 */
import { enter, enterWithKey, isRoom, newPrivateRoom } from "../harness/client";
import { delay } from "../harness/wait";
import type { ProbeReport } from "./probe";

/** Time between two presses, in ms: 4 a second, less than the rate limit's 5. */
const PRESS_INTERVAL_MS = 250;
const TIMEOUT_MS = 30_000;

const [, , host = ""] = process.argv;
const { id: room, key } = newPrivateRoom();
const url = `ws://${host}/parties/main/${room}`;
const owner = await enterWithKey(url, key, "Kim");
const { client: friend } = await enter(url);
const errors: string[] = [];
const latencies: Record<string, number[]> = {};
let phase = "";
let rev = 0;

process.on("message", (next: string) => {
  phase = next;
});
process.on("disconnect", () => process.exit(1));
process.send?.("ready");

while (phase !== "end") {
  const start = performance.now();
  if (phase !== "") await press(phase);
  await delay(PRESS_INTERVAL_MS - (performance.now() - start));
}
const report: ProbeReport = { errors, latencies };
await new Promise((done) => process.send?.(report, done));
process.exit(0);

async function press(during: string): Promise<void> {
  const start = performance.now();
  try {
    const id = `p${++rev}`;
    const received = friend.next(isRoom, TIMEOUT_MS);
    owner.send({ action: "setup", id });
    const answer = await owner.first((message) => "id" in message && message.id === id, TIMEOUT_MS);
    const change = await received;
    (latencies[during] ??= []).push(performance.now() - start);
    // Every press makes exactly one change, and nobody else changes the room.
    if (!isRoom(answer) || answer.rev !== rev || change.rev !== rev) {
      errors.push(`press ${rev}: ${JSON.stringify(answer)}, the friend received rev ${change.rev}`);
    }
  } catch (error) {
    errors.push(`press ${rev}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
