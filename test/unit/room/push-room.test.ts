/** The room's pushes with time, storage and network in hand: what goes out when, and what is kept. */
import { createECDH, randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeParty, FakeStorage } from "./fake-party";
import { hours, seconds } from "../shared/helpers";

const T0 = 1_790_000_000_000;
const DAY = hours(24);

/** FakeStorage that tells who has subscribed. */
class Disk extends FakeStorage {
  get subscriptions(): string[] {
    return [...this.map.keys()].filter((key) => key.startsWith("sub:"));
  }
}

/** What the push service was asked, and what it says. */
const asked: { to: string; at: number; ttl: string | null }[] = [];
let says: (to: string) => Response | Promise<Response> = () => new Response(null, { status: 201 });

const pair = createECDH("prime256v1");
pair.generateKeys();
const d = Buffer.concat([Buffer.alloc(32), pair.getPrivateKey()]).subarray(-32);
const VAPID = {
  VAPID_PUBLIC_KEY: pair.getPublicKey("base64url"),
  VAPID_PRIVATE_KEY: d.toString("base64url"),
  VAPID_SUBJECT: "mailto:kim@example.org",
};
const p256dh = createECDH("prime256v1").generateKeys("base64url");
const keys = { p256dh, auth: randomBytes(16).toString("base64url") };

/** Node computes keys on threads of its own: how much is still being computed. */
let computing = 0;
const subtle = new Proxy(crypto.subtle, {
  get(target, name) {
    const method: unknown = Reflect.get(target, name);
    return async (...args: unknown[]): Promise<unknown> => {
      computing++;
      try {
        return await (method as (...args: unknown[]) => Promise<unknown>).apply(target, args);
      } finally {
        computing--;
      }
    };
  },
});
const getRandomValues = crypto.getRandomValues.bind(crypto);
const randomUUID = crypto.randomUUID.bind(crypto);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], now: T0 });
  asked.length = 0;
  says = () => new Response(null, { status: 201 });
  vi.stubGlobal("fetch", async (to: string, { headers }: { headers: Record<string, string> }) => {
    asked.push({ to, at: Date.now(), ttl: headers["ttl"] ?? null });
    return says(to);
  });
  vi.stubGlobal("crypto", { subtle, getRandomValues, randomUUID });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function open(storage = new Disk(), env: Record<string, unknown> = VAPID): Promise<[FakeParty, Disk]> {
  const party = new FakeParty("kitchen", storage);
  Object.assign(party.env, env);
  await party.wake();
  return [party, storage];
}
const endpointOf = (name: string): string => `https://fcm.googleapis.com/${name}`;
const call = (party: FakeParty, method: string, body: object): Promise<Response> =>
  party.instance.onRequest(
    new Request("http://pomodoro.example/parties/main/kitchen/push", { method, body: JSON.stringify(body) }),
  );
const put = async (party: FakeParty, name: string): Promise<number> =>
  (await call(party, "PUT", { subscription: { endpoint: endpointOf(name), keys }, device: "phone" })).status;

/** Lets everything that needs no time come to its end. */
async function landed(): Promise<void> {
  for (let quiet = 0; quiet < 5; quiet = computing === 0 ? quiet + 1 : 0) {
    await new Promise((done) => setImmediate(done));
    await vi.advanceTimersByTimeAsync(0);
  }
}
/** Lets time go by, with every alarm, and pushes landing at their moment. */
async function pass(party: FakeParty, ms: number): Promise<void> {
  const end = Date.now() + ms;
  for (;;) {
    await landed();
    const { alarm } = party.storage;
    if (alarm === null || alarm > end) break;
    await vi.advanceTimersByTimeAsync(Math.max(0, alarm - Date.now()));
    await party.ring();
  }
  await vi.advanceTimersByTimeAsync(end - Date.now());
  await landed();
}
async function act(party: FakeParty, ...actions: object[]): Promise<void> {
  const kim = await party.connect();
  for (const action of actions) await party.say(kim, action);
  party.leave(kim);
}
const press = { action: "press" };
const sentTo = (name: string): number[] =>
  asked.filter(({ to }) => to === endpointOf(name)).map(({ at }) => at - T0);

