/** Whether there are file descriptors for one more socket or awake room. */
import { expect, test } from "vitest";
import { Usage } from "../../../party/platform/usage";
import { AWAKE_MS } from "../../../party/shared/descriptors";

const LIMIT = 1000;
/** What is left of the limit for sockets and rooms. */
const AVAILABLE = 800;
const NOW = 1_790_000_000_000;

const socketFrom = (address: string, room: string, isShared = false) => ({
  room,
  address,
  isShared,
  isSocket: true,
});

/** Opens sockets, each in a room of its own or all in one, until one is refused; returns how many there are. */
function fill(usage: Usage, address: string, isShared: boolean, roomOf: (i: number) => string): number {
  for (let i = 0; ; i++) {
    if (!usage.hasRoomFor(socketFrom(address, roomOf(i), isShared), LIMIT, NOW)) return i;
    usage.touch(roomOf(i), NOW, address);
    usage.openSocket(roomOf(i), address);
  }
}

test("a proxy's sockets use up what is available, two descriptors for each and three for each room", () => {
  expect(fill(new Usage(), "127.0.0.1", true, () => "kitchen")).toBe(Math.floor((AVAILABLE - 3) / 2));
  expect(fill(new Usage(), "127.0.0.1", true, String)).toBe(AVAILABLE / 5);
});

test("another address may use half of what is available, and the rest is left for others", () => {
  const usage = new Usage();
  expect(fill(usage, "203.0.113.1", false, String)).toBe(AVAILABLE / 2 / 5);
  expect(usage.hasRoomFor(socketFrom("203.0.113.2", "other"), LIMIT, NOW)).toBe(true);
  expect(usage.hasRoomFor(socketFrom("203.0.113.1", "other"), LIMIT, NOW)).toBe(false);
});

test("the server itself wakes rooms with half of what is available, and the rest is left for people", () => {
  const usage = new Usage();
  let woken = 0;
  for (; usage.mayWake(`own-${woken}`, LIMIT, NOW); woken++) usage.touch(`own-${woken}`, NOW);
  expect(woken).toBe(Math.floor(AVAILABLE / 2 / 3));
  expect(usage.hasRoomFor(socketFrom("203.0.113.1", "kitchen"), LIMIT, NOW)).toBe(true);
});

test("an address that wakes rooms without staying connected is limited, until those rooms sleep", () => {
  const usage = new Usage();
  const wake = (i: number, now: number): boolean => {
    const request = { room: `r${i}`, address: "203.0.113.1", isShared: false, isSocket: false };
    const isAllowed = usage.hasRoomFor(request, LIMIT, now);
    if (isAllowed) usage.touch(request.room, now, request.address);
    return isAllowed;
  };
  const allowed = Array.from({ length: 200 }, (_, i) => wake(i, NOW)).filter(Boolean).length;
  expect(allowed).toBe(Math.floor(AVAILABLE / 2 / 3));
  expect(wake(999, NOW + AWAKE_MS)).toBe(true);
});

test("a request to a room that is awake is always let through, and a closed socket makes place for another", () => {
  const usage = new Usage();
  fill(usage, "127.0.0.1", true, String);
  const request = { room: "0", address: "127.0.0.1", isShared: true, isSocket: false };
  expect(usage.hasRoomFor(request, LIMIT, NOW)).toBe(true);
  expect(usage.hasRoomFor({ ...request, isSocket: true }, LIMIT, NOW)).toBe(false);
  usage.closeSocket("1", "127.0.0.1");
  expect(usage.hasSockets("1")).toBe(false);
  expect(usage.hasRoomFor({ ...request, isSocket: true }, LIMIT, NOW)).toBe(true);
});

test("rooms that sleep with open sockets keep their descriptors, because a lost connection wakes them", () => {
  const usage = new Usage();
  const open = fill(usage, "127.0.0.1", true, String);
  const later = NOW + AWAKE_MS;
  const another = socketFrom("127.0.0.1", "other", true);
  expect(usage.isAsleep("0", later)).toBe(true);
  expect(usage.hasRoomFor(another, LIMIT, later)).toBe(false);
  usage.touch("0", later); // awake again, and counted once
  usage.closeSocket("0", "127.0.0.1");
  for (let i = 1; i < open; i++) usage.closeSocket(String(i), "127.0.0.1");
  const woken = { ...another, room: "another", isSocket: false };
  expect(usage.hasRoomFor(woken, 200 + 3, later + AWAKE_MS)).toBe(true); // nothing is left over
  expect(usage.hasRoomFor(woken, 200 + 2, later + AWAKE_MS)).toBe(false);
});

test("without a known limit everything is let through", () => {
  const usage = new Usage();
  for (let i = 0; i < 5000; i++) usage.openSocket("kitchen", "203.0.113.1");
  expect(usage.hasRoomFor(socketFrom("203.0.113.1", "kitchen"), null, NOW)).toBe(true);
});

test("a clock that was set back does not keep a room awake for ever", () => {
  const usage = new Usage();
  usage.touch("kitchen", NOW);
  const back = NOW - 3_600_000;
  expect(usage.isAsleep("kitchen", back)).toBe(false);
  expect(usage.isAsleep("kitchen", back + AWAKE_MS)).toBe(true);
});

test("requests that wait for their bodies count as connections, also from one address, until they end", () => {
  const usage = new Usage();
  const sender = { address: "203.0.113.1", isShared: false };
  const ends: (() => void)[] = [];
  while (usage.hasRoomForBody(sender, LIMIT, NOW)) ends.push(usage.openBody(sender.address, NOW));
  expect(ends.length).toBe(AVAILABLE / 2 / 2);
  expect(usage.hasRoomFor(socketFrom(sender.address, "kitchen"), LIMIT, NOW)).toBe(false);
  expect(usage.hasRoomForBody({ address: "203.0.113.2", isShared: false }, LIMIT, NOW)).toBe(true);
  ends[0]?.();
  ends[0]?.(); // ended already
  usage.openBody(sender.address, NOW);
  expect(usage.hasRoomForBody(sender, LIMIT, NOW)).toBe(false);
});

test("a request for a body that was cancelled with its client is forgotten, also where the clock was set back", () => {
  for (const later of [15_000, -15_000]) {
    const usage = new Usage();
    const sender = { address: "203.0.113.1", isShared: false };
    while (usage.hasRoomForBody(sender, LIMIT, NOW)) usage.openBody(sender.address, NOW);
    expect(usage.hasRoomForBody(sender, LIMIT, NOW + later)).toBe(true);
  }
});
