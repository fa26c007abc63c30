// node test/bench/push.mjs [rounds]: what 500 subscriptions and a dead push service cost the room and its neighbours.
// Each round takes 10.5 s, since a subscription is called at most 6 times a minute. Reported, not gated.
import { load } from "../harness/load.mjs";

/** @typedef {import("../../party/shared/serverMessages").RoomMessage} RoomMessage */
/** @typedef {import("../harness/client").Client} Client */

const ROUNDS = Number(process.argv[2] ?? 12);
const ROUND_MS = 10_500;
const SUBSCRIPTIONS = 500;
const PERIOD = 2; // seconds of work

const { startServerWithPush, putSubscription } = /** @type {typeof import("../harness/push")} */ (
  await load(new URL("../harness/push.ts", import.meta.url))
);
const { neverRespond } = /** @type {typeof import("../harness/fakes/push-service")} */ (
  await load(new URL("../harness/fakes/push-service.ts", import.meta.url))
);
const tools = /** @type {typeof import("../harness/client")} */ (
  await load(new URL("../harness/client.ts", import.meta.url))
);
const { waitForClock, waitFor } = /** @type {typeof import("../harness/wait")} */ (
  await load(new URL("../harness/wait.ts", import.meta.url))
);

const { server, service, dispose } = await startServerWithPush();
try {
  const crowd = await enter();
  const devices = await fill(crowd.room);
  const beside = await enter(); // rings at the same moment
  const alone = await enter(); // rings 5 s later, when all is sent, or hangs
  console.log(`| ms | p50 | p95 | max | n |\n| --- | --: | --: | --: | --: |`);
  for (const [answers, always] of /** @type {const} */ ([
    ["at once", undefined],
    ["never", neverRespond],
  ])) {
    if (always !== undefined) for (const device of devices) device.defaultResponse = always;
    /** @type {Record<"crowd" | "beside" | "alone" | "first" | "last" | "press", number[]>} */
    const late = { crowd: [], beside: [], alone: [], first: [], last: [], press: [] };
    for (let i = 0; i < ROUNDS; i++) {
      const next = Date.now() + ROUND_MS;
      const before = service.received.length;
      const deadline = await begin(crowd.client);
      await begin(beside.client);
      const [a, b] = await Promise.all([heard(crowd.client), heard(beside.client)]);
      late.crowd.push(a);
      late.beside.push(b);
      if (always === undefined) {
        await waitFor("all pushes", () => service.received.length >= before + SUBSCRIPTIONS, 8000);
        const moments = service.received.slice(before).map(({ at }) => at - deadline);
        late.first.push(Math.min(...moments));
        late.last.push(Math.max(...moments));
      }
      await begin(alone.client);
      late.alone.push(await heard(alone.client));
      const t0 = performance.now();
      await crowd.client.change({ action: "setup" });
      late.press.push(performance.now() - t0);
      await waitForClock(next);
    }
    row(
      `service answers ${answers}: the ring of the room with ${SUBSCRIPTIONS} is heard late by`,
      late.crowd,
    );
    row(`service answers ${answers}: a room without, ringing at the same moment`, late.beside);
    row(`service answers ${answers}: a room without, ringing 2 s later`, late.alone);
    row(`service answers ${answers}: change in the room with ${SUBSCRIPTIONS} → its answer`, late.press);
    if (late.first.length > 0) row(`deadline → first push received`, late.first);
    if (late.last.length > 0) row(`deadline → last of ${SUBSCRIPTIONS} pushes received`, late.last);
  }
  if (service.errors.length > 0) console.log("wrong:", service.errors.slice(0, 3));
} finally {
  await dispose();
}

async function enter() {
  const room = tools.newOpenRoom();
  const { client } = await tools.enter(server.socket(room));
  await client.change({ action: "setup", work_duration: PERIOD });
  return { room, client };
}

/** As fast as the room's bucket lets us: about 100 s. @param {string} room */
async function fill(room) {
  const devices = [];
  while (devices.length < SUBSCRIPTIONS) {
    const device = service.newDevice();
    await waitFor("the bucket", async () => (await putSubscription(server, room, device)).status === 201);
    devices.push(device);
  }
  return devices;
}

/** Begins a period anew; when it ends. @param {Client} client */
async function begin(client) {
  await client.change({ action: "setup" });
  const { ends_at } = await client.change({ action: "press" });
  return ends_at ?? NaN;
}

/** How late the end of the period is heard. @param {Client} client */
async function heard(client) {
  const alarm = await client.next(tools.inState(2));
  return (client.receivedAt[client.received.indexOf(alarm)] ?? NaN) - (alarm.started_at ?? NaN);
}

/** @param {string} what @param {number[]} samples */
function row(what, samples) {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ share) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN).toFixed(1);
  console.log(`| ${what} | ${at(0.5)} | ${at(0.95)} | ${at(1)} | ${sorted.length} |`);
}