describe("what is kept", () => {
  test("is nothing before the first subscription, and nothing of pushes in a room without one", async () => {
    const [party, disk] = await open();
    expect(await put(party, "#")).toBe(400);
    await call(party, "DELETE", { endpoint: endpointOf("a") });
    expect([disk.map.size, disk.alarm, disk.log]).toEqual([0, null, []]);
    await act(party, press);
    expect([...disk.map.keys()]).toEqual(["room"]);
  });

  test("is the room, the record of its pushes, and each subscription under a key of its own", async () => {
    const [party, disk] = await open();
    expect([await put(party, "a"), await put(party, "b"), await put(party, "a")]).toEqual([201, 201, 201]);
    expect([...disk.map.keys()].filter((key) => !key.startsWith("sub:")).toSorted()).toEqual([
      "push",
      "room",
    ]);
    expect(disk.subscriptions).toHaveLength(2);
    await call(party, "DELETE", { endpoint: endpointOf("a") });
    await call(party, "DELETE", { endpoint: endpointOf("b") });
    expect([...disk.map.keys()]).toEqual(["room"]);
  });

  test("goes with an abandoned room, 30 days after the last change or subscription", async () => {
    const [party, disk] = await open();
    await act(party, press, { action: "reset" });
    await pass(party, 20 * DAY);
    await put(party, "a");
    await pass(party, 29 * DAY);
    expect(disk.subscriptions).toHaveLength(1);
    await pass(party, 35 * DAY);
    expect(disk.map.size).toBe(0);
  });

  test("is not sent to who was unseen for 60 days, and then forgotten", async () => {
    const [party, disk] = await open();
    await put(party, "old");
    await pass(party, 20 * DAY);
    await act(party, press);
    await pass(party, 20 * DAY);
    await act(party, press, press, press);
    await pass(party, 21 * DAY);
    await put(party, "new");
    await act(party, { action: "setup" }, press);
    asked.length = 0;
    await party.wake();
    await pass(party, seconds(1501));
    expect([sentTo("old").length, sentTo("new").length]).toEqual([0, 1]);
    expect(disk.subscriptions).toHaveLength(1);
  });

  test("of a newer version is refused and left as it is", async () => {
    const [party, disk] = await open();
    await put(party, "a");
    disk.map.set("push", { v: 2 });
    await party.wake();
    expect(await put(party, "b")).toBe(503);
    expect(disk.map.get("push")).toEqual({ v: 2 });
  });
});

