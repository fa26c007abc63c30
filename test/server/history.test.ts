/** The room's history on the real runtime: readable by anyone who knows the id, with one record for each ended work. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { newOpenRoom, newPrivateRoom } from "../harness/client";
import { requestHistory, clearHistory, readHistory } from "../harness/history";
import { sendRequest, getRoom, postAction } from "../harness/http";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { testWith } from "../harness/with-tools";
import { openInCalc } from "../harness/soffice";
import { listFiles } from "../harness/stored-rooms";
import { waitForClock } from "../harness/wait";
import { readFileSync } from "node:fs";

const FOREIGN = "https://evil.example";
let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.dispose());

/** Posts an action, and throws if the room refuses it. */
async function act(room: string, action: object, key?: string): Promise<RoomMessage> {
  const { message } = await postAction(server, room, action, key === undefined ? {} : { key });
  if (message.type !== "room") throw new Error(`${JSON.stringify(action)} → ${message.code}`);
  return message;
}

describe("the history over HTTP", () => {
  test("GET of the history returns the records to anyone who knows the id, from any origin", async () => {
    const { id, key } = newPrivateRoom();
    const { started_at } = await act(id, { action: "press" }, key);
    const { started_at: ended_at } = await act(id, { action: "skip" }, key);
    for (const headers of [{}, { origin: FOREIGN }, { origin: "null" }]) {
      const answer = await requestHistory(server, id, "", { headers });
      expect([answer.status, answer.headers["content-type"]]).toEqual([200, "application/json"]);
      expect(answer.headers["access-control-allow-origin"]).toBe("*");
      expect(answer.headers["cache-control"]).toBe("no-store");
      expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
      expect(JSON.parse(answer.text)).toEqual({
        records: [
          {
            started_at,
            ended_at,
            planned: 1500,
            worked: 0,
            paused: 0,
            how: "skipped",
            people: 0,
            list_done: 0,
          },
        ],
      });
    }
    expect((await requestHistory(server, id, `?from=${(ended_at ?? 0) + 1}`)).text).toBe('{"records":[]}');
    const bad = await requestHistory(server, id, "?to=now");
    expect([bad.status, JSON.parse(bad.text)]).toEqual([
      400,
      { type: "error", code: "bad-message", detail: expect.stringMatching(/^to: /) },
    ]);
    expect(bad.headers["access-control-allow-origin"]).toBe("*");
  });

  test("the history of an untouched room is empty, and reading and clearing it store nothing", async () => {
    const { id, key } = newPrivateRoom();
    expect(await readHistory(server, id)).toEqual([]);
    expect((await clearHistory(server, id, { key })).status).toBe(204);
    expect(listFiles(server.dataDir).some((path) => readFileSync(path).includes(id))).toBe(false);
  });

  test("DELETE clears the history for a person who may press, and for nobody else", async () => {
    const { id, key } = newPrivateRoom();
    await act(id, { action: "press" }, key);
    await act(id, { action: "reset" }, key);
    const codeOf = async (options: object): Promise<unknown[]> => {
      const { status, text } = await clearHistory(server, id, options);
      return [status, (JSON.parse(text) as { code: string }).code];
    };
    expect(await codeOf({})).toEqual([403, "not-allowed"]);
    expect(await codeOf({ key: newPrivateRoom().key })).toEqual([403, "wrong-key"]);
    expect(await readHistory(server, id)).toHaveLength(1);
    const before = await getRoom(server, id);
    const answer = await clearHistory(server, id, { key, origin: FOREIGN });
    expect([answer.status, answer.text, answer.headers["access-control-allow-origin"]]).toEqual([
      204,
      "",
      "*",
    ]);
    expect(await readHistory(server, id)).toEqual([]);
    expect({ ...(await getRoom(server, id)), now: 0 }).toEqual({ ...before, now: 0 });
  });

  test("DELETE of an open room's history is refused to a page of another host", async () => {
    const id = newOpenRoom();
    await act(id, { action: "press" });
    await act(id, { action: "reset" });
    expect((await clearHistory(server, id, { origin: FOREIGN })).status).toBe(403);
    expect(await readHistory(server, id)).toHaveLength(1);
    expect((await clearHistory(server, id, { origin: server.http })).status).toBe(204);
    expect(await readHistory(server, id)).toEqual([]);
  });

  test.each([
    ["", "GET, HEAD, DELETE, OPTIONS", ["POST", "PUT", "PATCH"]],
    [".csv", "GET, HEAD, OPTIONS", ["POST", "PUT", "DELETE"]],
  ])(
    "history%s answers OPTIONS of any page and HEAD without a body, and refuses other methods",
    async (rest, methods, wrong) => {
      const id = newOpenRoom();
      const { status, headers } = await requestHistory(server, id, rest, { method: "OPTIONS" });
      expect([status, headers["access-control-allow-methods"]]).toEqual([204, methods]);
      const get = await requestHistory(server, id, rest);
      const head = await requestHistory(server, id, rest, { method: "HEAD" });
      expect([head.status, head.text]).toEqual([200, ""]);
      expect(head.headers["content-type"]).toBe(get.headers["content-type"]);
      for (const method of wrong) {
        const answer = await requestHistory(server, id, rest, { method });
        expect([answer.status, answer.headers.allow]).toEqual([405, methods]);
      }
    },
  );

  test("paths similar to the history's are 404", async () => {
    for (const rest of ["/", ".json", ".csv/x", "%2ecsv"]) {
      expect((await requestHistory(server, newOpenRoom(), rest)).status).toBe(404);
    }
    expect((await sendRequest(server, "/parties/main/Kitchen/history")).status).toBe(404);
  });
});

