/** Every attack, one after the other, on a room whose owner and a friend are connected and do nothing. */
import { enter, enterWithKey, isPeople, isPong, newPrivateRoom } from "../harness/client";
import type { Client } from "../harness/client";
import { getRoom } from "../harness/http";
import { descriptorsOf, memoryOf } from "../harness/processes";
import type { Server } from "../harness/server";
import { waitFor, waitForClock } from "../harness/wait";
import {
  connectSlowReaders,
  floodMessages,
  floodRequests,
  openHalfConnections,
  requestHostilePaths,
  sendBrokenRequests,
} from "./flood-attacks";
import { sendBrokenFrames, sendOversized } from "./frame-attacks";
import { floodHeartbeats, floodUnreadHeartbeats } from "./heartbeat-attacks";
import { HostileInputs } from "./hostile-inputs";
import {
  expectUnchanged,
  postAsStrangers,
  sendAsWatchers,
  sendInvalidAsOwner,
  tryForgedKeys,
} from "./message-attacks";
import { startProbe } from "./probe";
import type { Probe, ProbeReport } from "./probe";

/** The phase of the probe before the attacks, to compare with. */
export const CALM = "calm";
/** Length of that phase, in ms: a dozen presses. */
const CALM_MS = 3000;
/** Descriptors by which the server's number may differ: rooms are loaded and unloaded meanwhile, with three each. */
const ROOM_DESCRIPTORS = 12;
const CLOSED_MS = 60_000;

export interface AttackResult {
  readonly probe: ProbeReport;
  /** What was sent, by kind of attack. */
  readonly counts: Readonly<Record<string, number>>;
  /** Resident bytes before the attacks and after each round, with only the owner and the friend connected. */
  readonly memory: readonly number[];
}

interface Target {
  readonly server: Server;
  readonly room: { readonly id: string; readonly key: string };
  readonly inputs: HostileInputs;
  readonly probe: Probe;
}

/**
 * Runs all attacks in `rounds`, with `messages` hostile messages in all; the sizes of floods and the numbers of paths
 * and half-open connections grow with them. Throws where an attack changes the room or reaches its people.
 */
export async function runAttacks(
  server: Server,
  seed: number,
  messages: number,
  rounds: number,
): Promise<AttackResult> {
  const room = newPrivateRoom();
  const owner = await enterWithKey(server.socket(room.id), room.key, "Kim");
  const { client: friend } = await enter(server.socket(room.id));
  await owner.change({ action: "setup", work_duration: 60 });
  await owner.change({ action: "list", items: [{ id: "a", text: "chapter 3", done: false }] });
  const names = ["Kim", "Lee"].map((name) => ({ name, away: false }));
  await owner.change({ action: "turns", names, at: 0 });
  await owner.change({ action: "press" });
  await owner.change({ action: "hold" }); // so that time changes nothing either
  await friend.sync();
  const before = [owner, friend].map(countUnexpected);
  const probe = await startProbe(server.host);
  try {
    const target: Target = { server, room, inputs: new HostileInputs(seed), probe };
    const result = await runRounds(target, messages / rounds, rounds);
    const report = await probe.end();
    await Promise.all([owner.sync(), friend.sync()]);
    const after = [owner, friend].map(countUnexpected);
    if (after.join() !== before.join()) {
      throw new Error(`the room's people received something: ${after.join()}`);
    }
    return { probe: report, ...result };
  } finally {
    probe.dispose();
    owner.terminate();
    friend.terminate();
  }
}

/** Rounds of `n` messages each, so that growth of memory in the later ones shows a leak. */
async function runRounds(
  { server, room, inputs, probe }: Target,
  n: number,
  rounds: number,
): Promise<Omit<AttackResult, "probe">> {
  const before = await getRoom(server, room.id);
  const counts: Record<string, number> = {};
  const descriptors = descriptorsOf(server.workerdPid);
  const memory = [memoryOf(server.workerdPid).resident];
  const run = async (name: string, attack: () => Promise<number | void>, count = 0): Promise<void> => {
    probe.setPhase(name);
    counts[name] = (counts[name] ?? 0) + ((await attack()) ?? count);
    expectUnchanged(before, await getRoom(server, room.id));
  };
  const part = (share: number): number => Math.ceil(n * share);
  probe.setPhase(CALM);
  await waitForClock(Date.now() + CALM_MS);
  for (let round = 1; round <= rounds; round++) {
    await run("messages", () => sendAsWatchers(server, inputs, room.id, part(0.6)), part(0.6));
    await run("invalid messages of owners", () => sendInvalidAsOwner(server));
    await run("posts", () => postAsStrangers(server, inputs, part(0.3)), part(0.3));
    await run("forged keys", () => tryForgedKeys(server, inputs, room, part(0.1)), part(0.1));
    await run("broken frames", () => sendBrokenFrames(server, room.id));
    await run("broken requests", () => sendBrokenRequests(server));
    await run("paths", () => requestHostilePaths(server, inputs, part(0.1)), part(0.1));
    await run("40 MB", () => sendOversized(server, room.id));
    await run("flood", () => floodMessages(server, room.id, 5, part(0.002)));
    await run("heartbeats, 20,000 a second", () => floodHeartbeats(server, part(20)));
    await run("heartbeats without reading", () => floodUnreadHeartbeats(server));
    await run("flood of requests", () => floodRequests(server, room.id, n), n);
    await run("half-open", () => openHalfConnections(server, room.id, part(0.5)), part(0.5));
    await run("slow readers", () => connectSlowReaders(server, 50, part(0.4)), 50);
    const isClosed = (): boolean => descriptorsOf(server.workerdPid) <= descriptors + ROOM_DESCRIPTORS;
    await waitFor("the end of the attackers' connections", isClosed, CLOSED_MS);
    memory.push(memoryOf(server.workerdPid).resident);
  }
  return { counts, memory };
}

/** Messages that a client has received, without the answers to `sync` and the lists of people. */
const countUnexpected = ({ received }: Client): number =>
  received.filter((message) => !isPong(message) && !isPeople(message)).length;
