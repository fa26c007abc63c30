/** The socket of a page: when it probes, when it gives a connection up, and what it never does: queue. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { toRoomMessage } from "../../../party/shared/codec";
import { newPomodoro } from "../../../party/shared/pomodoro";
import type { ServerMessage } from "../../../party/shared/serverMessages";
import { makeSocket } from "../../../src/room/socket";
import type { RoomSocket } from "../../../src/room/socket";

const made: FakeWebSocket[] = [];
/** The part of a WebSocket that is used. */
class FakeWebSocket extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readyState = FakeWebSocket.CONNECTING;
  readonly sent: string[] = [];
  constructor(readonly url: string) {
    super();
    made.push(this);
  }
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.readyState = FakeWebSocket.CLOSED;
  }
  open(): void {
    this.readyState = FakeWebSocket.OPEN;
    this.dispatchEvent(new Event("open"));
  }
  lose(): void {
    this.readyState = FakeWebSocket.CLOSED;
    this.dispatchEvent(new Event("close"));
  }
  receive(data: unknown): void {
    this.dispatchEvent(Object.assign(new Event("message"), { data }));
  }
}

const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
const browserWindow = new EventTarget();
let log: (string | ServerMessage)[];
/** How requests end: with a status, with no answer ever, or with an error where the network refuses them. */
let network: number | "silent" | "refuses";
const askServer = vi.fn((_path: string, { signal }: RequestInit = {}) => {
  if (network === "refuses") return Promise.reject(new Error("no network"));
  if (network !== "silent") return Promise.resolve({ status: network, text: () => Promise.resolve("") });
  return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new Error("too late"))));
});
let socket: RoomSocket;
const current = (): FakeWebSocket => made.at(-1) as FakeWebSocket;
const pings = (): number => made.flatMap(({ sent }) => sent).filter((text) => text.includes("t0")).length;
/** How a server of before heartbeats answers one. */
const BEFORE_HEARTBEATS =
  '{"type":"error","code":"bad-message","detail":"t0: Invalid key: Expected \\"t0\\" but received undefined"}';
/** In exactly these characters: else it would wake the room. */
const BEAT = '{"action":"ping"}';
const message = toRoomMessage(newPomodoro(), 1_790_000_000_000);

