// node test/bench/tomato-cost.mjs: what one tomato asks of a room, counted, and how many people one room takes.
// The first table is of PartyKit's own facade on workerd (test/harness/platform.ts), the second of `npm start`.
// Takes two minutes. Reported, not gated.
import { build } from "esbuild";
import { createECDH } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { load } from "../harness/load.mjs";

/** @typedef {import("./counting").Counts} Counts */
/** @typedef {import("../harness/client").Client} Client */

const tool = (/** @type {string} */ name) => load(new URL(`../harness/${name}.ts`, import.meta.url));
const { startPlatform } = /** @type {typeof import("../harness/platform")} */ (await tool("platform"));
const { startServer, temporaryFolder } = /** @type {typeof import("../harness/server")} */ (
  await tool("server")
);
const { enter, inState } = /** @type {typeof import("../harness/client")} */ (await tool("client"));
const { postAction, sendRequest } = /** @type {typeof import("../harness/http")} */ (await tool("http"));
const { subscribe } = /** @type {typeof import("../harness/push")} */ (await tool("push"));
const { memoryOf } = /** @type {typeof import("../harness/processes")} */ (await tool("processes"));
const { PushService } = /** @type {typeof import("../harness/fakes/push-service")} */ (
  await load(new URL("../harness/fakes/push-service.ts", import.meta.url))
);
const root = fileURLToPath(new URL("../../", import.meta.url));

/** A tomato: a press, work, its ring, a press, a break, its ring. */
const [WORK_MIN, BREAK_MIN] = [25, 5];
/** A room sleeps this long after the last that happened. */
const SLEEPY_MS = 10_000;
/** So long each period is here: the room falls asleep in it, so that it is woken as often as in a long one. */
const PERIOD_S = 14;
/** How long a ring goes unanswered, in ms: pushes are on their way meanwhile. */
const NOTICED_MS = 3000;
/** So often a page that is seen asks for a sign of life (src/room/socket.ts): the room never sleeps. */
const ASK_MS = 2000;
/** Changes of the crowd's room. */
const CHANGES = 10;
const pause = (/** @type {number} */ ms) => new Promise((done) => setTimeout(done, ms));

await costs();
await crowds();

async function costs() {
  const folder = temporaryFolder();
  const { vars, publicKey } = keys();
  const service = await PushService.start(() => publicKey);
  const around = await bundled("test/bench/counting.ts", ["facade.js"]);
  const made = await deployment({ ...vars, PUSH_ORIGINS: service.origin });
  const platform = await startPlatform(made, "http://127.0.0.1:1", folder, around);
  try {
    /** @type {[string, string, (room: string) => Promise<void>][]} */
    const ways = [
      ["by a script over HTTP, nobody connected", "by-http", byHttp],
      ["by a socket that says nothing else: a hidden page, a script", "hidden", bySocket],
      ["the same, and a phone with notifications", "phone", bySocket],
      ["by a page that is seen all the time", "seen", bySocket],
    ];
    for (const [, room] of ways) {
      await postAction(platform, room, {
        action: "setup",
        work_duration: PERIOD_S,
        break_duration: PERIOD_S,
      });
    }
    await subscribe(platform, "phone", service.newDevice());
    await pause(SLEEPY_MS + 2000); // what was to set them up has gone by
    const before = await counts();
    await Promise.all(ways.map(([, room, live]) => live(room)));
    const after = await counts();
    table(
      ["one tomato (25 + 5 minutes)", "requests", "messages", "alarms", "rows", "pushes", "seconds awake"],
      ways.map(([what, room]) => {
        const [was, is] = [before, after].map((all) => all.find((one) => one.room === room));
        if (was === undefined || is === undefined) throw new Error(`${room} was not counted`);
        return [
          what,
          ...difference(was, is, room === "seen"),
          room === "phone" ? service.received.length : 0,
          awake(was, is, room === "seen"),
        ];
      }),
    );
    const biggest = Math.max(...after.map(({ bytes }) => bytes));
    console.log(`\nThe biggest row has ${biggest} bytes as JSON.\n`);
  } finally {
    await platform.stop();
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  }

  /** @returns {Promise<Counts[]>} */
  async function counts() {
    return JSON.parse((await sendRequest(platform, "/counts")).text);
  }
  async function byHttp(/** @type {string} */ room) {
    for (let presses = 0; presses < 2; presses++) {
      await postAction(platform, room, { action: "press" });
      await pause(PERIOD_S * 1000 + NOTICED_MS);
    }
  }
  async function bySocket(/** @type {string} */ room) {
    const { client } = await enter(`ws://127.0.0.1:${platform.port}/parties/main/${room}`);
    await client.join({ name: "Kim" });
    for (const state of /** @type {const} */ ([2, 4])) {
      await client.change({ action: "press" });
      await client.next(inState(state), PERIOD_S * 1000 + 10_000);
      await pause(NOTICED_MS);
    }
    client.terminate();
  }
}

