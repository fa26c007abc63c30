/**
 * Many rooms whose periods end in the same second: how late each ring is heard, whether somebody in another room still
 * gets answers, and what a ring costs, beside workerd alone with the same number of alarms.
 */
import { Agent, request } from "node:http";
import type { WebSocket as Socket } from "ws";
import { delay } from "../harness/wait";
import { WebSocket } from "../harness/ws";
import { formatMb, printTable, quantiles } from "./report";
import { startRingingWorkerd } from "./ringing-workerd";
import { startRoomServer } from "./room-server";
import { usageOf } from "./targets";

/** A server with rooms that ring. */
export interface RingTarget {
  readonly name: string;
  readonly port: number;
  /** How long after its deadline a room in which nobody is may wake, in ms. */
  readonly spreadMs: number;
  /** Of the process that does the work. */
  pid(): number;
  path(room: string): string;
  /** The bodies of the POSTs after which the room rings at about `at` (epoch ms); called when each is sent. */
  readonly posts: readonly ((at: number) => string)[];
  /** When the room of this answer rings, epoch ms. */
  deadlineIn(answer: string): number;
  /** Whether the text is the message of a ring. */
  isRing(text: string): boolean;
  /** A message that changes a room and is answered. */
  readonly change: string;
  crash(): Promise<void>;
  restart(): Promise<void>;
  /** After a crash: resolves when all alarms of the rooms are due. `deadline`: the last one's, epoch ms. */
  untilOverdue(rooms: readonly string[], deadline: number): Promise<void>;
  /** How many seconds after a restart the last overdue room has rung, as it says; null: not yet, or it does not say. */
  rangAfter(): number | null;
  /** How many of the rooms have changed since `deadlineIn` by anything else than one ring, after a crash; null: not known. */
  countNotRungOnce(rooms: readonly string[]): number | null;
  dispose(): Promise<void>;
}

const SIZES = [2000, 10_000];
/** Rooms in which somebody listens; and up to how many rooms it is measured with somebody in each, too. */
const LISTENERS = 200;
const MAX_LISTENERS = 2000;
/** People in other rooms who act in turn, so that nobody meets the rate limit. */
const BYSTANDERS = 20;
const BYSTANDER_INTERVAL_MS = 50;
const CONCURRENCY = 32;
const TRIES = 320;
/** A room is unloaded 10 s after its last event; in ms, with a margin. */
const UNLOADED_MS = 14_000;
/** The status of a server that has no descriptors for another room, and when it is asked again, in ms: others sleep then. */
const FULL = 503;
const FULL_MS = 500;
/** How long it is waited for rings that do not come, in ms. */
const PATIENCE_MS = 60_000;
/** The same for overdue rooms after a restart. */
const OVERDUE_PATIENCE_MS = 15 * 60_000;

/** What is measured: rings that are heard in some rooms or in each, and rooms whose periods ended while no server ran. */
const TITLES = {
  some: `, somebody in ${LISTENERS} of them`,
  each: ", somebody in each",
  overdue: ", overdue after a restart",
};
type Case = keyof typeof TITLES;
const CASES = Object.keys(TITLES) as Case[];

/**
 * Prints a table by number of rooms and server. `words`: the numbers and cases; where there are none of a kind, all.
 * "ours": without workerd alone, which takes as long.
 */
export async function rings(words: readonly string[] = []): Promise<void> {
  const numbers = words.map(Number).filter((number) => number > 0);
  const sizes = numbers.length > 0 ? numbers : SIZES;
  const wanted = CASES.filter((what) => words.includes(what));
  const cases = wanted.length > 0 ? wanted : CASES;
  const rows: string[][] = [];
  for (const size of sizes) {
    for (const start of [startRoomServer, ...(words.includes("ours") ? [] : [startRingingWorkerd])]) {
      for (const what of cases) {
        if (what === "each" && size > MAX_LISTENERS) continue;
        const target = await start();
        try {
          rows.push(await measure(target, size, what));
        } catch (error) {
          // workerd alone has not descriptors enough for many overdue rooms.
          rows.push([`${size}${TITLES[what]}`, `${target.name} (it ended: ${String(error)})`]);
        } finally {
          await target.dispose();
        }
      }
    }
  }
  printTable(
    [
      "rooms that ring",
      "server",
      "heard late by, ms: p50",
      "p95",
      "max",
      "not heard",
      "a change elsewhere, ms: p50",
      "p95",
      "max",
      "CPU a ring, ms",
      "busy for, s",
      "resident",
      "descriptors at most",
    ],
    rows,
  );
}

