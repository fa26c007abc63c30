/** `npm run deploy -- --workers`: what it would upload, and that the Worker runs in wrangler's own runtime. */
import { execFile } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findNodeProblem } from "../../../party/ops/deployWorkers";
import { generateKeys } from "../../../party/ops/vapidKeys";
import { connect, enter, enterWithKey, inState, newOpenRoom, newPrivateRoom } from "../../harness/client";
import { PushService } from "../../harness/fakes/push-service";
import { clearHistory, readHistory } from "../../harness/history";
import { getRoom, postAction, sendRequest } from "../../harness/http";
import { ltsNode } from "../../harness/lts-node";
import { root, temporaryFolder } from "../../harness/paths";
import { readVapidKey, subscribe } from "../../harness/push";
import { carriedRoom, pageWithRoom } from "../../harness/room-html";
import { waitForClock } from "../../harness/wait";
import type { DevelopmentServer } from "../../harness/development-server";
import { startWorker } from "../../harness/workers";

const SUBJECT = "mailto:kim@example.org";
let folder = "";
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

/** Runs a program of the operator with the LTS version of Node; without a login. */
function run(...args: readonly string[]): Promise<{ code: number; output: string }> {
  const env = {
    PATH: process.env["PATH"],
    HOME: folder,
    TMPDIR: folder,
    VAPID_FILE: join(folder, "keys.json"),
    CI: "1",
  };
  const options = { cwd: root, env: { ...env, VAPID_SUBJECT: SUBJECT, SECRET: "not for the rooms" } };
  return new Promise((done) =>
    execFile(ltsNode(), ["party/ops/run.mjs", ...args], options, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), output: stdout + stderr }),
    ),
  );
}

describe("npm run deploy -- --workers", () => {
  test("a dry run finds the class of the rooms, the files and the settings, and leaves no file with the settings", async () => {
    expect((await run("makeVapidKeys")).code).toBe(0);
    const before = readdirSync(folder);
    const { code, output } = await run("deploy", "--workers", "--domain", "tomato.example.org", "--dry-run");
    expect([code, output]).toEqual([0, expect.stringContaining("--dry-run: exiting now")]);
    expect(output).toMatch(/env\.ROOMS \(RoomObject\)\s+Durable Object/);
    expect(output).toMatch(/env\.ASSETS\s+Assets/);
    expect(output.match(/env\.(?!ROOMS|ASSETS)\w+/g)?.toSorted()).toEqual([
      "env.VAPID_PRIVATE_KEY",
      "env.VAPID_PUBLIC_KEY",
      "env.VAPID_SUBJECT",
    ]);
    expect(output).not.toContain(SUBJECT);
    expect(readdirSync(folder).filter((name) => name.startsWith("pomodoro-deploy"))).toEqual([]);
    expect(before).toContain("keys.json");
  });

  test("options that belong to the other way are refused", async () => {
    for (const args of [["--workers", "--preview", "a"], ["--dry-run"], ["--workers", "--force"]]) {
      const { code, output } = await run("deploy", ...args);
      expect([args, code, output]).toEqual([args, 1, expect.stringMatching(/^Not deployed: .*--/)]);
    }
  });

  test("a version of Node that wrangler does not run with is named before anything is uploaded", () => {
    expect(findNodeProblem("20.19.0")).toMatch(/wrangler needs Node 22 or newer, and this is 20\.19\.0/);
    expect(findNodeProblem("24.9.0")).toBeNull();
  });
});