/** Requests (sockets are some too), messages, alarms, rows written. */
function difference(/** @type {Counts} */ was, /** @type {Counts} */ is, /** @type {boolean} */ isSeen) {
  const asked = isSeen ? ((WORK_MIN + BREAK_MIN) * 60_000) / ASK_MS : 0;
  return [
    is.requests - was.requests + is.sockets - was.sockets,
    is.messages - was.messages + asked,
    is.alarms - was.alarms,
    is.written - was.written,
  ];
}

/** Events, and after each the time until it sleeps; what overlaps counts once. */
function awake(/** @type {Counts} */ was, /** @type {Counts} */ is, /** @type {boolean} */ isSeen) {
  if (isSeen) return (WORK_MIN + BREAK_MIN) * 60;
  let [ms, until] = [0, 0];
  for (const [start, end] of is.spans.slice(was.spans.length).toSorted(([a], [b]) => a - b)) {
    ms += Math.max(0, end + SLEEPY_MS - Math.max(start, until));
    until = Math.max(until, end + SLEEPY_MS);
  }
  return Math.round(ms / 1000);
}

/** More and more people in one room, until it is full: when the last of them has heard a change. */
async function crowds() {
  /** @type {string[][]} */
  const rows = [];
  for (const people of [100, 1000, 5000]) {
    const server = await startServer();
    /** @type {Client[]} */
    const clients = [];
    try {
      while (clients.length < people) {
        const some = Array.from({ length: 100 }, () => enter(server.socket("hall")));
        for (const { client } of await Promise.all(some)) clients.push(client);
      }
      const [speaker] = clients;
      /** @type {number[]} */
      const took = [];
      for (let rev = 1; rev <= CHANGES; rev++) {
        const heard = Promise.all(
          clients.slice(1).map((client) => client.next((m) => m.type === "room" && m.rev === rev, 60_000)),
        );
        const start = performance.now();
        await speaker?.change({ action: "setup" });
        await heard;
        took.push(performance.now() - start);
        await pause(300);
      }
      const sorted = took.toSorted((a, b) => a - b).map((ms) => `${ms.toFixed(0)} ms`);
      const memory = `${(memoryOf(server.workerdPid).resident / 2 ** 20).toFixed(0)} MB`;
      rows.push([String(people), `${sorted[CHANGES / 2]}, ${sorted.at(-1)}`, memory]);
    } finally {
      for (const client of clients) client.terminate();
      await server.dispose();
    }
  }
  table(["people in one room", "a change is heard by all: p50, max", "memory"], rows);
}

/** @param {string[]} head @param {(string | number)[][]} rows */
function table(head, rows) {
  for (const row of [head, head.map(() => "---"), ...rows]) console.log(`| ${row.join(" | ")} |`);
}

function keys() {
  const pair = createECDH("prime256v1");
  pair.generateKeys();
  const privateKey = Buffer.concat([Buffer.alloc(32), pair.getPrivateKey()])
    .subarray(-32)
    .toString("base64url");
  const publicKey = pair.getPublicKey("base64url");
  const subject = "mailto:kim@example.org";
  return {
    publicKey,
    vars: { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey, VAPID_SUBJECT: subject },
  };
}

/** The room's code as partykit bundles it, with its settings. @param {Record<string, string>} vars */
async function deployment(vars) {
  const { compatibilityDate } = JSON.parse(readFileSync(`${root}partykit.json`, "utf8"));
  const code = await bundled("party/server.ts", []);
  return {
    code,
    compatibilityDate,
    compatibilityFlags: [],
    vars,
    domain: null,
    assets: {},
    modules: new Map(),
  };
}

/** @param {string} path @param {string[]} external */
async function bundled(path, external) {
  const { outputFiles } = await build({
    entryPoints: [root + path],
    bundle: true,
    write: false,
    format: "esm",
    target: "esnext",
    conditions: ["partykit", "workerd", "worker"],
    external,
  });
  return outputFiles[0]?.text ?? "";
}