testWith("LibreOffice")(
  "the CSV opens in LibreOffice with eight columns, whose times are dates and whose numbers are numbers",
  async () => {
    const id = newOpenRoom();
    await act(id, { action: "setup", work_duration: 1 });
    const { ends_at } = await act(id, { action: "press" });
    await waitForClock(ends_at ?? 0);
    await act(id, { action: "extend", seconds: 2 });
    await act(id, { action: "hold" });
    await act(id, { action: "reset" });
    await act(id, { action: "press" });
    await act(id, { action: "setup", work_duration: 5400 });
    const answer = await requestHistory(server, id, ".csv");
    expect(answer.headers["content-type"]).toMatch(/^text\/csv; charset=utf-8/);
    expect(answer.headers["content-disposition"]).toBe('attachment; filename="history.csv"');
    const [header, ...rows] = await openInCalc(answer.body);
    expect(header).toEqual(
      [
        "started_at_utc",
        "ended_at_utc",
        "planned_seconds",
        "worked_seconds",
        "paused_seconds",
        "how",
        "people",
        "list_done",
      ].map((text) => ({ type: "string", text })),
    );
    const records = await readHistory(server, id);
    expect(records.map(({ how }) => how)).toEqual(["reset", "setup"]);
    const moment = (at: number) => ({ type: "date", text: new Date(at).toISOString().slice(0, 19) });
    const number = (n: number) => ({ type: "float", text: String(n) });
    expect(rows).toEqual(
      records.map(({ started_at, ended_at, planned, worked, paused, how, people, list_done }) => [
        ...[started_at, ended_at].map(moment),
        ...[planned, worked, paused].map(number),
        { type: "string", text: how },
        ...[people, list_done].map(number),
      ]),
    );
  },
);

describe("workerd killed", () => {
  test("a kill right after work has ended leaves one record for each end, and none for an undone end", async () => {
    const { id, key } = newPrivateRoom();
    let known = 0;
    for (const [end, undo] of [
      [{ action: "skip" }, false],
      [{ action: "reset" }, true],
      [{ action: "setup" }, false],
      [{ action: "reset" }, false],
    ] as const) {
      const work = await getRoom(server, id);
      if (work.state !== 1) await act(id, { action: work.state === 2 ? "skip" : "press" }, key);
      await act(id, end, key);
      if (undo) await act(id, { action: "undo" }, key);
      else known++;
      await server.crash();
      await server.restart();
      const records = await readHistory(server, id);
      expect(records).toHaveLength(known);
      expect((await getRoom(server, id)).state === 1).toBe(undo);
    }
    expect((await readHistory(server, id)).map(({ how }) => how)).toEqual(["skipped", "setup", "reset"]);
  });

  test("a kill while work is being ended leaves a record exactly if it leaves the change", async () => {
    const id = newOpenRoom();
    let ended = 0;
    for (let ms = 0; ms < 8; ms++) {
      if ((await getRoom(server, id)).state !== 1) await act(id, { action: "press" });
      const answer = postAction(server, id, { action: "reset" }).catch(() => null); // the kill may cut the answer off
      await waitForClock(Date.now() + ms);
      await server.crash();
      await answer;
      await server.restart();
      const { state } = await getRoom(server, id);
      if (state === 0) ended++;
      expect(await readHistory(server, id)).toHaveLength(ended);
    }
    await act(id, { action: "press" });
    await act(id, { action: "reset" });
    expect(await readHistory(server, id)).toHaveLength(ended + 1);
  });

  test("a kill across several deadlines, and another while the room catches up, leave one record for each work", async () => {
    const id = newOpenRoom();
    await act(id, {
      action: "setup",
      work_duration: 1,
      break_duration: 1,
      auto_continue: 5,
      number_cycles: 1,
    });
    const { ends_at: deadline } = await act(id, { action: "press" });
    const first = deadline ?? NaN;
    await server.crash();
    // After the first deadline: break at 5 s, its alarm at 6 s, work at 11 s, its alarm at 12 s.
    await waitForClock(first + 12_200);
    await server.restart();
    await server.crash(); // before the room has woken up or after it has written
    await server.restart();
    expect(await readHistory(server, id)).toEqual(
      [first, first + 12_000].map((ended_at) => ({
        started_at: ended_at - 1000,
        ended_at,
        planned: 1,
        worked: 1,
        paused: 0,
        how: "done",
        people: 0,
        list_done: 0,
      })),
    );
  });
});
