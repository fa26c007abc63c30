/** The room's pushes, with a fake clock, storage and network: what is sent and when, and what is stored. */
import { createECDH, randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeParty, FakeStorage } from "./fake-party";
import { hours, seconds } from "../shared/helpers";

const T0 = 1_790_000_000_000;
const DAY = hours(24);

/** FakeStorage that lists the stored subscriptions. */
class Disk extends FakeStorage {
  get subscriptions(): string[] {
    return [...this.map.keys()].filter((key) => key.startsWith("sub:"));
  }
}

/** The requests that the push services have received. */
const requests: { to: string; at: number; ttl: string | null }[] = [];
/** What the push service at an endpoint answers. */
let answer: (to: string) => Response | Promise<Response> = () => new Response(null, { status: 201 });

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

/** The operations that are running: Node computes keys on other threads, which fake timers do not wait for. */
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
  requests.length = 0;
  answer = () => new Response(null, { status: 201 });
  vi.stubGlobal("fetch", async (to: string, { headers }: { headers: Record<string, string> }) => {
    requests.push({ to, at: Date.now(), ttl: headers["ttl"] ?? null });
    return answer(to);
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

/** Waits until everything that needs no time is done. */
async function settle(): Promise<void> {
  for (let quiet = 0; quiet < 5; quiet = computing === 0 ? quiet + 1 : 0) {
    await new Promise((done) => setImmediate(done));
    await vi.advanceTimersByTimeAsync(0);
  }
}
/** Advances the time, with every alarm, timer and answer of a push service at its own time. */
async function pass(party: FakeParty, ms: number): Promise<void> {
  const end = Date.now() + ms;
  for (;;) {
    await settle();
    const alarm = party.storage.alarm ?? Infinity;
    if (alarm <= Math.min(Date.now(), end)) await party.ring();
    else if (Date.now() < end) await advanceToNextTimer(Math.min(alarm, end));
    else return;
  }
}
async function advanceToNextTimer(atMost: number): Promise<void> {
  const last = setTimeout(() => {}, Math.min(atMost - Date.now(), DAY));
  await vi.advanceTimersToNextTimerAsync();
  clearTimeout(last);
}
async function act(party: FakeParty, ...actions: object[]): Promise<void> {
  const kim = await party.connect();
  for (const action of actions) await party.say(kim, action);
  party.leave(kim);
}
const press = { action: "press" };
const sentTo = (name: string): number[] =>
  requests.filter(({ to }) => to === endpointOf(name)).map(({ at }) => at - T0);

describe("what a room stores of its pushes", () => {
  test("a room without a subscription stores nothing of pushes", async () => {
    const [party, disk] = await open();
    expect(await put(party, "#")).toBe(400);
    await call(party, "DELETE", { endpoint: endpointOf("a") });
    expect([disk.map.size, disk.alarm, disk.log]).toEqual([0, null, []]);
    await act(party, press);
    expect([...disk.map.keys()]).toEqual(["room"]);
  });

  test("each subscription is stored under a key of its own, and all are deleted with the last one", async () => {
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

  test("subscriptions are deleted with an abandoned room, 30 days after its last change or renewal", async () => {
    const [party, disk] = await open();
    await act(party, press, { action: "reset" });
    await pass(party, 20 * DAY);
    await put(party, "a");
    await pass(party, 29 * DAY);
    expect(disk.subscriptions).toHaveLength(1);
    await pass(party, 35 * DAY);
    expect(disk.map.size).toBe(0);
  });

  test("a subscription that was not renewed for 60 days is deleted at the second look, a day after the first", async () => {
    const [party, disk] = await open();
    await put(party, "old");
    await pass(party, 20 * DAY);
    await act(party, press);
    await pass(party, 20 * DAY);
    await act(party, press, press, press);
    await pass(party, 21 * DAY);
    await put(party, "new");
    await act(party, { action: "setup" }, press);
    requests.length = 0;
    await party.wake();
    await pass(party, seconds(1501));
    // The clock may be wrong: until the second look, the device gets its pushes.
    expect([sentTo("old").length, sentTo("new").length]).toEqual([1, 1]);
    expect(disk.subscriptions).toHaveLength(2);

    await pass(party, DAY);
    await act(party, press);
    requests.length = 0;
    await party.wake();
    await pass(party, seconds(1501));
    expect([sentTo("old").length, sentTo("new").length]).toEqual([0, 1]);
    expect(disk.subscriptions).toHaveLength(1);
  });

  test("a record of a newer version is refused and left as it is", async () => {
    const [party, disk] = await open();
    await put(party, "a");
    disk.map.set("push", { v: 2 });
    await party.wake();
    expect(await put(party, "b")).toBe(503);
    expect(disk.map.get("push")).toEqual({ v: 2 });
  });
});

describe("a push about a ring", () => {
  test("the push is stored in the transaction of the change before it is sent", async () => {
    const [party, disk] = await open();
    await put(party, "a");
    await act(party, press);
    disk.log.length = 0;
    let logAtSending: string[] = [];
    answer = () => {
      logAtSending = [...disk.log];
      return new Response(null, { status: 201 });
    };
    await pass(party, seconds(1501));
    expect(logAtSending).toEqual(["put room", "put work:0000000000", "put push", "setAlarm"]);
    expect(disk.map.get("push")).toMatchObject({ toAll: false, tasks: [] });
    expect(disk.alarm).toBe(T0 + seconds(1500) + hours(2));
    expect(requests).toEqual([{ to: endpointOf("a"), at: T0 + seconds(1500), ttl: "7200" }]);
  });

  test("a room that is killed right after the change sends the push when it wakes", async () => {
    const [party] = await open();
    await put(party, "a");
    await act(party, press);
    vi.setSystemTime(T0 + seconds(1500));
    answer = () => new Promise(() => {});
    await party.ring();
    await settle();
    expect(sentTo("a")).toHaveLength(1);
    answer = () => new Response(null, { status: 201 });
    await party.wake({ byAlarm: true });
    await pass(party, seconds(60));
    expect(sentTo("a")).toHaveLength(2);
    await party.wake({ byAlarm: true });
    await pass(party, seconds(600));
    expect(sentTo("a")).toHaveLength(2);
  });

  test("a subscription gets six pushes a minute; then the newest ring waits and older ones are dropped", async () => {
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

  test("a push without an answer is sent again until the alarm ends, and not longer", async () => {
    const [party, disk] = await open();
    await put(party, "a");
    await act(party, press);
    answer = () => Promise.reject(new TypeError("no network"));
    await pass(party, hours(5));
    const offsets = sentTo("a").map((at) => at / 1000 - 1500);
    expect(offsets.slice(0, 6)).toEqual([0, 2, 10, 40, 160, 640]);
    expect(offsets.at(-1)).toBeLessThan(7200);
    expect(offsets.length).toBeLessThan(25);
    expect(disk.map.get("push")).toMatchObject({ tasks: [] });
  });

  test("the Retry-After of a push service also delays the push about the next ring", async () => {
    const [party] = await open();
    await put(party, "a");
    await act(party, { action: "setup", work_duration: 10, break_duration: 10 }, press);
    answer = () => new Response(null, { status: 429, headers: { "retry-after": "40" } });
    await pass(party, seconds(10));
    answer = () => new Response(null, { status: 201 });
    await act(party, press);
    await pass(party, seconds(100));
    expect(sentTo("a")).toEqual([seconds(10), seconds(50)]);
  });

  test("one push service has at most 20 requests in flight, and another service does not wait for it", async () => {
    const [party] = await open();
    for (let i = 0; i < 25; i++) {
      expect(await put(party, `a${i}`)).toBe(201);
      await vi.advanceTimersByTimeAsync(300);
    }
    const other = "https://web.push.apple.com/b";
    await call(party, "PUT", { subscription: { endpoint: other, keys } });
    await act(party, press);
    answer = (to) => (to === other ? new Response(null, { status: 201 }) : new Promise(() => {}));
    await pass(party, seconds(1501)); // the event loop runs between one request and the next
    expect(requests.filter(({ to }) => to !== other)).toHaveLength(20);
    expect(requests.filter(({ to }) => to === other)).toHaveLength(1);
  });

  test("a push service that does not answer does not delay the second attempt at another one", async () => {
    const [party] = await open();
    await put(party, "a");
    const hanging = "https://web.push.apple.com/b";
    await call(party, "PUT", { subscription: { endpoint: hanging, keys } });
    await act(party, press);
    answer = (to) => (to === hanging ? new Promise(() => {}) : new Response(null, { status: 500 }));
    await pass(party, seconds(1520));
    expect(sentTo("a")).toEqual([1500, 1502, 1510].map(seconds));
  });

  test("the status 410 deletes that subscription, also from the disk, and no other one", async () => {
    const [party, disk] = await open();
    await put(party, "a");
    await put(party, "b");
    await act(party, press);
    answer = (to) => new Response(null, { status: to === endpointOf("a") ? 410 : 201 });
    await pass(party, seconds(1501));
    expect(disk.subscriptions).toHaveLength(1);
    await party.wake();
    await act(party, press);
    await pass(party, seconds(300));
    expect([sentTo("a").length, sentTo("b").length]).toEqual([1, 2]);
  });
});

describe("a test push", () => {
  test("a push service that does not answer does not delay a test push at another one", async () => {
    const [party] = await open();
    const hanging = "https://web.push.apple.com/b";
    await call(party, "PUT", { subscription: { endpoint: hanging, keys } });
    await put(party, "a");
    await act(party, press);
    answer = (to) => (to === hanging ? new Promise(() => {}) : new Response(null, { status: 201 }));
    await pass(party, seconds(1501));
    await call(party, "POST", { endpoint: endpointOf("a"), in: 2 });
    await pass(party, seconds(10));
    expect(sentTo("a")).toEqual([1500, 1503].map(seconds));
  });

  test("a test push is sent at its time, also after the room was asleep", async () => {
    const [party, disk] = await open();
    await put(party, "a");
    expect((await call(party, "POST", { endpoint: endpointOf("a"), in: 10 })).status).toBe(202);
    expect(disk.alarm).toBe(T0 + seconds(10));
    await party.wake();
    await pass(party, seconds(9.999));
    expect(requests).toEqual([]);
    await pass(party, seconds(1));
    expect(sentTo("a")).toEqual([seconds(10)]);
    expect(disk.alarm).toBe(T0 + 30 * DAY);
  });
});

describe("a push that the push service refuses", () => {
  const refuse = (): void => void (answer = () => new Response('{"reason":"BadJwtToken"}', { status: 403 }));
  const REFUSED = { status: 403, at: T0 + seconds(1) };

  /** What the room says of the device whose test push was promised with this response. */
  async function statusOf(party: FakeParty, promised: Response): Promise<unknown> {
    const address = new URL(promised.headers.get("location") ?? "", "http://pomodoro.example");
    const response = await party.instance.onRequest(new Request(address));
    return ((await response.json()) as { device?: unknown }).device;
  }

  test("a refused test push is told to the device that has requested it, also after the room was asleep", async () => {
    const [party] = await open();
    await put(party, "a");
    await put(party, "b");
    const promised = await call(party, "POST", { endpoint: endpointOf("a"), in: 1 });
    expect(await statusOf(party, promised)).toEqual({ subscribed: true, refusal: null });
    refuse();
    await pass(party, seconds(2));
    expect(await statusOf(party, promised)).toEqual({ subscribed: true, refusal: REFUSED });
    await party.wake();
    expect(await statusOf(party, promised)).toEqual({ subscribed: true, refusal: REFUSED });
    const other = await call(party, "POST", { endpoint: endpointOf("b"), in: 60 });
    expect(await statusOf(party, other)).toEqual({ subscribed: true, refusal: null });
  });

  test("a refused push is not sent again", async () => {
    const [party, disk] = await open();
    await put(party, "a");
    await act(party, press);
    refuse();
    await pass(party, hours(1));
    expect(sentTo("a")).toEqual([seconds(1500)]);
    expect(disk.map.get("push")).toMatchObject({ tasks: [] });
  });

  test("the next test push begins without the refusal of the last one", async () => {
    const [party] = await open();
    await put(party, "a");
    refuse();
    await call(party, "POST", { endpoint: endpointOf("a"), in: 1 });
    await pass(party, seconds(2));
    const promised = await call(party, "POST", { endpoint: endpointOf("a"), in: 1 });
    expect(await statusOf(party, promised)).toEqual({ subscribed: true, refusal: null });
    answer = () => new Response(null, { status: 201 });
    await pass(party, seconds(2));
    expect(await statusOf(party, promised)).toEqual({ subscribed: true, refusal: null });
  });

  test("a refusal is forgotten after an hour", async () => {
    const [party] = await open();
    await put(party, "a");
    refuse();
    const promised = await call(party, "POST", { endpoint: endpointOf("a"), in: 1 });
    await pass(party, hours(1));
    expect(await statusOf(party, promised)).toEqual({ subscribed: true, refusal: REFUSED });
    await pass(party, seconds(1));
    expect(await statusOf(party, promised)).toEqual({ subscribed: true, refusal: null });
  });

  test("a device whose subscription the push service does not know learns that it is not subscribed", async () => {
    const [party] = await open();
    await put(party, "a");
    answer = () => new Response(null, { status: 410 });
    const promised = await call(party, "POST", { endpoint: endpointOf("a"), in: 1 });
    await pass(party, seconds(2));
    expect(await statusOf(party, promised)).toEqual({ subscribed: false, refusal: null });
  });

  test("requesting the status of a device in a room that nobody has changed stores nothing", async () => {
    const [party, disk] = await open();
    const promised = new Response(null, {
      headers: { location: "/parties/main/kitchen/push?subscription=x" },
    });
    expect(await statusOf(party, promised)).toEqual({ subscribed: false, refusal: null });
    expect([disk.map.size, disk.alarm, disk.log]).toEqual([0, null, []]);
  });

  test("the operator is told the service, the status and the reason, once for all rooms", async () => {
    const logged = vi.spyOn(console, "error").mockImplementation(() => {});
    refuse();
    for (const name of ["one", "two"]) {
      const [party] = await open();
      const endpoint = `https://updates.push.services.mozilla.com/${name}`;
      await call(party, "PUT", { subscription: { endpoint, keys } });
      await act(party, press);
      await pass(party, seconds(1501));
      vi.setSystemTime(T0);
    }
    expect(logged.mock.calls).toEqual([
      [
        'a push was refused by https://updates.push.services.mozilla.com: 403 "{\\"reason\\":\\"BadJwtToken\\"}" (logged once an hour)',
      ],
    ]);
    logged.mockRestore();
  });
});

describe("a warning before the end of work", () => {
  const ask = async (party: FakeParty, name: string, before?: number): Promise<number> =>
    (await call(party, "PUT", { subscription: { endpoint: endpointOf(name), keys }, before })).status;
  const minutes = (n: number): number => seconds(60 * n);

  test("each device that has asked is told so many minutes before the end, once, and all hear the end", async () => {
    const [party] = await open();
    await Promise.all([ask(party, "a", 5), ask(party, "b", 1), ask(party, "c", 0), ask(party, "d")]);
    await act(party, press);
    await pass(party, minutes(26));
    // Several requests of one moment are started one after another.
    const toldAt = (name: string): number[] => sentTo(name).map((ms) => Math.floor(ms / 1000) * 1000);
    expect(toldAt("a")).toEqual([minutes(20), minutes(25)]);
    expect(toldAt("b")).toEqual([minutes(24), minutes(25)]);
    expect(toldAt("c")).toEqual([minutes(25)]);
    expect(toldAt("d")).toEqual([minutes(25)]);
  });

  test("breaks, held work and periods that are too short are not told of", async () => {
    const [party] = await open();
    await ask(party, "a", 5);
    await act(party, { action: "setup", work_duration: 300, break_duration: 600 }, press);
    await pass(party, minutes(5));
    expect(sentTo("a")).toEqual([minutes(5)]);
    await act(party, press);
    await pass(party, minutes(9));
    expect(sentTo("a")).toEqual([minutes(5)]);
    await act(party, { action: "setup", work_duration: 600 }, press, { action: "hold" });
    await pass(party, hours(1));
    expect(sentTo("a")).toEqual([minutes(5)]);
  });

  test("a longer period is told of again, a resumed one is not told of twice, and a list changes nothing", async () => {
    const [party] = await open();
    await ask(party, "a", 2);
    await act(party, { action: "setup", work_duration: 600 }, press);
    await pass(party, minutes(9));
    expect(sentTo("a")).toEqual([minutes(8)]);
    await act(party, { action: "list", items: [{ id: "a", text: "x", done: false }] }, { action: "hold" });
    await pass(party, minutes(1));
    await act(party, { action: "resume" }, { action: "extend", seconds: 300 });
    await pass(party, minutes(5));
    expect(sentTo("a")).toEqual([minutes(8), minutes(14)]);
  });

  test("a room that has slept, and was started again, tells it, and a renewal without the field keeps it", async () => {
    const [first, disk] = await open();
    await ask(first, "a", 5);
    await act(first, press);
    expect(disk.alarm).toBe(T0 + minutes(20));
    await ask(first, "a");
    const [again] = await open(disk);
    await pass(again, minutes(21));
    expect(sentTo("a")).toEqual([minutes(20)]);
    await ask(again, "a", 0);
    await act(again, { action: "reset" }, press);
    await pass(again, minutes(24));
    expect(sentTo("a")).toEqual([minutes(20)]);
  });

  test("a device that asks while work runs is told of that work", async () => {
    const [party] = await open();
    await act(party, press);
    await pass(party, minutes(10));
    await ask(party, "a", 5);
    await pass(party, minutes(11));
    expect(sentTo("a")).toEqual([minutes(20)]);
  });

  test("a number that is none of 0, 1, 2 and 5 is refused, and nothing is stored", async () => {
    const [party, disk] = await open();
    const body = { subscription: { endpoint: endpointOf("a"), keys } };
    for (const before of [3, -1, "5", null, 1.5]) {
      const response = await call(party, "PUT", { ...body, before });
      expect([response.status, ((await response.json()) as { detail: string }).detail]).toEqual([
        400,
        "before: must be one of 0, 1, 2, 5",
      ]);
    }
    expect(disk.map.size).toBe(0);
  });

  test("work that begins at a set start rings on the phone, with nobody connected", async () => {
    const [party] = await open();
    await ask(party, "a", 1);
    await act(party, { action: "start", at: T0 + hours(20) });
    await pass(party, hours(20));
    expect(sentTo("a")).toEqual([hours(20)]);
    await pass(party, minutes(24));
    expect(sentTo("a")).toEqual([hours(20), hours(20) + minutes(24)]);
  });
});

test("without VAPID keys the key is null, nobody can subscribe, and nothing is stored", async () => {
  for (const env of [{}, { ...VAPID, VAPID_PRIVATE_KEY: "" }, { ...VAPID, VAPID_SUBJECT: "Kim" }]) {
    const [party, disk] = await open(new Disk(), env);
    const response = await party.instance.onRequest(
      new Request("http://pomodoro.example/parties/main/kitchen/push"),
    );
    expect(await response.json()).toEqual({ key: null });
    expect(await put(party, "a")).toBe(409);
    expect(disk.map.size).toBe(0);
  }
});
