/* Which room a page shows, and what the device stores of rooms. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { newPomodoro } from "../../../party/shared/pomodoro";
import { toRoomMessage } from "../../../party/shared/codec";
import { fakeKeyval } from "../device/fake-keyval";
import type { StoredValues } from "../device/fake-keyval";
import version1 from "../device/fixtures/version-1.json";

const ORIGIN = "https://pomodoro.example";
/** The key of a private room, and its room's id, which is computed from it. */
const KEY = "A".repeat(22);

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000, toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.doUnmock("idb-keyval");
});

/** Opens an address on a device that has stored these values. */
async function openPage(
  path: string,
  { stored = {}, installed = false }: { stored?: StoredValues; installed?: boolean } = {},
) {
  const device = fakeKeyval(stored);
  const replaceState = vi.fn<(state: unknown, title: string, address: string) => void>();
  vi.stubGlobal("history", { state: null, replaceState });
  const { routePage } = await import("../../../src/room/route");
  const { makePrivateRoom } = await import("../../../src/room/roomKey");
  const { forgetRoom } = await import("../../../src/room/forgetRoom");
  const rooms = await import("../../../src/room/savedRooms");
  const route = await routePage({ url: new URL(path, ORIGIN), installed });
  const address = (): string | undefined => replaceState.mock.lastCall?.[2];
  return { ...rooms, forgetRoom, device, route, address, makePrivateRoom };
}
async function privateRoom(): Promise<string> {
  const { roomOf } = await import("../../../party/shared/access");
  return roomOf(KEY);
}

describe("the room of an address", () => {
  test("an address with the name of an open room leads to that room", async () => {
    const { route, address } = await openPage("/r/kitchen");
    expect(route).toEqual({ kind: "room", link: { room: "kitchen", key: null }, cached: null });
    expect(address()).toBe("/r/kitchen");
  });

  test("a control link leads to its room with its key, which stays in the address", async () => {
    const room = await privateRoom();
    const { route, address } = await openPage(`/r/${room}#${KEY}`);
    expect(route).toMatchObject({ kind: "room", link: { room, key: KEY } });
    expect(address()).toBe(`/r/${room}#${KEY}`);
  });

  test("a watch link gets the key that this device has saved for the room", async () => {
    const room = await privateRoom();
    const { route } = await openPage(`/r/${room}`, { stored: { rooms: [{ room, key: KEY, usedAt: 1 }] } });
    expect(route).toMatchObject({ kind: "room", link: { room, key: KEY } });
  });

  test.each(["/r/", "/r/a/b", "/r/ab", "/somewhere"])("the address %s leads to no room", async (path) => {
    const { route, address, device } = await openPage(path);
    expect(route).toEqual({ kind: "no-room", reason: "bad-address" });
    expect(address()).toBeUndefined();
    expect(device.stored).toEqual({});
  });

  test("the view stays in the address, and the sheet does not", async () => {
    const { address } = await openPage("/r/kitchen?view=overlay&sheet=join");
    expect(address()).toBe("/r/kitchen?view=overlay");
  });
});

describe("the overlay, which other pages may frame", () => {
  test.each(["#KEY", "#damaged", ""])(
    "an overlay with the fragment %j watches, keeps no key in its address, and saves nothing",
    async (fragment) => {
      const room = await privateRoom();
      const path = `/r/${room}?view=overlay${fragment.replace("KEY", KEY)}`;
      const { route, address, device } = await openPage(path);
      expect(route).toEqual({ kind: "room", link: { room, key: null }, cached: null });
      expect(address()).toBe(`/r/${room}?view=overlay`);
      expect(device.stored).toEqual({});
    },
  );

  test("an overlay does not use the key that this device has saved, and leaves the saved rooms as they are", async () => {
    const room = await privateRoom();
    const stored = {
      rooms: [
        { room: "kitchen", key: null, usedAt: 2 },
        { room, key: KEY, usedAt: 1 },
      ],
    };
    const { route, device } = await openPage(`/r/${room}?view=overlay`, { stored: structuredClone(stored) });
    expect(route).toMatchObject({ kind: "room", link: { room, key: null } });
    expect(device.stored).toEqual(stored);
  });
});