describe("the Worker in wrangler's own runtime", () => {
  let service: PushService;
  let worker: DevelopmentServer;
  let publicKey = "";
  let vars: Record<string, string>;
  const socket = (room: string): string => `ws://${worker.host}/parties/main/${room}`;
  beforeAll(async () => {
    service = await PushService.start(() => publicKey);
    const keys = generateKeys();
    vars = {
      PUSH_ORIGINS: service.origin,
      VAPID_PUBLIC_KEY: keys.publicKey,
      VAPID_PRIVATE_KEY: keys.privateKey,
      VAPID_SUBJECT: SUBJECT,
    };
    worker = await startWorker(join(folder, "worker"), vars);
    publicKey = await readVapidKey(worker);
  });
  afterAll(async () => {
    await worker?.kill();
    await service.stop();
  });

  test("the app has its headers, its room and its preview, and nothing else is served", async () => {
    const room = newOpenRoom();
    await postAction(worker, room, { action: "press", name: "Kim" });
    const page = await pageWithRoom(worker, room);
    expect(page.status).toBe(200);
    expect(carriedRoom(page.text)).toMatchObject({ state: 1, by: { name: "Kim" } });
    expect(page.text).toContain(`content="http://${worker.host}/preview.png"`);
    expect(page.headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "x-robots-tag": "noindex",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    });
    const front = await sendRequest(worker, "/", { headers: { "accept-encoding": "identity" } });
    expect(front.headers["content-security-policy"]).toContain("script-src 'self';");
    expect(front.headers["cache-control"]).toBe("no-cache");
    const asset = /\/assets\/[^"]+\.js/.exec(front.text)?.[0] ?? "";
    const file = await sendRequest(worker, asset);
    expect([file.status, file.headers["cache-control"]]).toEqual([
      200,
      "public, max-age=31536000, immutable",
    ]);
    expect(file.headers["content-security-policy"]).toBe(front.headers["content-security-policy"]);
    expect(front.headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    const overlay = await sendRequest(worker, `/r/${room}?view=overlay`);
    expect(overlay.headers["content-security-policy"]).not.toContain("frame-ancestors");
    for (const path of ["/nothing", "/assets/", "/assets/nothing.js", "/r/a/b", "/index"])
      expect([path, (await sendRequest(worker, path)).status]).toEqual([path, 404]);
  });

  test("the room has presses, roles, refusals, and an answer to a client that says that it is there", async () => {
    const { id, key } = newPrivateRoom();
    const { client: watcher } = await enter(socket(id));
    const owner = await enterWithKey(socket(id), key, "Kim");
    const work = await owner.change({ action: "press" });
    expect(await watcher.next(inState(1))).toMatchObject({ rev: work.rev, by: { name: "Kim" } });
    expect(await watcher.request({ action: "press" })).toMatchObject({ code: "not-allowed" });
    watcher.send({ action: "alive" });
    await watcher.first((message) => message.type === "alive");
    await expect(enter(socket("Kitchen"))).rejects.toMatchObject({ status: 404 });
    await expect(connect(socket(id), { origin: "https://evil.example" })).rejects.toMatchObject({
      status: 403,
    });
    for (const client of [watcher, owner]) client.terminate();
  });

  test("a push with the keys that were set arrives when the alarm of a room rings that nobody is in", async () => {
    expect(publicKey).toBe(vars["VAPID_PUBLIC_KEY"]);
    const room = newOpenRoom();
    const phone = await subscribe(worker, room, service.newDevice());
    await postAction(worker, room, { action: "setup", work_duration: 1 });
    await postAction(worker, room, { action: "press" });
    const { message, claims } = await service.waitForPush(phone, 1, 20_000);
    expect(message).toMatchObject({ room, state: 2 });
    expect(claims.sub).toBe(SUBJECT);
    expect(service.errors).toEqual([]);
  });

  test("a room keeps its state, its history and its alarm when everything is killed during work", async () => {
    const room = newOpenRoom();
    await postAction(worker, room, { action: "setup", work_duration: 2 });
    await postAction(worker, room, { action: "press" });
    const { ends_at: end, rev } = await getRoom(worker, room);
    await worker.kill();
    await waitForClock((end ?? 0) + 500);
    worker = await startWorker(join(folder, "worker"), vars);
    const { client } = await enter(socket(room));
    expect(await getRoom(worker, room)).toMatchObject({ state: 2, started_at: end, rev: rev + 1 });
    expect(await readHistory(worker, room)).toMatchObject([{ ended_at: end, worked: 2, how: "done" }]);
    expect((await clearHistory(worker, room)).status).toBe(204);
    expect(await client.change({ action: "press" })).toMatchObject({ state: 3, cycle: 1 });
    client.terminate();
  });
});