/** The first attempt has begun when it resolves. */
async function start(address = "https://tomato.example:8443"): Promise<void> {
  vi.stubGlobal("location", new URL(address));
  socket = makeSocket("our-kitchen", {
    onOpen: () => void log.push("open"),
    onLost: () => void log.push("lost"),
    onMessage: (received) => void log.push(received),
    makePing: () => ({ action: "ping", t0: performance.now() }),
  });
  await vi.advanceTimersByTimeAsync(1);
}
beforeEach(() => {
  vi.useFakeTimers({ now: 1_790_000_000_000 });
  vi.stubGlobal("WebSocket", FakeWebSocket);
  vi.stubGlobal("fetch", askServer);
  network = 200;
  vi.stubGlobal("document", page);
  vi.stubGlobal("window", browserWindow);
  page.visibilityState = "visible";
  made.length = 0;
  askServer.mockClear();
  log = [];
});
afterEach(async () => {
  socket.close();
  await vi.dynamicImportSettled(); // what it has begun to load must not ask in the next test
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("the address of the socket", () => {
  test.each([
    ["https://tomato.example:8443", "wss://tomato.example:8443/parties/main/our-kitchen"],
    ["http://192.168.1.10:1999", "ws://192.168.1.10:1999/parties/main/our-kitchen"],
  ])("a page from %s opens %s", async (address, url) => {
    await start(address);
    expect(current().url).toBe(url);
  });
});

describe("messages", () => {
  test("a message that cannot leave now is not sent later", async () => {
    await start();
    expect(socket.send({ action: "press" })).toBe(false);
    current().open();
    expect(current().sent).toEqual([]);
    expect(socket.send({ action: "press" })).toBe(true);
    expect(current().sent).toEqual(['{"action":"press"}']);
  });

  test("a message of the server is parsed, and anything else is ignored", async () => {
    await start();
    current().open();
    for (const data of ["", "{", '{"type":"tick"}', new ArrayBuffer(3), JSON.stringify(message)]) {
      current().receive(data);
    }
    expect(log).toEqual(["open", message]);
  });
});

describe("a connection that is silent", () => {
  test("a visible page probes after two seconds of silence, and not before", async () => {
    await start();
    current().open();
    current().receive(JSON.stringify(message));
    await vi.advanceTimersByTimeAsync(2000);
    expect(pings()).toBe(0);
    await vi.advanceTimersByTimeAsync(500);
    expect(pings()).toBe(1);
  });

  test("a hidden page says every 45 s that it is there, also after messages of the server", async () => {
    await start();
    current().open();
    page.visibilityState = "hidden";
    for (let second = 0; second < 92; second++) {
      current().receive(JSON.stringify(message));
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(current().sent).toEqual([BEAT, BEAT]);
  });

  test("a visible page in which messages arrive all the time says that it is there, too", async () => {
    await start();
    current().open();
    for (let second = 0; second < 50; second++) {
      current().receive(JSON.stringify(message));
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(current().sent).toEqual([BEAT]);
  });

  test("a hidden page does not probe", async () => {
    await start();
    current().open();
    page.visibilityState = "hidden";
    await vi.advanceTimersByTimeAsync(60_000);
    expect(pings()).toBe(0);
  });

  test("a probe without an answer for 1.5 s replaces the connection", async () => {
    await start();
    current().open();
    socket.probe();
    const old = current();
    await vi.advanceTimersByTimeAsync(1499);
    expect(current()).toBe(old);
    await vi.advanceTimersByTimeAsync(2);
    expect(current()).not.toBe(old);
    expect(old.readyState).toBe(3);
    expect(log).toEqual(["open", "lost"]);
  });

  test("a probe finds out that the one before had no answer, also where the timers of the page are late", async () => {
    await start();
    current().open();
    socket.probe();
    const [now, old] = [performance.now(), current()];
    const clock = vi.spyOn(performance, "now");
    clock.mockReturnValue(now + 1400);
    socket.probe();
    expect(log).toEqual(["open"]);
    clock.mockReturnValue(now + 2000);
    socket.probe();
    clock.mockRestore();
    expect(log).toEqual(["open", "lost"]);
    expect(old.readyState).toBe(3);
  });

  test("any message answers a probe", async () => {
    await start();
    current().open();
    socket.probe();
    await vi.advanceTimersByTimeAsync(1000);
    current().receive(JSON.stringify(message));
    await vi.advanceTimersByTimeAsync(1000);
    expect(made).toHaveLength(1);
  });

  test.each([
    ["a heartbeat's answer", '{"type":"pong"}'],
    ["the error of a server that knows no heartbeat", BEFORE_HEARTBEATS],
  ])(
    "a visible page stays connected for as long as each of its heartbeats is answered with %s",
    async (_, answer) => {
      await start();
      current().open();
      for (let n = 1; n <= 30; n++) {
        await vi.advanceTimersByTimeAsync(2500);
        expect(current().sent).toHaveLength(n);
        current().receive(answer);
      }
      expect(made).toHaveLength(1);
      expect(log).not.toContain("lost");
    },
  );

  test("a late event of a replaced connection is ignored", async () => {
    await start();
    const old = current();
    old.open();
    socket.probe();
    await vi.advanceTimersByTimeAsync(1500);
    log.length = 0;
    old.receive(JSON.stringify(message));
    old.lose();
    expect(log).toEqual([]);
  });
});

describe("a connection that is lost", () => {
  /** How many ms later the next attempt begins. */
  async function untilNextAttempt(): Promise<number> {
    const [count, start] = [made.length, performance.now()];
    while (made.length === count) await vi.advanceTimersByTimeAsync(1);
    return performance.now() - start;
  }

  test("it is made again after a pause that grows from 0.4 s to 2 s", async () => {
    await start();
    const pauses: number[] = [];
    for (let i = 0; i < 6; i++) {
      current().lose();
      pauses.push(await untilNextAttempt());
    }
    expect(pauses).toEqual([400, 600, 900, 1350, 2000, 2000]);
  });

  test("after a failed attempt no socket is made until a request has reached the server", async () => {
    await start();
    expect(askServer).not.toHaveBeenCalled();
    network = "refuses";
    current().lose();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(made).toHaveLength(1);
    expect(askServer.mock.calls.length).toBeGreaterThan(20);
    network = 200;
    expect(await untilNextAttempt()).toBeLessThanOrEqual(2000);
  });

  test.each([
    ["405, which a server may give to a request that it does not know", 405, true],
    ["404", 404, true],
    ["502, which a proxy gives whose server is away", 502, false],
    ["503", 503, false],
  ])("a request that is answered with %s: a socket is made: %s", async (_, status, isMade) => {
    await start();
    network = status;
    current().lose();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(made.length > 1).toBe(isMade);
  });

  test("requests follow each other every 1.5 s where no answer comes, and the first answer makes the socket", async () => {
    await start();
    network = "silent";
    current().lose();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(askServer.mock.calls.length).toBeGreaterThanOrEqual(399);
    network = 200;
    expect(await untilNextAttempt()).toBeLessThanOrEqual(2000);
  });

  test("two sockets at most are made without an answer, and one that opens is used", async () => {
    await start();
    network = "silent";
    current().lose();
    log.length = 0;
    await vi.advanceTimersByTimeAsync(3000);
    expect(made).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(made).toHaveLength(3);
    expect(log).toEqual([]); // the connection was lost only once
    current().open();
    expect(log).toEqual([]); // given up long ago
    network = 200;
    await untilNextAttempt();
    current().open();
    network = "silent";
    current().lose();
    await untilNextAttempt();
    log.length = 0;
    current().open();
    current().receive(JSON.stringify(message));
    await vi.advanceTimersByTimeAsync(3000); // the time of an attempt
    expect(log).toEqual(["open", message]);
  });

  test("a page that becomes visible during an outage asks the server, and opens no socket before the answer", async () => {
    await start();
    network = "refuses";
    current().lose();
    await vi.advanceTimersByTimeAsync(1);
    log.length = 0;
    for (let i = 0; i < 5; i++) page.dispatchEvent(new Event("visibilitychange"));
    await vi.advanceTimersByTimeAsync(1);
    expect(made).toHaveLength(1);
    network = 200;
    page.dispatchEvent(new Event("visibilitychange"));
    await vi.advanceTimersByTimeAsync(1);
    expect(made).toHaveLength(2);
    expect(log).toEqual([]);
  });

  test.each(["refuses", "silent"] as const)(
    "after a long outage in which the network %s, the room is asked over HTTP where WebSockets fail",
    async (outage) => {
      const asksForRoom = (): boolean => askServer.mock.calls.some(([path]) => path.startsWith("/parties/"));
      await start();
      current().open();
      await vi.advanceTimersByTimeAsync(1000);
      network = outage;
      current().lose();
      await vi.advanceTimersByTimeAsync(120_000);
      expect(asksForRoom()).toBe(false);
      network = 200;
      for (let i = 0; i < 3; i++) {
        await untilNextAttempt();
        if (outage === "refuses") current().lose();
        else await vi.advanceTimersByTimeAsync(7000);
      }
      await vi.dynamicImportSettled();
      expect(asksForRoom()).toBe(true);
    },
  );

  test("an attempt may take longer after each that took too long, up to 70 s, and 3 s again after one that opened", async () => {
    /** How long the present attempt may take. */
    async function untilGivenUp(): Promise<number> {
      const [given, start] = [current(), performance.now()];
      while (given.readyState !== FakeWebSocket.CLOSED) await vi.advanceTimersByTimeAsync(50);
      return performance.now() - start;
    }
    await start();
    const limits = [await untilGivenUp()];
    for (let i = 0; i < 9; i++) {
      await untilNextAttempt();
      limits.push(await untilGivenUp());
    }
    expect(limits.map((ms) => Math.round(ms / 1000))).toEqual([3, 5, 7, 10, 15, 23, 34, 51, 70, 70]);
    await untilNextAttempt();
    current().open();
    current().lose();
    await untilNextAttempt();
    expect(Math.round((await untilGivenUp()) / 1000)).toBe(3);
  });

  test("the pause is short again after a connection that has lasted 5 s", async () => {
    await start();
    for (let i = 0; i < 3; i++) {
      current().lose();
      await untilNextAttempt();
    }
    current().open();
    await vi.advanceTimersByTimeAsync(5000);
    current().receive(JSON.stringify(message));
    current().lose();
    expect(await untilNextAttempt()).toBe(400);
  });

  test("an attempt that is not answered within 3 s counts as lost", async () => {
    await start();
    await vi.advanceTimersByTimeAsync(2990);
    expect(log).toEqual([]);
    await vi.advanceTimersByTimeAsync(10);
    expect(log).toEqual(["lost"]);
    expect(await untilNextAttempt()).toBeLessThanOrEqual(400);
  });
});

describe("a page that comes back", () => {
  test("a page that becomes visible probes an open connection", async () => {
    await start();
    current().open();
    page.dispatchEvent(new Event("visibilitychange"));
    expect(pings()).toBe(1);
  });

  test("a page that becomes visible replaces a connection that is closed", async () => {
    await start();
    current().open();
    current().close();
    page.dispatchEvent(new Event("visibilitychange"));
    await vi.advanceTimersByTimeAsync(1);
    expect(made).toHaveLength(2);
  });

  test("a network that comes back replaces an attempt that may never be answered", async () => {
    await start();
    browserWindow.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(1);
    expect(made).toHaveLength(2);
  });

  test("a closed socket leaves no timer and no listener", async () => {
    await start();
    current().open();
    socket.close();
    page.dispatchEvent(new Event("visibilitychange"));
    browserWindow.dispatchEvent(new Event("online"));
    expect(made).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
