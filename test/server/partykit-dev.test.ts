/** The room class under `partykit dev`, which `npm run dev` runs and which a deployment is based on. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { enter, enterWithKey, inState, newPrivateRoom } from "../harness/client";
import { startDevelopmentServer } from "../harness/development-server";
import type { DevelopmentServer } from "../harness/development-server";
import { requestHistory, clearHistory, readHistory } from "../harness/history";
import { generateOpenApi } from "../../party/http/openapi/openapi";
import { sendRequest, getRoom } from "../harness/http";
import { freePort } from "../harness/processes";
import { root, temporaryFolder } from "../harness/paths";
import { carriedRoom, pageWithRoom } from "../harness/room-html";
import { hasStored } from "../harness/stored-rooms";
import { waitForClock, waitFor } from "../harness/wait";

/** Starts `partykit dev`. Its inspector uses port 9229, so only one may run at a time on a machine. */
function startDev(port: number, dataDir: string): Promise<DevelopmentServer> {
  const args = [
    "dev",
    "--port",
    String(port),
    "--persist",
    dataDir,
    "--disable-request-cf-fetch",
    "--no-hotkeys",
  ];
  const bin = join(root, "node_modules/partykit/dist/bin.mjs");
  return startDevelopmentServer("partykit dev", [process.execPath, bin, ...args], {
    port,
    readyMs: 40_000,
    cwd: root,
  });
}

test("a room under partykit dev sends presses to everyone, has the app's headers, and survives a kill during work", async () => {
  const dataDir = temporaryFolder();
  const port = await freePort();
  let dev = await startDev(port, dataDir);
  try {
    const page = await sendRequest(dev, "/");
    expect(page.status).toBe(200);
    expect(page.headers["content-type"]).toMatch(/^text\/html/);
    expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
    expect(page.headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    const overlay = await sendRequest(dev, "/r/kitchen?view=overlay");
    expect(overlay.headers["content-security-policy"]).not.toContain("frame-ancestors");
    expect(page.headers["x-content-type-options"]).toBe("nosniff");
    expect(page.headers["cache-control"]).toBe("no-cache");
    expect(JSON.parse((await sendRequest(dev, "/openapi.json")).text)).toEqual(generateOpenApi());
    const roomPage = await pageWithRoom(dev, "kitchen");
    expect(roomPage.headers["cache-control"]).toBe("no-store");
    expect(carriedRoom(roomPage.text)).toMatchObject({ rev: 0, state: 0 });
    expect(roomPage.text).toContain("data-prerendered><div class=");
    expect(roomPage.text).toContain(
      `<meta property="og:image" content="http://127.0.0.1:${port}/preview.png">`,
    );

    const { id, key } = newPrivateRoom();
    const url = `ws://${dev.host}/parties/main/${id}`;
    await expect(enter(`ws://${dev.host}/parties/main/Kitchen`)).rejects.toMatchObject({ status: 404 });
    await expect(enter(url, { origin: "https://evil.example" })).rejects.toMatchObject({ status: 403 });
    // No VAPID keys are set, and unlike npm start nothing makes them, so the server has no pushes.
    expect(JSON.parse((await sendRequest(dev, `/parties/main/${id}/push`)).text)).toEqual({ key: null });
    const { client: watcher } = await enter(url);
    const owner = await enterWithKey(url, key, "Kim");
    await owner.change({ action: "setup", work_duration: 1 });
    const work = await owner.change({ action: "press" });
    const seen = await watcher.next(inState(1));
    expect(seen).toMatchObject({ rev: work.rev, ends_at: work.ends_at, by: { name: "Kim", via: "app" } });
    expect(await watcher.request({ action: "press" })).toMatchObject({ code: "not-allowed" });
    const deadline = work.ends_at ?? 0;

    await dev.kill();
    await waitForClock(deadline + 500);
    expect(hasStored(dataDir, "endsAt", deadline)).toBe(true);
    expect(hasStored(dataDir, "startedAt", deadline)).toBe(false);
    dev = await startDev(port, dataDir);
    await waitFor(
      "the stored alarm of the room, without a request",
      () => hasStored(dataDir, "startedAt", deadline),
      15_000,
    );
    expect(await getRoom(dev, id)).toMatchObject({ state: 2, started_at: deadline, rev: work.rev + 1 });
    const back = await enterWithKey(url, key);
    expect(await back.change({ action: "press" })).toMatchObject({ state: 3, cycle: 1 });
    expect(await readHistory(dev, id)).toMatchObject([{ ended_at: deadline, worked: 1, how: "done" }]);
    expect((await requestHistory(dev, id, ".csv")).text.split("\r\n")).toHaveLength(3);
    expect((await clearHistory(dev, id)).status).toBe(403);
    expect((await clearHistory(dev, id, { key })).status).toBe(204);
    expect(await readHistory(dev, id)).toEqual([]);
    back.terminate();
  } finally {
    await dev.kill();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
});
