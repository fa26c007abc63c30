import { afterEach, describe, expect, test, vi } from "vitest";
import { fakeKeyval } from "./fake-keyval";

const open = () => import("../../../src/device/storage");
afterEach(() => vi.doUnmock("idb-keyval"));

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

  test.each([null, "kitchen", [1], ["a/b"]])("a stored list of %j counts as empty", async (subscribed) => {
    fakeKeyval({ subscribed });
    const { readSubscribedRooms } = await openRooms();
    expect(await readSubscribedRooms()).toEqual([]);
  });
});
