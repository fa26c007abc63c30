/** The stored form of a room's pushes: what earlier servers have written is read, whatever fields are added later. */
import { describe, expect, test } from "vitest";
import { Outbox } from "../../../party/room/push/outbox";
import { loadRecord, loadSubscriptions, recordEntry } from "../../../party/room/push/storage";
import { UnreadableRoom } from "../../../party/room/storage";
import { FakeStorage } from "./fake-party";

const T = 1_790_000_000_000;
const [A, B] = ["q3K5RpK0XkIMxxgO84p1Ju", "PRgEUziAIm9B9FXTS-Ndx9"];

/** Written by the server before any field was added: a ring, a failed push about it, and a test push. */
const RECORD_1 = {
  v: 1,
  alert: { state: 2, startedAt: T + 25_000, until: T + 7_225_000 },
  toAll: false,
  tasks: [
    { to: B, testUntil: T + 120_000, tries: 0, at: T + 60_000 },
    { to: B, testUntil: null, tries: 1, at: T + 115_000 },
  ],
  paces: {
    [A]: { sent: [T + 25_000], notBefore: 0 },
    [B]: { sent: [T + 25_000], notBefore: T + 115_000 },
  },
  seenAt: T,
};
const SUBSCRIPTION_1 = {
  endpoint: "https://fcm.googleapis.com/a",
  keys: {
    p256dh: "BD6lvdVDXIH6f4BCJ44QvJP_cQ683qT1EJohE8_RfJ-S9bYtSGfHl47MWTWNtby_bBJF1PdwObpdYsBCkTLrPUM",
    auth: "xUxgjMyskIv8PR1gBcYocQ",
  },
  role: "control",
  origin: "http://pomodoro.example",
  device: "phone",
  seenAt: T,
};

function stored(record: unknown): FakeStorage {
  const storage = new FakeStorage();
  storage.map.set("push", record);
  return storage;
}

describe("the stored record of a room's pushes", () => {
  test("a record of version 1 is read with everything that it says", async () => {
    expect(await loadRecord(stored(RECORD_1))).toMatchObject({
      alert: RECORD_1.alert,
      isBroadcast: false,
      tasks: RECORD_1.tasks,
      rates: RECORD_1.paces,
      seenAt: T,
      refusals: {},
    });
    expect(await loadRecord(stored({ ...RECORD_1, toAll: true }))).toMatchObject({ isBroadcast: true });
  });

  test("a record of version 1 that is read and stored again has every field that it had", async () => {
    const record = await loadRecord(stored(RECORD_1));
    if (record === null) throw new Error("nothing is stored");
    const [key, value] = recordEntry(new Outbox(record).snapshot(T + 30_000));
    expect(key).toBe("push");
    expect(value).toMatchObject(RECORD_1);
  });

  test("fields that a later server has added to a record do not make it unreadable", async () => {
    const later = {
      ...RECORD_1,
      alert: { ...RECORD_1.alert, sound: "bell" },
      tasks: RECORD_1.tasks.map((task) => ({ ...task, urgency: "low" })),
      added: { is: "new" },
    };
    expect(await loadRecord(stored(later))).toEqual(await loadRecord(stored(RECORD_1)));
  });

  test("a room without a record has none, and reading writes nothing", async () => {
    const storage = new FakeStorage();
    expect(await loadRecord(storage)).toBeNull();
    expect(storage.log).toEqual([]);
  });

  test.each([
    ["is no object", "push"],
    ["has no version", { ...RECORD_1, v: undefined }],
    ["has no tasks", { ...RECORD_1, tasks: undefined }],
    ["has a task without a subscription", { ...RECORD_1, tasks: [{ testUntil: null, tries: 0, at: T }] }],
    ["has a state that does not exist", { ...RECORD_1, alert: { ...RECORD_1.alert, state: 6 } }],
  ])("a damaged record, which %s, is refused and left as it is", async (_, record) => {
    const storage = stored(record);
    await expect(loadRecord(storage)).rejects.toThrow(UnreadableRoom);
    expect(storage.log).toEqual([]);
  });
});

describe("a stored subscription", () => {
  const read = async (subscription: unknown): Promise<unknown> => {
    const storage = new FakeStorage();
    storage.map.set(`sub:${A}`, subscription);
    return Object.fromEntries(await loadSubscriptions(storage));
  };

  test("a subscription of the first server is read as it was stored", async () => {
    expect(await read(SUBSCRIPTION_1)).toEqual({ [A]: { ...SUBSCRIPTION_1, before: 0 } });
  });

  test("fields that a later server has added to a subscription do not make it unreadable", async () => {
    expect(await read({ ...SUBSCRIPTION_1, language: "nl" })).toEqual({
      [A]: { ...SUBSCRIPTION_1, before: 0 },
    });
  });

  test("a damaged subscription is skipped: its device renews it", async () => {
    expect(await read({ ...SUBSCRIPTION_1, endpoint: undefined })).toEqual({});
  });
});
