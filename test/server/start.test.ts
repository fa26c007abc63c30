/** `npm start` as a process: its output, its port, how it ends, and its messages where it cannot start. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect as connectTcp } from "node:net";
import { networkInterfaces } from "node:os";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { enter, newOpenRoom } from "../harness/client";
import { sendRequest, getRoom, postAction } from "../harness/http";
import { childrenOf, freePort, listeningAddresses } from "../harness/processes";
import { disposeAfterEach } from "../harness/each-test";
import { root, temporaryFolder } from "../harness/paths";
import { startServer } from "../harness/server";
import { runUntilExit } from "../harness/start-script";

const start = disposeAfterEach(startServer);

describe("a running server", () => {
  test("npm start prints the address at which the server answers, and who reaches it", async () => {
    const server = await start();
    expect(server.output).toMatch(
      new RegExp(`^Shared Pomodoro on http://localhost:${server.port}\\nOnly this computer reaches it.*\\n$`),
    );
    const { status, text, headers } = await sendRequest(server, "/healthz");
    expect(status).toBe(200);
    expect(headers["content-type"]).toMatch(/^application\/json/);
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    expect(JSON.parse(text)).toEqual({ ok: true, version });
  });

  test("the server listens on that loopback port alone: no inspector, no second port, no other process", async () => {
    const server = await start();
    expect(listeningAddresses(server.workerdPid)).toEqual([`127.0.0.1:${server.port}`]);
    expect(listeningAddresses(server.pid)).toEqual([]);
    for (const { pid } of childrenOf(server.pid)) {
      if (pid !== server.workerdPid) expect(listeningAddresses(pid)).toEqual([]);
    }
    expect(childrenOf(server.workerdPid)).toEqual([]);
  });

  test("the server cannot be reached through this machine's other addresses", async () => {
    const server = await start();
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === "IPv4")
      .map(({ address }) => address);
    for (const host of [...others, "127.0.0.2", "::1"]) {
      const reached = await new Promise<boolean>((done) => {
        const socket = connectTcp({ host, port: server.port });
        socket.once("connect", () => done(true)).once("error", () => done(false));
        socket.once("connect", () => socket.destroy());
      });
      expect({ host, reached }).toEqual({ host, reached: false });
    }
  });

  test("npm start makes a DATA_DIR that is missing, and keeps the rooms in it alone", async () => {
    const folder = temporaryFolder();
    try {
      const dataDir = join(folder, "a", "b");
      const server = await start({ dataDir });
      const id = newOpenRoom();
      await postAction(server, id, { action: "press" });
      await server.stop();
      await server.restart();
      expect((await getRoom(server, id)).state).toBe(1);
      await server.stop();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("the end of the server", () => {
  test.each(["SIGTERM", "SIGINT"] as const)(
    "%s without sockets ends the server at once with exit code 0 and without a message",
    async (signal) => {
      const server = await start();
      const { code, ms } = await server.stop(signal);
      expect(code).toBe(0);
      expect(ms).toBeLessThan(1500);
      expect(server.output).toMatch(
        new RegExp(
          `^Shared Pomodoro on http://localhost:${server.port}\\nOnly this computer reaches it.*\\n$`,
        ),
      );
    },
  );

  test("SIGTERM with open sockets ends the server within 3 s with exit code 0, and a running period continues at the next start", async () => {
    const server = await start();
    const id = newOpenRoom();
    const clients = await Promise.all(Array.from({ length: 5 }, () => enter(server.socket(id))));
    const { client } = await enter(server.socket(id));
    const work = await client.change({ action: "press" });
    const { code, ms } = await server.stop();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(3000);
    await Promise.all(clients.map((entered) => entered.client.closed));
    await server.restart();
    expect(await getRoom(server, id)).toMatchObject({ state: 1, ends_at: work.ends_at, rev: work.rev });
  });

  test("a second SIGTERM while the server ends changes nothing", async () => {
    const server = await start();
    await enter(server.socket(newOpenRoom()));
    const ending = server.stop();
    process.kill(server.pid, "SIGTERM");
    expect((await ending).code).toBe(0);
  });
});

describe("a server that cannot start prints one line that says why, and exits with 1", () => {
  /** One line and no stack trace. */
  const expectOneLine = (output: string): void => {
    expect(output).not.toMatch(/\n\s+at /);
    expect(output.trim().split("\n")).toHaveLength(1);
  };

  test("npm start refuses a PORT that is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((done) => other.once("listening", done));
    const { port } = other.address() as AddressInfo;
    const folder = temporaryFolder();
    try {
      const { code, output } = await runUntilExit({ PORT: String(port), DATA_DIR: folder });
      expect(code).toBe(1);
      expect(output).toContain(String(port));
      expect(output).toMatch(/taken|in use/);
      expectOneLine(output);
    } finally {
      other.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test("a second server on the same port exits with 1, and the first one continues", async () => {
    const server = await start();
    const { code } = await runUntilExit({ PORT: String(server.port), DATA_DIR: server.dataDir });
    expect(code).toBe(1);
    expect((await sendRequest(server, "/healthz")).status).toBe(200);
  });

  test.each(["x", "-1", "65536", "1999x", "1e3", " ", "0x10", "80.5"])(
    "npm start refuses PORT=%j",
    async (port) => {
      const folder = temporaryFolder();
      const { code, output } = await runUntilExit({ PORT: port, DATA_DIR: folder });
      rmSync(folder, { recursive: true, force: true });
      expect(code).toBe(1);
      expect(output).toContain("PORT");
      expectOneLine(output);
    },
  );

  test.each(["203.0.113.1", "no-such-host.invalid", "127.0.0.1:80"])(
    "npm start refuses HOST=%s",
    async (host) => {
      const folder = temporaryFolder();
      const { code, output } = await runUntilExit({
        PORT: String(await freePort()),
        HOST: host,
        DATA_DIR: folder,
      });
      rmSync(folder, { recursive: true, force: true });
      expect(code).toBe(1);
      expect(output).toContain(host);
      expectOneLine(output);
    },
  );

  test("npm start refuses a DATA_DIR that is a file or is below one", async () => {
    const folder = temporaryFolder();
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "file"), "");
      for (const dir of [join(folder, "file"), join(folder, "file", "below")]) {
        const { code, output } = await runUntilExit({ PORT: String(await freePort()), DATA_DIR: dir });
        expect(code).toBe(1);
        expect(output).toContain("DATA_DIR");
        expectOneLine(output);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test.each([
    ["ALLOWED_ORIGINS", "https://a.example/path"],
    ["ALLOWED_ORIGINS", "a.example"],
    ["PUSH_ORIGINS", "push.example"],
    ["VAPID_SUBJECT", "mailto:me@localhost"],
    ["TRUST_PROXY", "localhost"],
  ])("npm start refuses %s=%s and names both in its message", async (name, value) => {
    const folder = temporaryFolder();
    const { code, output } = await runUntilExit({
      PORT: String(await freePort()),
      DATA_DIR: folder,
      [name]: value,
    });
    rmSync(folder, { recursive: true, force: true });
    expect(code).toBe(1);
    expect(output).toContain(name);
    expect(output).toContain(value);
    expectOneLine(output);
  });
});
