/**
 * The word before the end of work, by push: only to devices that have asked for it, a minute before the end that the work
 * has then, with nobody connected. A ring that follows shows what was not sent before it.
 */
import { expect, test } from "vitest";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { neverRespond } from "../harness/fakes/push-device";
import type { PushDevice } from "../harness/fakes/push-device";
import type { Push } from "../harness/fakes/push-service";
import { newOpenRoom } from "../harness/client";
import { disposeAfterEach } from "../harness/each-test";
import { act, requestPush, startServerWithPush, subscribe } from "../harness/push";
import type { PushServer } from "../harness/push";
import { waitForClock } from "../harness/wait";

const start = disposeAfterEach(startServerWithPush);
const MINUTE_MS = 60_000;
/** A work of so many seconds: the word is due after three of them. */
const WORK_SECONDS = 63;

/** A device that wants a word so many minutes before the end. */
async function ask({ server, service }: PushServer, room: string, minutes: number): Promise<PushDevice> {
  const device = service.newDevice();
  await askAgain({ server }, room, device, minutes);
  return device;
}
async function askAgain(
  { server }: Pick<PushServer, "server">,
  room: string,
  device: PushDevice,
  minutes: number,
): Promise<void> {
  const { status } = await requestPush(server, room, "PUT", { subscription: device, before: minutes });
  expect([200, 201]).toContain(status);
}
/** A room in which work begins now. */
async function work(stage: PushServer, room = newOpenRoom()): Promise<RoomMessage> {
  await act(stage.server, room, { action: "setup", work_duration: WORK_SECONDS });
  return act(stage.server, room, { action: "press" });
}
/** Lets the room ring, whatever it does. */
async function ring({ server }: PushServer, room: string): Promise<void> {
  await act(server, room, { action: "setup", work_duration: 1, when: "now" });
  await act(server, room, { action: "press" });
}
/** What the pushes to a device say: so many minutes before the end, or the state that rang. */
const said = ({ service }: PushServer, device: PushDevice): string[] =>
  service
    .pushesTo(device)
    .map(({ message: { before, state } }) => (before === undefined ? `rang ${state}` : `${before} min`));
const endOf = ({ ends_at }: RoomMessage): number => ends_at ?? NaN;
/** The word is not early, and no later than a busy machine is. */
function expectOnTime({ at }: Push, endsAt: number): void {
  expect(at).toBeGreaterThanOrEqual(endsAt - MINUTE_MS);
  expect(at).toBeLessThan(endsAt - MINUTE_MS + 5000);
}

test("the word goes to the device that asked for it, with what is left, and to no other", async () => {
  const stage = await start();
  const room = newOpenRoom();
  const asks = await ask(stage, room, 1);
  const longer = await ask(stage, room, 5); // this work is too short for it
  const silent = await ask(stage, room, 0);
  const old = await subscribe(stage.server, room, stage.service.newDevice()); // of a version before
  const begun = await work(stage, room);
  const push = await stage.service.waitForPush(asks);
  expectOnTime(push, endOf(begun));
  expect(push.message).toMatchObject({
    room,
    state: 1,
    before: 1,
    started_at: begun.started_at,
    app_badge: 0,
    notification: { title: "Work", body: "Work ends in a minute.", tag: room },
  });
  expect(push.ttl).toBeLessThanOrEqual(60);
  await ring(stage, room);
  for (const device of [longer, silent, old]) await stage.service.waitForPush(device);
  await stage.service.waitForPush(asks, 2);
  expect(said(stage, asks)).toEqual(["1 min", "rang 2"]);
  for (const device of [longer, silent, old]) expect(said(stage, device)).toEqual(["rang 2"]);
  expect(stage.service.errors).toEqual([]);
});

test("a device that asks while the work runs gets the word, and one that takes it back does not", async () => {
  const stage = await start();
  const room = newOpenRoom();
  const gives = await ask(stage, room, 1);
  const begun = await work(stage, room);
  const late = await ask(stage, room, 1);
  await askAgain(stage, room, gives, 0);
  expectOnTime(await stage.service.waitForPush(late), endOf(begun));
  await ring(stage, room);
  await stage.service.waitForPush(gives);
  expect(said(stage, gives)).toEqual(["rang 2"]);
});

