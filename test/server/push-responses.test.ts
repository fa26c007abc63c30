/** What follows from each response of a push service, or from none. */
import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { enter, inState, newOpenRoom } from "../harness/client";
import { neverRespond, respondEndlessly, respondStatus } from "../harness/fakes/push-device";
import { sendRequest } from "../harness/http";
import { act, requestPush, startServerWithPush, startWork, subscribe } from "../harness/push";
import type { PushServer } from "../harness/push";
import { waitFor } from "../harness/wait";

let stage: PushServer;
beforeAll(async () => {
  stage = await startServerWithPush();
});
afterAll(() => stage.dispose());

describe("the response of a push service", () => {
  test.each([404, 410])(
    "a push answered with %i deletes that subscription and no other one",
    async (code) => {
      const { server, service } = stage;
      const { room } = await startWork(server);
      const gone = await subscribe(server, room, service.newDevice(respondStatus(code)));
      const other = await subscribe(server, room, service.newDevice());
      await Promise.all([service.waitForPush(gone), service.waitForPush(other)]);
      const ringStatus = async (): Promise<number> =>
        (await requestPush(server, room, "POST", { endpoint: gone.endpoint, in: 60 })).status;
      await waitFor("the subscription is deleted", async () => (await ringStatus()) === 400);
      await act(server, room, { action: "press" });
      await service.waitForPush(other, 2);
      expect(service.pushesTo(gone)).toHaveLength(1);
    },
  );

  test("a push answered with 429 and Retry-After is sent again after that time, and not before", async () => {
    const { server, service } = stage;
    const device = service.newDevice();
    device.nextResponses.push(respondStatus(429, { "retry-after": "4" }));
    const { work } = await startWork(server, {}, (room) => subscribe(server, room, device));
    const [first, second] = [await service.waitForPush(device), await service.waitForPush(device, 2)];
    expect(second.at - first.at).toBeGreaterThanOrEqual(3990);
    expect(second.message).toEqual(first.message);
    expect(second.message.rev).toBe(work.rev + 1);
  });

  test("a push answered with 500 is sent again, after longer and longer pauses", async () => {
    const { server, service } = stage;
    const device = service.newDevice();
    device.nextResponses.push(respondStatus(500), respondStatus(503));
    await startWork(server, {}, (room) => subscribe(server, room, device));
    const third = await service.waitForPush(device, 3, 20_000);
    const [first, second] = service.pushesTo(device);
    expect((second?.at ?? NaN) - (first?.at ?? NaN)).toBeGreaterThanOrEqual(1990);
    expect(third.at - (second?.at ?? NaN)).toBeGreaterThanOrEqual(7990);
  });

  test("a push that has failed is not sent again once the room has moved on", async () => {
    const { server, service } = stage;
    const { room } = await startWork(server, { break_duration: 3 });
    const device = await subscribe(server, room, service.newDevice(respondStatus(500)));
    await service.waitForPush(device);
    await act(server, room, { action: "press" });
    await service.waitForPush(device, 2);
    expect(service.pushesTo(device).map(({ message }) => message.state)).toEqual([2, 4]);
  });

  test("a push request without a response delays neither other devices nor the room nor the next ring", async () => {
    const { server, service } = stage;
    const stuck = service.newDevice();
    stuck.nextResponses.push(neverRespond);
    const others = Array.from({ length: 15 }, () => service.newDevice());
    const room = newOpenRoom();
    const { client } = await enter(server.socket(room));
    await Promise.all([stuck, ...others].map((device) => subscribe(server, room, device)));
    await act(server, room, { action: "setup", work_duration: 1, break_duration: 1 });
    await act(server, room, { action: "press" });
    await client.next(inState(2));
    const [hanging] = await Promise.all([stuck, ...others].map((device) => service.waitForPush(device)));
    expect(hanging?.isWaiting()).toBe(true);
    // The room moves, rings at its deadline and sends the next push.
    const { ends_at } = await client.change({ action: "press" });
    expect((await client.next(inState(4))).started_at).toBe(ends_at);
    expect((await service.waitForPush(stuck, 2)).message.state).toBe(4);
    await client.close();
  });

  test("a push request without a response fails after 10 s and is sent again", async () => {
    const { server, service } = stage;
    const stuck = service.newDevice();
    stuck.nextResponses.push(neverRespond);
    await startWork(server, {}, (room) => subscribe(server, room, stuck));
    const first = await service.waitForPush(stuck);
    const second = await service.waitForPush(stuck, 2, 30_000);
    // From the ring, because a busy machine delays the arrival of the first request: 10 s, and the pause of 2 s.
    const ringAt = first.message.started_at ?? NaN;
    expect(second.at - ringAt).toBeGreaterThanOrEqual(11_990);
    expect(second.at - first.at).toBeLessThan(20_000);
    expect(second.message).toEqual(first.message);
  });

  test("a redirect of a push service is not followed, and the push is not sent again for this ring", async () => {
    const { server, service } = stage;
    const { room } = await startWork(server, { break_duration: 4 });
    const bait = service.newDevice();
    const device = await subscribe(
      server,
      room,
      service.newDevice(respondStatus(307, { location: bait.endpoint })),
    );
    await service.waitForPush(device);
    await act(server, room, { action: "press" });
    await service.waitForPush(device, 2);
    expect(service.pushesTo(device).map(({ message }) => message.state)).toEqual([2, 4]);
    expect(service.requests.filter((line) => bait.endpoint.endsWith(line.split(" ")[1] ?? ""))).toEqual([]);
  });

  test("an endless response of a push service is not read", async () => {
    const { server, service } = stage;
    const { room } = await startWork(server);
    const sent = { bytes: 0 };
    const device = await subscribe(server, room, service.newDevice(respondEndlessly(sent)));
    await service.waitForPush(device);
    await act(server, room, { action: "press" });
    await service.waitForPush(device, 2);
    await waitFor("both requests are over", () => service.openRequests === 0);
    expect(sent.bytes).toBeLessThan(20 * 2 ** 20); // the sockets' buffers hold at most this many bytes
  });

  test.each([
    [
      "that ends",
      (response: ServerResponse): void => void response.writeHead(403).end('{"reason":"BadJwt"}'),
    ],
    ["that never ends", (response: ServerResponse): void => void response.writeHead(403).write('{"reason":')],
  ])("a refusal with a body %s is told to the device and logged once", async (_, respond) => {
    const { server, service } = await startServerWithPush();
    try {
      const { room } = await startWork(server);
      const device = await subscribe(server, room, service.newDevice(respond));
      await service.waitForPush(device);
      // A press cancels the request that tells of the ring, and with it the reading of the refusal's reason.
      await waitFor("the refusal in the log", () => server.output.includes("refused"));
      await act(server, room, { action: "press" });
      const promised = await requestPush(server, room, "POST", { endpoint: device.endpoint, in: 1 });
      const address = String(promised.headers.location);
      const status = async (): Promise<unknown> =>
        (JSON.parse((await sendRequest(server, address)).text) as { device: unknown }).device;
      await waitFor("the refusal", async () => JSON.stringify(await status()).includes("403"), 20_000);
      expect(await status()).toEqual({
        subscribed: true,
        refusal: { status: 403, at: expect.any(Number) },
      });
      const lines = server.output.split("\n").filter((line) => line.includes("refused"));
      expect(lines).toEqual([expect.stringContaining(`a push was refused by ${service.origin}: 403 "{`)]);
    } finally {
      await server.dispose();
      await service.stop();
    }
  });
});
