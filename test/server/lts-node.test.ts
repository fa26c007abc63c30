/** The LTS version of Node that the Docker image has: the operator's programs and the build run with it as with this one. */
import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { enter, newOpenRoom } from "../harness/client";
import { getRoom, postAction, sendRequest } from "../harness/http";
import { ltsNode, ltsVersion } from "../harness/lts-node";
import { root } from "../harness/paths";
import { startServer } from "../harness/server";

test("npm start with the LTS version of Node serves the app and its rooms, and keeps a room over a restart", async () => {
  const server = await startServer({ node: ltsNode() });
  try {
    expect((await sendRequest(server, "/healthz")).status).toBe(200);
    const room = newOpenRoom();
    const { client } = await enter(`ws://${server.host}/parties/main/${room}`);
    const { rev } = await client.change({ action: "press" });
    await server.crash();
    await server.restart();
    expect(await getRoom(server, room)).toMatchObject({ state: 1, rev });
    await postAction(server, room, { action: "reset" });
    client.terminate();
  } finally {
    await server.dispose();
  }
});

test("the program that is tried is the version that the Dockerfile names, and a release with long-term support", () => {
  const { stdout } = spawnSync(ltsNode(), ["-p", "[process.version, process.release.lts].join()"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(stdout.trim()).toMatch(new RegExp(`^v${ltsVersion().replaceAll(".", "\\.")},[A-Z]\\w+$`));
});