describe("a key that does not open its room", () => {
  const WRONG_KEY = "B".repeat(22);

  test("a wrong key gives a page that watches, stays in the address and is not saved", async () => {
    const room = await privateRoom();
    const { route, address, device } = await openPage(`/r/${room}#${WRONG_KEY}`);
    expect(route).toMatchObject({ kind: "room", link: { room, key: null, fault: "wrongKey" } });
    expect(address()).toBeUndefined();
    await vi.waitFor(() => expect(device.stored["rooms"]).toMatchObject([{ room, key: null }]));
  });

  test.each([WRONG_KEY, "short", ""])(
    "the saved key survives a link with the key %j and is used",
    async (bad) => {
      const room = await privateRoom();
      const stored = { rooms: [{ room, key: KEY, usedAt: 1 }] };
      const { route, address, readSavedKey } = await openPage(`/r/${room}#${bad}`, { stored });
      expect(route).toMatchObject({ kind: "room", link: { room, key: KEY } });
      expect(address()).toBe(`/r/${room}#${KEY}`);
      expect(await readSavedKey(room)).toBe(KEY);
    },
  );

  test("a damaged key stays in the address", async () => {
    const room = await privateRoom();
    const { route, address } = await openPage(`/r/${room}#${KEY.slice(1)}`);
    expect(route).toMatchObject({ kind: "room", link: { room, key: null, fault: "damaged" } });
    expect(address()).toBeUndefined();
  });

  test("a wrong key that an earlier version has saved is not used", async () => {
    const room = await privateRoom();
    const stored = { rooms: [{ room, key: WRONG_KEY, usedAt: 1 }] };
    expect((await openPage(`/r/${room}`, { stored })).route).toMatchObject({ link: { room, key: null } });
    expect((await openPage("/", { stored })).route).toMatchObject({ link: { room, fault: "wrongKey" } });
  });
});

describe("an address without a room", () => {
  test("the address leads to the room that was used last", async () => {
    const { route } = await openPage("/", { stored: version1.indexedDB });
    expect(route).toMatchObject({ kind: "room", link: { room: "garden-shed", key: null } });
  });

  test("a browser gets a new private room", async () => {
    const { route, address, readSavedKey } = await openPage("/");
    if (route.kind !== "room") throw new Error("there is no room");
    expect(route.link.key).toMatch(/^[\w-]{22}$/);
    expect(address()).toBe(`/r/${route.link.room}#${route.link.key}`);
    await vi.waitFor(async () => expect(await readSavedKey(route.link.room)).toBe(route.link.key));
  });

  test("an installed app that is opened for the first time asks for a room", async () => {
    const { route } = await openPage("/", { installed: true });
    expect(route).toEqual({ kind: "no-room", reason: "first" });
  });

  test("a browser without crypto.subtle gets a private room with the id that others compute", async () => {
    const { getRandomValues } = crypto;
    vi.stubGlobal("crypto", { getRandomValues: getRandomValues.bind(crypto) });
    const { route } = await openPage("/");
    if (route.kind !== "room" || route.link.key === null) throw new Error("there is no private room");
    vi.unstubAllGlobals();
    const { roomOf } = await import("../../../party/shared/access");
    expect(route.link.room).toBe(await roomOf(route.link.key));
  });

  test("the address /index.html is that of the app", async () => {
    const { route } = await openPage("/index.html", { stored: version1.indexedDB });
    expect(route).toMatchObject({ kind: "room", link: { room: "garden-shed" } });
  });

  test("a device without working storage gets a new room each time", async () => {
    const device = fakeKeyval(version1.indexedDB);
    device.behaviour = "throws";
    vi.stubGlobal("history", { state: null, replaceState: () => {} });
    const { routePage } = await import("../../../src/room/route");
    const route = await routePage({ url: new URL("/", ORIGIN), installed: false });
    expect(route).toMatchObject({ kind: "room", cached: null });
  });
});

