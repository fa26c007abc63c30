/** 500 devices in one room, which is the limit. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { neverRespond } from "../harness/fakes/push-device";
import type { PushDevice } from "../harness/fakes/push-device";
import { enterWithKey, inState, newPrivateRoom } from "../harness/client";
import { requestPush, putSubscription, startServerWithPush, subscribe } from "../harness/push";
import type { PushServer } from "../harness/push";
import { waitFor } from "../harness/wait";

const { id, key } = newPrivateRoom();
/** In the order in which they subscribe. */
const watchers: PushDevice[] = [];
const controllers: PushDevice[] = [];
let stage: PushServer;

/** Subscribes as fast as the rate limit allows: 20 at once, then 5 a second. */
async function fill(devices: PushDevice[], howMany: number, options: { key?: string }): Promise<void> {
  while (devices.length < howMany) {
    const device = stage.service.newDevice();
    await waitFor(
      "the rate limit",
      async () => (await putSubscription(stage.server, id, device, options)).status === 201,
    );
    devices.push(device);
  }
}

beforeAll(async () => {
  stage = await startServerWithPush();
  await Promise.all([fill(watchers, 100, {}), fill(controllers, 400, { key })]);
}, 180_000);
afterAll(() => stage.dispose());

test("a subscription of the 101st watcher is refused, and a subscribed watcher may renew", async () => {
  const { server, service } = stage;
  const { status, text } = await putSubscription(server, id, service.newDevice());
  expect([status, JSON.parse(text)]).toEqual([
    409,
    expect.objectContaining({ type: "error", code: "not-now" }),
  ]);
  const last = watchers.at(-1);
  if (last !== undefined) await subscribe(server, id, last);
});

test("all 500 devices get a push at the ring, at most 20 at a time, while a press is answered at once", async () => {
  const { server, service } = stage;
  const [stuck] = controllers;
  stuck?.nextResponses.push(neverRespond);
  const client = await enterWithKey(server.socket(id), key);
  await client.change({ action: "setup", work_duration: 2 });
  const { ends_at } = await client.change({ action: "press" });
  expect((await client.next(inState(2))).started_at).toBe(ends_at);
  await client.sync();
  expect(service.received.length).toBeLessThan(500);
  await waitFor("500 pushes", () => service.received.length >= 500, 20_000);
  expect(new Set(service.received.map(({ endpoint }) => endpoint)).size).toBe(500);
  expect(service.maxOpenRequests).toBeLessThanOrEqual(20);
  expect(service.errors).toEqual([]);
  await client.change({ action: "press" });
  await client.close();
});

test("a controller replaces the watcher whose last renewal is the longest ago, and the 501st controller is refused", async () => {
  const { server, service } = stage;
  const isSubscribed = async ({ endpoint }: PushDevice): Promise<boolean> =>
    (await requestPush(server, id, "POST", { endpoint, in: 60 }, { key })).status === 202;
  const [first, second] = watchers;
  if (first === undefined || second === undefined) throw new Error("no watchers");
  await subscribe(server, id, service.newDevice(), { key });
  expect([await isSubscribed(first), await isSubscribed(second)]).toEqual([false, true]);
  // 99 watchers are left: controllers replace them, and nobody replaces one of the 500 controllers.
  await fill(controllers, 499, { key }); // and the one above: 500
  await waitFor(
    "the rate limit",
    async () => (await putSubscription(server, id, service.newDevice(), { key })).status === 409,
  );
  expect((await putSubscription(server, id, service.newDevice())).status).toBe(409);
  expect(await isSubscribed(second)).toBe(false);
});
