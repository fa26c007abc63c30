import { afterEach, describe, expect, test, vi } from "vitest";
import { fakeKeyval } from "./fake-keyval";

const open = () => import("../../../src/device/storage");
afterEach(() => {
  vi.doUnmock("idb-keyval");
  vi.useRealTimers();
});

describe("the storage of a device", () => {
  test("a value that was written is read again, and a change gets the old one", async () => {
    fakeKeyval();
    const { readStored, updateStored, writeStored } = await open();
    expect(await readStored("a")).toBeUndefined();
    await writeStored("a", { n: 1 });
    await updateStored("a", (old) => ({ ...(old as object), m: 2 }));
    expect(await readStored("a")).toEqual({ n: 1, m: 2 });
  });

  test.each(["throws", "rejects"] as const)("a read gives undefined where storage %s", async (behaviour) => {
    const device = fakeKeyval({ a: 1 });
    device.behaviour = behaviour;
    const { readStored } = await open();
    expect(await readStored("a")).toBeUndefined();
  });

  test.each(["throws", "rejects"] as const)(
    "a write and a change resolve and store nothing where storage %s",
    async (behaviour) => {
      const device = fakeKeyval({ a: 1 });
      device.behaviour = behaviour;
      const { updateStored, writeStored } = await open();
      await writeStored("a", 2);
      await updateStored("a", () => 3);
      expect(device.stored).toEqual({ a: 1 });
    },
  );
});

describe("whether a device remembers", () => {
  test("a device whose storage fails or does not answer is forgetful, until storage works", async () => {
    const device = fakeKeyval();
    const { isForgetful, readStored, writeStored } = await open();
    await readStored("a");
    expect(isForgetful()).toBe(false);
    for (const behaviour of ["throws", "rejects"] as const) {
      device.behaviour = behaviour;
      await writeStored("a", 1);
      expect(isForgetful()).toBe(true);
      device.behaviour = "works";
      await readStored("a");
      expect(isForgetful()).toBe(false);
    }
    vi.useFakeTimers();
    device.behaviour = "is silent";
    const read = readStored("a");
    await vi.advanceTimersByTimeAsync(5000);
    await read;
    expect(isForgetful()).toBe(true);
  });
});

describe("a storage that does not answer", () => {
  function openSilent(initial?: Record<string, unknown>) {
    vi.useFakeTimers();
    const device = fakeKeyval(initial);
    device.behaviour = "is silent";
    return device;
  }

  test("a read gives undefined after 5 s, and the next one at once", async () => {
    openSilent({ a: 1 });
    const { readStored } = await open();
    const first = vi.fn<(value: unknown) => void>();
    void readStored("a").then(first);
    await vi.advanceTimersByTimeAsync(4999);
    expect(first).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(first).toHaveBeenCalledWith(undefined);
    expect(await readStored("a")).toBeUndefined(); // no time passes
  });

  test("a write and a change resolve after 5 s, and change nothing when the storage answers at last", async () => {
    const device = openSilent({ a: 1 });
    const { updateStored, writeStored } = await open();
    const written = Promise.all([writeStored("a", 2), updateStored("a", () => 3)]);
    await vi.advanceTimersByTimeAsync(5000);
    await written;
    device.stored["a"] = "newer"; // by another tab
    device.answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(device.stored).toEqual({ a: "newer" });
  });

  test("a storage that answers late is used again", async () => {
    const device = openSilent({ a: 1 });
    const { readStored, writeStored } = await open();
    const late = readStored("a");
    await vi.advanceTimersByTimeAsync(5000);
    expect(await late).toBeUndefined();
    await writeStored("a", "dropped");
    device.answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(await readStored("a")).toBe(1);
    await writeStored("a", 2);
    expect(device.stored).toEqual({ a: 2 });
  });
});

describe("the rooms that may notify this device", () => {
  const openRooms = () => import("../../../src/device/subscribedRooms");

  test("a subscribed room is listed once, until it is taken out", async () => {
    fakeKeyval();
    const { readSubscribedRooms, saveSubscribed } = await openRooms();
    await saveSubscribed("kitchen", true);
    await saveSubscribed("garden", true);
    await saveSubscribed("kitchen", true);
    expect(await readSubscribedRooms()).toEqual(["garden", "kitchen"]);
    await saveSubscribed("kitchen", false);
    expect(await readSubscribedRooms()).toEqual(["garden"]);
  });

  test("an entry that only a later version knows does not turn off the other rooms, and stays", async () => {
    const device = fakeKeyval({ subscribed: ["kitchen", { room: "attic" }] });
    const { readKnownRooms, readSubscribedRooms, saveSubscribed } = await openRooms();
    expect([await readSubscribedRooms(), await readKnownRooms()]).toEqual([["kitchen"], null]);
    await saveSubscribed("garden", true);
    expect(await readSubscribedRooms()).toEqual(["kitchen", "garden"]);
    expect(device.stored["subscribed"]).toContainEqual({ room: "attic" });
  });

  test.each([null, "kitchen", [1], ["a/b"]])("a stored list of %j counts as empty", async (subscribed) => {
    fakeKeyval({ subscribed });
    const { readSubscribedRooms } = await openRooms();
    expect(await readSubscribedRooms()).toEqual([]);
  });
});
