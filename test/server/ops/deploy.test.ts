/** `npm run deploy`: what it checks, what it uploads, and that the uploaded code runs on the platform. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PartyKitApi } from "../../harness/fakes/partykit-api";
import type { Deployment } from "../../harness/fakes/partykit-api";
import { PushService } from "../../harness/fakes/push-service";
import { enter, enterWithKey, inState, newOpenRoom, newPrivateRoom } from "../../harness/client";
import { sendRequest, getRoom, postAction } from "../../harness/http";
import { deployScripts } from "../../harness/deploy-scripts";
import type { DeployScripts } from "../../harness/deploy-scripts";
import { startPlatform } from "../../harness/platform";
import type { Platform } from "../../harness/platform";
import { subscribe, readVapidKey } from "../../harness/push";
import { root, temporaryFolder } from "../../harness/paths";
import { carriedRoom, pageWithRoom, withoutDrawing, withoutRoom } from "../../harness/room-html";
import { listFiles } from "../../harness/stored-rooms";

let folder = "";
let api: PartyKitApi;
let scripts: DeployScripts;
let publicKey = "";
let service: PushService;
beforeAll(async () => {
  folder = temporaryFolder();
  api = await PartyKitApi.start();
  scripts = deployScripts(api, folder);
  service = await PushService.start(() => publicKey);
});
afterAll(async () => {
  await Promise.all([api.stop(), service.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

const KIM = { GITHUB_LOGIN: "kim", GITHUB_TOKEN: "kims-token" };
const SUBJECT = { VAPID_SUBJECT: "mailto:kim@example.org" };
const CLOUDFLARE = {
  CLOUDFLARE_ACCOUNT_ID: "0123456789abcdef0123456789abcdef",
  CLOUDFLARE_API_TOKEN: "cf-token",
};

describe("npm run deploy with a problem", () => {
  const all = { ...KIM, ...SUBJECT };
  const cases: readonly (readonly [string, Record<string, string>, readonly string[], RegExp])[] = [
    ["no login", SUBJECT, [], /nobody is logged in: run `npx partykit login`/],
    [
      "a login without its token",
      { ...SUBJECT, PARTYKIT_LOGIN: "kim" },
      [],
      /PARTYKIT_LOGIN is set, but PARTYKIT_TOKEN is not/,
    ],
    [
      "a token without its login",
      { ...SUBJECT, PARTYKIT_TOKEN: "x" },
      [],
      /PARTYKIT_TOKEN is set, but PARTYKIT_LOGIN is not/,
    ],
    ["no VAPID_SUBJECT", KIM, [], /VAPID_SUBJECT must be whom push services may write to/],
    [
      "a VAPID_SUBJECT that is not an address",
      { ...KIM, VAPID_SUBJECT: "kim" },
      [],
      /VAPID_SUBJECT must be mailto:/,
    ],
    [
      "a VAPID_SUBJECT without a public host name",
      { ...KIM, VAPID_SUBJECT: "mailto:me@localhost" },
      [],
      /VAPID_SUBJECT must be mailto:/,
    ],
    ["no VAPID keys", { ...all, VAPID_FILE: "/nowhere/keys" }, [], /no VAPID keys: run `npm run vapid` once/],
    [
      "one VAPID key of two",
      { ...all, VAPID_PUBLIC_KEY: "B" },
      [],
      /VAPID_PUBLIC_KEY is set, but VAPID_PRIVATE_KEY is not/,
    ],
    [
      "a domain without a Cloudflare account",
      all,
      ["--domain", "tomato.example.org"],
      /CLOUDFLARE_ACCOUNT_ID must be .*\n.*CLOUDFLARE_API_TOKEN/,
    ],
    [
      "an empty CLOUDFLARE_API_TOKEN",
      { ...all, ...CLOUDFLARE, CLOUDFLARE_API_TOKEN: "" },
      ["--domain", "a.example.org"],
      /CLOUDFLARE_API_TOKEN/,
    ],
    [
      "a CLOUDFLARE_ACCOUNT_ID that is not an id",
      { ...all, ...CLOUDFLARE, CLOUDFLARE_ACCOUNT_ID: "kim" },
      ["--domain", "a.example.org"],
      /32 hex/,
    ],
    [
      "a Cloudflare account without a domain",
      { ...all, ...CLOUDFLARE },
      [],
      /no host name of it: npm run deploy -- --domain HOST/,
    ],
    [
      "a domain that is not a host name",
      { ...all, ...CLOUDFLARE },
      ["--domain", "https://a.example.org"],
      /not understood/,
    ],
    ["an unknown option", all, ["--force"], /not understood: --force/],
    [
      "a PUSH_ORIGINS that is not an origin",
      { ...all, PUSH_ORIGINS: "push.example.org" },
      [],
      /PUSH_ORIGINS: not an origin/,
    ],
    [
      "an ALLOWED_ORIGINS that is not an origin",
      { ...all, ALLOWED_ORIGINS: "https://a.example/x" },
      [],
      /ALLOWED_ORIGINS: not an origin/,
    ],
  ];
  beforeAll(() => scripts.makeKeys());

  test.each(cases)(
    "npm run deploy refuses %s in one line each and uploads nothing",
    async (_, env, args, says) => {
      const { code, output } = await scripts.deploy(env, ...args);
      expect(output).toMatch(says);
      expect(output).not.toMatch(/\n\s+at /);
      for (const line of output.trim().split("\n")) expect(line).toMatch(/^Not deployed: /);
      expect(code).toBe(1);
      expect(api.requests).toEqual([]);
    },
  );

  test("npm run deploy prints all problems at once", async () => {
    const { output } = await scripts.deploy(
      { VAPID_FILE: "/nowhere/keys", PUSH_ORIGINS: "x" },
      "--domain",
      "a.example.org",
    );
    expect(output.trim().split("\n")).toHaveLength(5);
  });

  test("npm run deploy refuses a stored login that cannot be read", async () => {
    mkdirSync(join(folder, ".partykit"), { recursive: true });
    writeFileSync(join(folder, ".partykit", "config.json"), "{");
    expect((await scripts.deploy(SUBJECT)).output).toMatch(/config.json holds no login/);
    rmSync(join(folder, ".partykit"), { recursive: true });
    expect(api.requests).toEqual([]);
  });
});

describe("npm run vapid", () => {
  test("npm run vapid makes the keys once and keeps them", async () => {
    const file = join(folder, "once.json");
    const first = await scripts.makeKeys({ VAPID_FILE: file });
    const made = readFileSync(file, "utf8");
    const second = await scripts.makeKeys({ VAPID_FILE: file });
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(first.output).toContain("is made");
    expect(second.output).toContain("is there already");
    expect(readFileSync(file, "utf8")).toBe(made);
  });
});

describe("the upload of npm run deploy", () => {
  let deployment: Deployment;
  let platform: Platform;
  beforeAll(async () => {
    await scripts.makeKeys();
    const env = {
      ...KIM,
      ...SUBJECT,
      ...CLOUDFLARE,
      PUSH_ORIGINS: service.origin,
      SECRET: "not for the rooms",
    };
    const { code, output } = await scripts.deploy(env, "--domain", "tomato.example.org");
    expect([code, output]).toEqual([0, expect.stringContaining("https://tomato.example.org")]);
    if (api.deployment === null) throw new Error(`nothing was deployed:\n${output}`);
    deployment = api.deployment;
    platform = await startPlatform(deployment, `${api.origin}/files`, join(folder, "platform"));
    publicKey = await readVapidKey(platform);
  });
  afterAll(() => platform?.stop());

  test("the upload is every file of the build and the settings, nothing else, with the credentials of its owner", () => {
    const dist = join(root, "dist");
    expect(Object.keys(deployment.assets).toSorted()).toEqual(
      listFiles(dist)
        .map((path) => relative(dist, path))
        .toSorted(),
    );
    for (const [path, name] of Object.entries(deployment.assets)) {
      expect(api.files.get(name)?.equals(readFileSync(join(dist, path))), path).toBe(true);
    }
    expect(Object.keys(deployment.vars).toSorted()).toEqual([
      "PUSH_ORIGINS",
      "VAPID_PRIVATE_KEY",
      "VAPID_PUBLIC_KEY",
      "VAPID_SUBJECT",
    ]);
    expect(JSON.stringify(deployment)).not.toContain("not for the rooms");
    expect(deployment.code).not.toContain(deployment.vars["VAPID_PRIVATE_KEY"]);
    expect(deployment).toMatchObject({ compatibilityDate: "2024-07-18", domain: "tomato.example.org" });
    expect(api.credentials).toEqual(new Set(["Bearer kims-token", ...Object.values(CLOUDFLARE)]));
  });

  test("the deployment serves the app with its headers, its fallback and its cached files, and nothing else", async () => {
    const page = await sendRequest(platform, "/");
    const index = readFileSync(join(root, "dist/app/index.html"), "utf8");
    expect([page.status, withoutRoom(page.text)]).toEqual([200, index]);
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
    expect(page.headers["permissions-policy"]).toContain("serial=(self)");
    expect(page.headers["x-content-type-options"]).toBe("nosniff");
    expect(page.headers["cache-control"]).toBe("no-cache");
    const roomPage = await pageWithRoom(platform, "kitchen");
    expect(withoutDrawing(withoutRoom(roomPage.text))).toBe(withoutDrawing(index));
    expect(carriedRoom(roomPage.text)).toMatchObject({ state: 0, rev: 0 });
    expect(roomPage.headers["cache-control"]).toBe("no-store");
    const asset = /\/assets\/[^"]+\.js/.exec(page.text)?.[0] ?? "";
    const { status, headers } = await sendRequest(platform, asset);
    expect([status, headers["cache-control"]]).toEqual([200, "public, max-age=31536000, immutable"]);
    expect(headers["content-type"]).toBe("text/javascript; charset=utf-8");
    expect((await sendRequest(platform, "/sw.js")).headers["cache-control"]).toBe("no-cache");
    for (const path of ["/nothing", "/assets/", "/assets/nothing.js", "/r/a/b"]) {
      expect([path, (await sendRequest(platform, path)).status]).toEqual([path, 404]);
    }
    expect(JSON.parse((await sendRequest(platform, "/healthz")).text)).toMatchObject({ ok: true });
  });

  test("the deployment runs a room: presses, roles, refusals, and an alarm at its deadline", async () => {
    const socket = (room: string): string => `ws://127.0.0.1:${platform.port}/parties/main/${room}`;
    const { id, key } = newPrivateRoom();
    const { client: watcher } = await enter(socket(id));
    const owner = await enterWithKey(socket(id), key, "Kim");
    await owner.change({ action: "setup", work_duration: 1 });
    const work = await owner.change({ action: "press" });
    expect(await watcher.next(inState(1))).toMatchObject({ rev: work.rev, by: { name: "Kim" } });
    expect(await watcher.request({ action: "press" })).toMatchObject({ code: "not-allowed" });
    const alarm = await watcher.next(inState(2), 20_000);
    expect(alarm).toMatchObject({ started_at: work.ends_at, rev: work.rev + 1, by: { via: "timer" } });
    expect(await getRoom(platform, id)).toMatchObject({ state: 2 });
    await expect(enter(socket("Kitchen"))).rejects.toMatchObject({ status: 404 });
    await expect(enter(socket(id), { origin: "https://evil.example" })).rejects.toMatchObject({
      status: 403,
    });
    for (const client of [watcher, owner]) client.terminate();
  });

  test("the deployment sends pushes with the keys that were set", async () => {
    expect(publicKey).toBe(deployment.vars["VAPID_PUBLIC_KEY"]);
    const room = newOpenRoom();
    const phone = await subscribe(platform, room, service.newDevice());
    await postAction(platform, room, { action: "setup", work_duration: 1 });
    await postAction(platform, room, { action: "press" });
    const { message, claims } = await service.waitForPush(phone, 1, 20_000);
    expect(message).toMatchObject({ room, state: 2 });
    expect(claims.sub).toBe(SUBJECT.VAPID_SUBJECT);
    expect(service.errors).toEqual([]);
  });

  test("npm run deploy leaves no file with the settings on this machine", () => {
    expect(readdirSync(folder).filter((name) => name.startsWith("pomodoro-deploy"))).toEqual([]);
  });
});