describe("at a ring", () => {
  test("the push is stored with the change, in one go, before it is sent", async () => {
    const [party, disk] = await open();
    await put(party, "a");
    await act(party, press);
    disk.log.length = 0;
    let logAtSending: string[] = [];
    says = () => {
      logAtSending = [...disk.log];
      return new Response(null, { status: 201 });
    };
    await pass(party, seconds(1501));
    expect(logAtSending).toEqual(["put room", "put work:0000000000", "put push", "setAlarm"]);
    expect(disk.map.get("push")).toMatchObject({ toAll: false, tasks: [] });
    expect(disk.alarm).toBe(T0 + seconds(1500) + hours(2));
    expect(asked).toEqual([{ to: endpointOf("a"), at: T0 + seconds(1500), ttl: "7200" }]);
  });

  test("a room that falls asleep, or is killed, right after the change sends it when it wakes", async () => {
    const [party] = await open();
    await put(party, "a");
    await act(party, press);
    vi.setSystemTime(T0 + seconds(1500));
    says = () => new Promise(() => {});
    await party.ring();
    await landed();
    expect(sentTo("a")).toHaveLength(1);
    says = () => new Response(null, { status: 201 });
    await party.wake({ byAlarm: true });
    await pass(party, seconds(60));
    expect(sentTo("a")).toHaveLength(2);
    await party.wake({ byAlarm: true });
    await pass(party, seconds(600));
    expect(sentTo("a")).toHaveLength(2);
  });

  test("six a minute go to one subscription, tests and failures too; the newest ring waits, older ones do not", async () => {
    const [party] = await open();
    await put(party, "a");
    await act(party, { action: "setup", work_duration: 1, break_duration: 1, number_cycles: 24 });
    for (let i = 0; i < 8; i++) {
      await act(party, press);
      await pass(party, seconds(1));
    }
    expect(sentTo("a")).toEqual([1, 2, 3, 4, 5, 6].map(seconds));
    await party.wake();
    await pass(party, seconds(52) - 1);
    expect(sentTo("a")).toHaveLength(6);
    await pass(party, seconds(10));
    expect(sentTo("a").slice(6)).toEqual([seconds(61)]);
  });

  test("with nobody's answer it is tried until the alarm gives up, and not longer", async () => {
    const [party, disk] = await open();
    await put(party, "a");
    await act(party, press);
    says = () => Promise.reject(new TypeError("no network"));
    await pass(party, hours(5));
    const offsets = sentTo("a").map((at) => at / 1000 - 1500);
    expect(offsets.slice(0, 6)).toEqual([0, 2, 10, 40, 160, 640]);
    expect(offsets.at(-1)).toBeLessThan(7200);
    expect(offsets.length).toBeLessThan(25);
    expect(disk.map.get("push")).toMatchObject({ tasks: [] });
  });

  test("what a push service asks for holds for the next ring, too", async () => {
    const [party] = await open();
    await put(party, "a");
    await act(party, { action: "setup", work_duration: 10, break_duration: 10 }, press);
    says = () => new Response(null, { status: 429, headers: { "retry-after": "40" } });
    await pass(party, seconds(10));
    says = () => new Response(null, { status: 201 });
    await act(party, press);
    await pass(party, seconds(100));
    expect(sentTo("a")).toEqual([seconds(10), seconds(50)]);
  });

  test("at most 20 are on their way to one push service, and another service does not wait for it", async () => {
    const [party] = await open();
    for (let i = 0; i < 25; i++) {
      expect(await put(party, `a${i}`)).toBe(201);
      await vi.advanceTimersByTimeAsync(300);
    }
    const other = "https://web.push.apple.com/b";
    await call(party, "PUT", { subscription: { endpoint: other, keys } });
    await act(party, press);
    says = (to) => (to === other ? new Response(null, { status: 201 }) : new Promise(() => {}));
    await pass(party, seconds(1501)); // one goes out after the other, with a breath in between
    expect(asked.filter(({ to }) => to !== other)).toHaveLength(20);
    expect(asked.filter(({ to }) => to === other)).toHaveLength(1);
  });

  test("410 forgets the subscription, on disk too, and nobody else's", async () => {
    const [party, disk] = await open();
    await put(party, "a");
    await put(party, "b");
    await act(party, press);
    says = (to) => new Response(null, { status: to === endpointOf("a") ? 410 : 201 });
    await pass(party, seconds(1501));
    expect(disk.subscriptions).toHaveLength(1);
    await party.wake();
    await act(party, press);
    await pass(party, seconds(300));
    expect([sentTo("a").length, sentTo("b").length]).toEqual([1, 2]);
  });
});

describe("a test", () => {
  test("is sent at its moment, also after the room has slept", async () => {
    const [party, disk] = await open();
    await put(party, "a");
    expect((await call(party, "POST", { endpoint: endpointOf("a"), in: 10 })).status).toBe(202);
    expect(disk.alarm).toBe(T0 + seconds(10));
    await party.wake();
    await pass(party, seconds(9.999));
    expect(asked).toEqual([]);
    await pass(party, seconds(1));
    expect(sentTo("a")).toEqual([seconds(10)]);
    expect(disk.alarm).toBe(T0 + 30 * DAY);
  });
});

test("without VAPID keys the key is null, nobody can subscribe, and nothing is stored", async () => {
  for (const env of [{}, { ...VAPID, VAPID_PRIVATE_KEY: "" }, { ...VAPID, VAPID_SUBJECT: "Kim" }]) {
    const [party, disk] = await open(new Disk(), env);
    const answer = await party.instance.onRequest(
      new Request("http://pomodoro.example/parties/main/kitchen/push"),
    );
    expect(await answer.json()).toEqual({ key: null });
    expect(await put(party, "a")).toBe(409);
    expect(disk.map.size).toBe(0);
  }
});