test("a pause takes the word back, and after it the word comes before the new end", async () => {
  const stage = await start();
  const room = newOpenRoom();
  const device = await ask(stage, room, 1);
  const begun = await work(stage, room);
  await act(stage.server, room, { action: "hold" });
  await waitForClock(endOf(begun) - MINUTE_MS + 1000);
  const resumed = await act(stage.server, room, { action: "resume" });
  expectOnTime(await stage.service.waitForPush(device), endOf(resumed));
  expect(said(stage, device)).toEqual(["1 min"]);
});

test("more time moves the word, also after it was said", async () => {
  const stage = await start();
  const room = newOpenRoom();
  const device = await ask(stage, room, 1);
  await work(stage, room);
  const longer = await act(stage.server, room, { action: "extend", seconds: 2 });
  expectOnTime(await stage.service.waitForPush(device), endOf(longer));
  const again = await act(stage.server, room, { action: "extend", seconds: 3 });
  expectOnTime(await stage.service.waitForPush(device, 2), endOf(again));
  expect(said(stage, device)).toEqual(["1 min", "1 min"]);
});

test.each(["skip", "reset"])("a %s before its moment takes the word back", async (action) => {
  const stage = await start();
  const room = newOpenRoom();
  const device = await ask(stage, room, 1);
  const begun = await work(stage, room);
  await act(stage.server, room, { action });
  await waitForClock(endOf(begun) - MINUTE_MS + 500);
  await ring(stage, room);
  await stage.service.waitForPush(device);
  expect(said(stage, device)).toEqual(["rang 2"]);
});

test("a change beside the timer neither repeats the word nor takes it back", async () => {
  const stage = await start();
  const room = newOpenRoom();
  const device = await ask(stage, room, 1);
  await work(stage, room);
  const item = { id: "a", text: "read", done: false };
  await act(stage.server, room, { action: "list", items: [item] });
  await stage.service.waitForPush(device);
  await act(stage.server, room, { action: "list", items: [{ ...item, done: true }] });
  await ring(stage, room);
  await stage.service.waitForPush(device, 2);
  expect(said(stage, device)).toEqual(["1 min", "rang 2"]);
});

test("a server that is killed before the moment says the word after its restart, once", async () => {
  const stage = await start();
  const room = newOpenRoom();
  const device = await ask(stage, room, 1);
  const begun = await work(stage, room);
  await stage.server.crash();
  await stage.server.restart();
  expectOnTime(await stage.service.waitForPush(device, 1, 20_000), endOf(begun));
  await ring(stage, room);
  await stage.service.waitForPush(device, 2);
  expect(said(stage, device)).toEqual(["1 min", "rang 2"]);
});

test("a word that was due while no server ran is said when it runs again", async () => {
  const stage = await start();
  const room = newOpenRoom();
  const device = await ask(stage, room, 1);
  const begun = await work(stage, room);
  await stage.server.crash();
  await waitForClock(endOf(begun) - MINUTE_MS + 1000);
  await stage.server.restart();
  const push = await stage.service.waitForPush(device, 1, 20_000);
  expect(push.message).toMatchObject({ before: 1, state: 1, started_at: begun.started_at });
});

test("a server that is killed while the word is on its way sends it again", async () => {
  const stage = await start();
  const room = newOpenRoom();
  const device = await ask(stage, room, 1);
  device.nextResponses.push(neverRespond);
  await work(stage, room);
  await stage.service.waitForPush(device);
  await stage.server.crash();
  await stage.server.restart();
  await stage.service.waitForPush(device, 2, 20_000);
  expect(said(stage, device)).toEqual(["1 min", "1 min"]);
});

test("a set start and the word before its end are two pushes of one work", async () => {
  const stage = await start();
  const room = newOpenRoom();
  const device = await ask(stage, room, 1);
  await act(stage.server, room, { action: "setup", work_duration: 62 });
  const at = Date.now() + 1500;
  await act(stage.server, room, { action: "start", at });
  await stage.service.waitForPush(device, 2, 20_000);
  expect(said(stage, device)).toEqual(["rang 1", "1 min"]);
  expect(stage.service.pushesTo(device)[0]?.message).toMatchObject({ begins: true, started_at: at });
});
