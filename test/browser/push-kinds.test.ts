/**
 * The pushes about work that has begun at a set start and about the end that comes nearer, in the real service worker:
 * what it shows while the room is as the push says, and after it has moved on.
 */
import { describe, expect, it } from "vitest";
import { act, roomIn, setUpBrowser } from "../harness/browser-setup";
import type { DeviceOptions } from "../harness/browser-setup";
import { deliverPush, readNotifications } from "../harness/notifications";
import { openOtherRoom, pretendIPhone } from "../harness/push-phone";
import type { OtherRoom } from "../harness/push-phone";
import { readRoom, startWork } from "../harness/room-actions";
import { waitForClock } from "../harness/wait";

const here = setUpBrowser({ hasServiceWorker: true });

/** What a room sends about its work: `more` has `begins` or `before`. */
async function payloadOf(link: URL, more: object): Promise<object> {
  const { rev, state, started_at } = await readRoom(here.server, link);
  const notification = { title: "Work", body: "the room's text", tag: roomIn(link), navigate: link.href };
  return { web_push: 8030, notification, app_badge: 0, room: roomIn(link), rev, state, started_at, ...more };
}
/** A device whose room works, for less than a minute, and what the room sends then. */
async function openAtWord(before: number, options?: DeviceOptions): Promise<OtherRoom & { payload: object }> {
  const other = await openOtherRoom(here, options);
  await startWork(here.server, other.link, 58);
  return { ...other, payload: await payloadOf(other.link, { before }) };
}
/** A device whose room has begun work at a set start, and what the room sends then. */
async function openAtStart(): Promise<OtherRoom & { payload: object }> {
  const other = await openOtherRoom(here);
  const at = (await readRoom(here.server, other.link)).now + 500;
  await act(here.server, other.link, { action: "start", at });
  await waitForClock(at);
  await expect.poll(async () => (await readRoom(here.server, other.link)).started_at).toBe(at);
  return { ...other, payload: await payloadOf(other.link, { begins: true }) };
}

describe("a word before the end", () => {
  it.each([
    ["en-GB", 1, "Work", "Work ends in a minute."],
    ["en-GB", 5, "Work", "Work ends in 5 minutes."],
    ["nl-NL", 1, "Werk", "Het werk is over een minuut voorbij."],
    ["de-DE", 2, "Arbeit", "Die Arbeit endet in 2 Minuten."],
  ])("in %s, %i min before the end, it rings, without an action", async (locale, before, title, body) => {
    const { page, link, worker, payload } = await openAtWord(before, { locale });
    await deliverPush(page, payload);
    expect(await readNotifications(worker)).toMatchObject([
      { title, body, silent: false, actions: [], tag: roomIn(link) },
    ]);
  });

  it("a change of the list leaves it as it is", async () => {
    const { page, link, worker, payload } = await openAtWord(1);
    await act(here.server, link, { action: "list", items: [{ id: "a", text: "read", done: false }] });
    await deliverPush(page, payload);
    expect(await readNotifications(worker)).toMatchObject([
      { body: "Work ends in a minute.", silent: false },
    ]);
  });

  it.each([
    ["a pause", { action: "hold" }],
    ["more time", { action: "extend", seconds: 60 }],
    ["a skip", { action: "skip" }],
    ["a reset", { action: "reset" }],
  ])("after %s it is not shown, on an iPhone silently", async (_, action) => {
    const { page, link, worker, payload } = await openAtWord(1);
    await act(here.server, link, action);
    await deliverPush(page, payload);
    expect(await readNotifications(worker)).toEqual([]);
    await pretendIPhone(worker);
    await deliverPush(page, payload);
    expect(await readNotifications(worker)).toMatchObject([{ silent: true, actions: [] }]);
  });
});

describe("work that has begun at a set start", () => {
  it("work that has begun at a set start rings, also after a change beside the timer", async () => {
    const { page, link, worker, payload } = await openAtStart();
    await act(here.server, link, { action: "setup", break_duration: 120, when: "next" });
    await deliverPush(page, payload);
    expect(await readNotifications(worker)).toMatchObject([
      { title: "Work", body: "Work begins.", silent: false, actions: [], tag: roomIn(link) },
    ]);
  });

  it("the push of a set start is shown silently after a reset, with what the tomato says", async () => {
    const { page, link, worker, payload } = await openAtStart();
    await act(here.server, link, { action: "reset" });
    await deliverPush(page, payload);
    const [shown, ...more] = await readNotifications(worker);
    expect(more).toEqual([]);
    expect(shown).toMatchObject({ title: "Already answered", silent: true });
    expect(shown?.body).toContain("Press Me!");
  });
});

it("a push of a version before, which does not tell when the state began, counts as answered after any change", async () => {
  const { page, link, worker, payload } = await openAtWord(1);
  await act(here.server, link, { action: "list", items: [{ id: "a", text: "read", done: false }] });
  await deliverPush(page, { ...payload, before: undefined, started_at: undefined });
  expect(await readNotifications(worker)).toMatchObject([{ title: "Already answered", silent: true }]);
});
