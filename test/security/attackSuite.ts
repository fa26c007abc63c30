/** Everything that a stranger can try, one after the other, on a room whose owner and a friend sit in it in silence. */
import { readdirSync } from "node:fs";
import { enter, enterWithKey, isPeople, isPong, newPrivateRoom } from "../harness/client";
import type { Client } from "../harness/client";
import { getRoom } from "../harness/http";
import { memoryOf } from "../harness/processes";
import type { Server } from "../harness/server";
import { waitForClock, waitFor } from "../harness/wait";
import { bystander } from "./probe";
import type { Account, Bystander } from "./probe";
import { flood, halfOpen, httpFlood, paths, requestsAreBroken, slowReaders } from "./crowds";
import { Arsenal } from "./hostile";
import {
  expectSame,
  framesAreBroken,
  keysAreForged,
  muchIsSent,
  ownersSayNonsense,
  strangersPost,
  watchersSay,
} from "./speakers";

/** To compare with: a dozen of the bystander's presses, in ms. */
const CALM_MS = 3000;
/** Descriptors of rooms that were awake before and sleep now, or the other way round: three a room. */
const AWAKE = 12;

export interface Siege {
  readonly account: Account;
  /** What was sent, by kind. */
  readonly counts: Readonly<Record<string, number>>;
  /** Bytes resident before it and after each round, with nobody connected but the silent. */
  readonly memory: readonly number[];
}

/**
 * `messages` are those that are said, in as many `rounds` of everything; floods, paths and half-open connections grow
 * with them. Throws at what is wrong.
 */
export async function siege(server: Server, seed: number, messages: number, rounds: number): Promise<Siege> {
  const room = newPrivateRoom();
  const owner = await enterWithKey(server.socket(room.id), room.key, "Kim");
  const { client: friend } = await enter(server.socket(room.id));
  await owner.change({ action: "setup", work_duration: 60 });
  await owner.change({ action: "press" });
  await owner.change({ action: "hold" }); // so that time, too, changes nothing
  await friend.sync();
  const heardBefore = [owner, friend].map(unexpected);
  const beside = await bystander(server.host);
  try {
    const done = await attacks(server, new Arsenal(seed), room, messages / rounds, rounds, beside);
    const account = await beside.end();
    await Promise.all([owner.sync(), friend.sync()]);
    const heard = [owner, friend].map(unexpected);
    if (heard.join() !== heardBefore.join())
      throw new Error(`the room's people heard of it: ${heard.join()}`);
    return { account, ...done };
  } finally {
    beside.dispose();
    owner.terminate();
    friend.terminate();
  }
}

/** Everything in rounds of `n` messages each, so that what the later ones leave in memory can be told. */
async function attacks(
  server: Server,
  arsenal: Arsenal,
  room: { readonly id: string; readonly key: string },
  n: number,
  rounds: number,
  beside: Bystander,
): Promise<Omit<Siege, "account">> {
  const before = await getRoom(server, room.id);
  const counts: Record<string, number> = {};
  const fds = descriptors(server);
  const memory = [memoryOf(server.workerdPid).resident];
  const attack = async (name: string, what: () => Promise<number | void>, count = 0): Promise<void> => {
    beside.phase(name);
    counts[name] = (counts[name] ?? 0) + ((await what()) ?? count);
    expectSame(before, await getRoom(server, room.id));
  };
  const said = (share: number): number => Math.ceil(n * share);
  beside.phase("calm");
  await waitForClock(Date.now() + CALM_MS);
  for (let round = 1; round <= rounds; round++) {
    await attack("messages", () => watchersSay(server, arsenal, room.id, said(0.6)), said(0.6));
    await attack("nonsense of owners", () => ownersSayNonsense(server));
    await attack("posts", () => strangersPost(server, arsenal, said(0.3)), said(0.3));
    await attack("forged keys", () => keysAreForged(server, arsenal, room, said(0.1)), said(0.1));
    await attack("broken frames", () => framesAreBroken(server, room.id));
    await attack("broken requests", () => requestsAreBroken(server));
    await attack("paths", () => paths(server, arsenal, said(0.1)), said(0.1));
    await attack("40 MB", () => muchIsSent(server, room.id));
    await attack("flood", () => flood(server, room.id, 5, said(0.002)));
    await attack("flood of requests", () => httpFlood(server, room.id, n), n);
    await attack("half-open", () => halfOpen(server, room.id, said(0.5)), said(0.5));
    await attack("slow readers", () => slowReaders(server, 50, said(0.4)), 50);
    // Everybody has gone: what the server still held of them would be seen here.
    await waitFor("the last of the attackers' connections", () => descriptors(server) <= fds + AWAKE, 60_000);
    memory.push(memoryOf(server.workerdPid).resident);
  }
  return { counts, memory };
}

/** How much somebody has heard that is neither the answer to a barrier nor who came and went. */
const unexpected = ({ received }: Client): number =>
  received.filter((m) => !isPong(m) && !isPeople(m)).length;

const descriptors = ({ workerdPid }: Server): number => readdirSync(`/proc/${workerdPid}/fd`).length;