describe("the rooms that a device has saved", () => {
  test("the rooms that version 1.0 has stored are read, the last used first", async () => {
    const { readSavedRooms } = await openPage("/nowhere", { stored: version1.indexedDB });
    expect((await readSavedRooms()).map(({ room }) => room)).toEqual(["garden-shed", "kitchen"]);
  });

  test("opening a room puts it first, and a link without a key does not delete the saved key", async () => {
    const room = await privateRoom();
    const rooms = [
      { room: "kitchen", key: null, usedAt: 2 },
      { room, key: KEY, usedAt: 1 },
    ];
    const { device, saveRoom } = await openPage("/nowhere", { stored: { rooms } });
    await saveRoom({ room, key: null });
    expect(device.stored["rooms"]).toEqual([{ room, key: KEY, usedAt: Date.now() }, rooms[0]]);
  });

  test("a room that is forgotten is no longer listed", async () => {
    const { forgetRoom, readSavedRooms } = await openPage("/nowhere", { stored: version1.indexedDB });
    await forgetRoom("garden-shed");
    expect((await readSavedRooms()).map(({ room }) => room)).toEqual(["kitchen"]);
  });

  test("the list keeps the 20 rooms that were used last", async () => {
    const rooms = Array.from({ length: 20 }, (_, i) => ({ room: `room-${i}`, key: null, usedAt: i }));
    const { saveRoom, readSavedRooms } = await openPage("/nowhere", { stored: { rooms } });
    await saveRoom({ room: "kitchen", key: null });
    const names = (await readSavedRooms()).map(({ room }) => room);
    expect([names.length, names[0], names.includes("room-0")]).toEqual([20, "kitchen", false]);
  });

  test("an entry or a field that only a later version knows costs no other room its key, and stays", async () => {
    const room = await privateRoom();
    const later = { room: "a room of another form", key: "a key of another form", usedAt: 3 };
    const rooms = [later, { room, key: KEY, usedAt: 2, colour: "red" }, "garden"];
    const { saveRoom, readSavedRooms, forgetRoom, device } = await openPage("/nowhere", {
      stored: { rooms },
    });
    expect((await readSavedRooms()).map((saved) => saved.key)).toEqual([KEY]);
    await saveRoom({ room: "kitchen", key: null });
    await saveRoom({ room, key: null });
    await forgetRoom("kitchen");
    expect((await readSavedRooms()).map((saved) => [saved.room, saved.key])).toEqual([[room, KEY]]);
    expect(device.stored["rooms"]).toEqual([
      { room, key: KEY, usedAt: Date.now(), colour: "red" },
      later,
      "garden",
    ]);
  });

  test.each([null, {}, [{ room: "kitchen" }], [{ room: "kitchen", key: KEY, usedAt: 1 }]])(
    "a stored list of %j counts as empty",
    async (rooms) => {
      const { readSavedRooms } = await openPage("/nowhere", { stored: { rooms } });
      expect(await readSavedRooms()).toEqual([]);
    },
  );
});

describe("the cached state of a room", () => {
  test("the state that version 1.0 has stored is shown at once", async () => {
    const { route } = await openPage("/r/garden-shed", { stored: version1.indexedDB });
    expect(route).toMatchObject({ kind: "room", cached: { type: "room", state: 1, rev: 1 } });
  });

  test("a state that was cached is read again", async () => {
    fakeKeyval();
    const { readCachedRoom } = await import("../../../src/room/roomCache");
    const { cacheRoom } = await import("../../../src/room/createRoomCache");
    const message = toRoomMessage(newPomodoro(), Date.now());
    await cacheRoom("kitchen", message);
    expect(await readCachedRoom("kitchen")).toEqual(message);
    expect(await readCachedRoom("garden")).toBeNull();
  });

  test.each(["", "not json", "{}", 7, JSON.stringify({ type: "pong", t0: 1, now: 1 })])(
    "a stored state of %j counts as none",
    async (text) => {
      const { route } = await openPage("/r/kitchen", { stored: { "last:kitchen": text } });
      expect(route).toMatchObject({ kind: "room", cached: null });
    },
  );
});
