/** SIGKILL loses no push: it is sent once, or twice. */
import { expect, test } from "vitest";
import { neverRespond, respondStatus } from "../harness/fakes/push-device";
import { getRoom } from "../harness/http";
import { readVapidKey, requestPush, startServerWithPush, startWork, subscribe } from "../harness/push";
import { waitForClock, waitFor } from "../harness/wait";
import { disposeAfterEach } from "../harness/each-test";

const start = disposeAfterEach(startServerWithPush);

test("a server that is killed between the change and the push sends it after the restart, without a request", async () => {
  const stage = await start();
  const { server, service } = stage;
  const { room } = await startWork(server);
  const device = service.newDevice();
  device.nextResponses.push(neverRespond);
  await subscribe(server, room, device);
  await service.waitForPush(device); // in flight, without a response
  expect((await getRoom(server, room)).state).toBe(2);
  await server.crash();
  await server.restart();
  const again = await service.waitForPush(device, 2, 20_000);
  expect(again.message).toMatchObject({ room, state: 2, rev: 3 });
  // It has a response now, so it is not sent a third time. A test push would come after it.
  expect((await requestPush(server, room, "POST", { endpoint: device.endpoint, in: 10 })).status).toBe(202);
  await service.waitForPush(device, 3, 20_000);
  expect(service.pushesTo(device).map(({ message }) => message.test ?? false)).toEqual([false, false, true]);
});

test("a server that is killed before a deadline and started after it sends the push with the change", async () => {
  const stage = await start();
  const { server, service } = stage;
  const { room, work } = await startWork(server, { work_duration: 2 });
  const device = await subscribe(server, room, service.newDevice());
  await server.crash();
  await waitForClock((work.ends_at ?? NaN) + 500);
  await server.restart();
  expect((await service.waitForPush(device)).message.state).toBe(2);
});

test("a retry and a test push that wait while the server is killed are both sent after the restart", async () => {
  const stage = await start();
  const { server, service } = stage;
  const { room } = await startWork(server);
  const device = service.newDevice();
  device.nextResponses.push(respondStatus(429, { "retry-after": "6" }));
  await subscribe(server, room, device);
  const first = await service.waitForPush(device);
  const other = await subscribe(server, room, service.newDevice());
  expect((await requestPush(server, room, "POST", { endpoint: other.endpoint, in: 5 })).status).toBe(202);
  await server.crash();
  await server.restart();
  const again = await service.waitForPush(device, 2, 20_000);
  expect(again.at - first.at).toBeGreaterThanOrEqual(5900);
  await service.waitForPush(other, 1, 20_000);
});

test("the keys, and so every subscription, survive a restart", async () => {
  const stage = await start();
  const { server, service } = stage;
  const key = await readVapidKey(server);
  await server.stop();
  await server.restart();
  expect(await readVapidKey(server)).toBe(key);
  const { room } = await startWork(server);
  const device = await subscribe(server, room, service.newDevice());
  await service.waitForPush(device);
  expect(service.errors).toEqual([]);
});

test("a push service that is down at the ring gets the push when it is back", async () => {
  const stage = await start();
  const { server, service } = stage;
  const { room } = await startWork(server);
  const device = service.newDevice();
  await subscribe(server, room, device);
  device.defaultResponse = (response) => void response.destroy(); // the connection breaks
  await service.waitForPush(device);
  device.defaultResponse = (response) => void response.writeHead(201).end();
  await service.waitForPush(device, 2, 20_000);
  await waitFor("nothing is open", () => service.openRequests === 0);
});