async function measure(target: RingTarget, size: number, what: Case): Promise<string[]> {
  const isRestart = what === "overdue";
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  const names = Array.from({ length: size }, (_, i) => `ring-${i}`);
  const prepareAll = async (rooms: readonly string[], at: number): Promise<Map<string, number>> => {
    const ends = new Map<string, number>();
    const queue = rooms.values();
    const prepareInTurn = async (): Promise<void> => {
      for (const room of queue) ends.set(room, await prepare(target, agent, room, at));
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, prepareInTurn));
    return ends;
  };
  // Other rooms tell how long it takes to prepare all.
  const started = Date.now();
  const others = Array.from({ length: TRIES }, (_, i) => `try-${i}`);
  await prepareAll(others, started + 3_600_000);
  const preparing = ((Date.now() - started) / TRIES) * size;
  const deadlines = await prepareAll(names, Date.now() + preparing * 1.3 + UNLOADED_MS + 5000);
  agent.destroy();
  const first = Math.min(...deadlines.values());
  if (first < Date.now() + UNLOADED_MS)
    console.warn("the rooms were prepared too slowly: some are still awake");
  if (isRestart) {
    await target.crash();
    await target.untilOverdue(names, Math.max(...deadlines.values()));
    await target.restart();
  }

  const restartedAt = performance.now();
  const listening = { some: LISTENERS, each: size, overdue: 0 }[what];
  const listened = names.filter((_, i) => listening > 0 && i % Math.ceil(size / listening) === 0);
  const late: number[] = [];
  const listeners = await connectAll(target, listened, (room, text) => {
    if (target.isRing(text)) late.push(Date.now() - (deadlines.get(room) ?? NaN));
  });
  const waiting: { room: string; at: number }[] = [];
  const answered: number[] = [];
  const people = Array.from({ length: BYSTANDERS }, (_, i) => `bystander-${i}`);
  const bystanders = await connectAll(target, people, (room) => {
    const index = waiting.findIndex((one) => one.room === room);
    const [one] = index < 0 ? [] : waiting.splice(index, 1);
    if (one !== undefined) answered.push(performance.now() - one.at);
  });

  if (isRestart) answered.push(performance.now() - restartedAt); // until everybody has connected again

  if (!isRestart) await delay(first - Date.now() - 500);
  const before = usageOf(target.pid());
  const start = Date.now();
  let [after, busyUntil, descriptors] = [before, start, before.descriptors];
  for (let i = 0; ; i++) {
    const one = bystanders[i % BYSTANDERS];
    if (i % BYSTANDERS < people.length && one?.readyState === WebSocket.OPEN) {
      waiting.push({ room: people[i % BYSTANDERS] ?? "", at: performance.now() });
      one.send(target.change);
    }
    await delay(BYSTANDER_INTERVAL_MS);
    if (i % 10 !== 9) continue;
    const usage = usageOf(target.pid());
    if (usage.cpuMs - after.cpuMs > 100) busyUntil = Date.now();
    after = usage;
    descriptors = Math.max(descriptors, usage.descriptors);
    if (isRestart) {
      if (target.rangAfter() !== null || Date.now() > start + OVERDUE_PATIENCE_MS) break;
      continue;
    }
    const isOver = late.length === listened.length && Date.now() - busyUntil > 2000;
    const until = start + target.spreadMs;
    if ((isOver && Date.now() > until + 4000) || Date.now() > until + PATIENCE_MS) break;
  }
  for (const { at: sentAt } of waiting) answered.push(performance.now() - sentAt);
  for (const one of [...listeners, ...bystanders]) one.terminate();
  if (isRestart) await target.crash();
  return [
    `${size}${TITLES[what]}`,
    target.name,
    ...(isRestart
      ? ["", "", String((target.rangAfter() ?? NaN) * 1000), String(target.countNotRungOnce(names) ?? "")]
      : [...quantiles(late, 0.5, 0.95, 1), String(listened.length - late.length)]),
    ...quantiles(answered, 0.5, 0.95, 1),
    ((after.cpuMs - before.cpuMs) / size).toFixed(2),
    ((busyUntil - start) / 1000).toFixed(1),
    formatMb(after.resident),
    String(descriptors),
  ];
}

/** Resolves to the deadline of the room, epoch ms. */
async function prepare(target: RingTarget, agent: Agent, room: string, at: number): Promise<number> {
  let answer = "";
  for (const body of target.posts) {
    let status = FULL;
    while (status === FULL) {
      ({ status, text: answer } = await post(target, agent, room, body(at)));
      if (status === FULL) await delay(FULL_MS);
    }
    if (status !== 200) throw new Error(`${room}: ${status} ${answer}`);
  }
  return target.deadlineIn(answer);
}

function post(
  { port, path }: RingTarget,
  agent: Agent,
  room: string,
  body: string,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((done, fail) => {
    const sent = request({ host: "127.0.0.1", port, path: path(room), method: "POST", agent }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => (text += part));
      response.on("end", () => done({ status: response.statusCode ?? 0, text }));
    });
    sent.on("error", fail);
    sent.end(body);
  });
}

/** Resolves when each has received its first message, which `receive` does not get. */
function connectAll(
  { port, path }: RingTarget,
  rooms: readonly string[],
  receive: (room: string, text: string) => void,
): Promise<Socket[]> {
  const connectOne = (room: string): Promise<Socket> =>
    new Promise((done, fail) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}${path(room)}`, { perMessageDeflate: false });
      socket.on("error", fail);
      socket.once("message", () => {
        socket.on("message", (data) => receive(room, String(data)));
        done(socket);
      });
    });
  return Promise.all(rooms.map(connectOne));
}
