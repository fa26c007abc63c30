/** Rooms that earlier versions have stored, under this one; and rooms that a newer version has stored. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { HistoryAnswer, HistoryRecord } from "../../party/shared/historyWire";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { PushService } from "../harness/fakes/push-service";
import { connect, enterWithKey } from "../harness/client";
import { sendRequest, getRoom, postAction } from "../harness/http";
import { readFormInfo, copyForm, shiftTimes, replaceBytes } from "../harness/stored-forms";
import { requestPush } from "../harness/push";
import { temporaryFolder } from "../harness/paths";
import { startServer } from "../harness/server";
import type { Server, ServerOptions } from "../harness/server";
import { listFiles, hasStored } from "../harness/stored-rooms";
import { waitFor } from "../harness/wait";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});
async function start(options: ServerOptions): Promise<Server> {
  const server = await startServer(options);
  ends.push(() => server.dispose());
  return server;
}
/** What does not depend on the moment at which it is asked, with its moments moved. */
function moved({ now: _now, undo_until: _until, ...room }: RoomMessage, byMs: number): object {
  const later = (at: number | null): number | null => (at === null ? null : at + byMs);
  const { started_at, ends_at, continues_at } = room;
  const moments = {
    started_at: later(started_at),
    ends_at: later(ends_at),
    continues_at: later(continues_at),
  };
  return { ...room, ...moments };
}

/** The records of a room, the oldest first. */
async function historyOf(server: Server, id: string): Promise<readonly HistoryRecord[]> {
  const { text } = await sendRequest(server, `/parties/main/${id}/history`);
  return (JSON.parse(text) as HistoryAnswer).records;
}

/** Every stored form that ever landed, with its version as V8 writes it (`"v"`, then the number doubled). */
const FORMS = [
  { form: "form-1", version: 1 },
  { form: "form-2", version: 2 },
] as const;
const versionBytes = (version: number): Buffer =>
  Buffer.concat([Buffer.from('"\x01vI', "latin1"), Buffer.from([version * 2])]);
const NEWER_VERSION = 60;

describe.each(FORMS)("rooms stored in $form", ({ form, version }) => {
  const { key, rooms, device, history } = readFormInfo(form);
  const ids = Object.keys(rooms);
  const working = rooms["working-room"] as RoomMessage;

  /** A copy of the rooms whose moments are all `byMs` later. */
  function copyRooms(byMs: number): string {
    const folder = temporaryFolder();
    ends.push(() => rmSync(folder, { recursive: true, force: true }));
    copyForm(form, folder, byMs);
    return folder;
  }

  test(`rooms of ${form} are as they were, in every state, and go on`, async () => {
    const byMs = Date.now() - working.now;
    const server = await start({ dataDir: copyRooms(byMs) });
    for (const id of ids) {
      expect(await getRoom(server, id)).toMatchObject(moved(rooms[id] as RoomMessage, byMs));
    }

    const held = ids.find((id) => rooms[id]?.held_ms !== null) ?? "";
    const owner = await enterWithKey(server.socket(held), key);
    expect(await owner.change({ action: "resume" })).toMatchObject({ state: 3, rev: 6, cycle: 1 });
    expect(await postAction(server, "ringing-room", { action: "press" })).toMatchObject({
      message: { state: 3, cycle: 1, rev: (rooms["ringing-room"]?.rev ?? NaN) + 1 },
    });
    // What this version has made of them is there after a restart.
    const now = await Promise.all(ids.map((id) => getRoom(server, id)));
    owner.terminate();
    await server.stop();
    await server.restart();
    for (const [n, id] of ids.entries()) {
      expect(await getRoom(server, id)).toMatchObject(moved(now[n] as RoomMessage, 0));
    }
  });

  test(`rooms of ${form} ring at their deadline though nobody asks, and notify the phone that subscribed then`, async () => {
    let publicKey = "";
    const service = await PushService.start(() => publicKey);
    ends.push(() => service.stop());
    const byMs = Date.now() + 3000 - (working.ends_at ?? NaN);
    const dataDir = copyRooms(byMs);
    publicKey = (JSON.parse(readFileSync(join(dataDir, "vapid.json"), "utf8")) as { publicKey: string })
      .publicKey;
    const { origin } = new URL(device.endpoint);
    expect(replaceBytes(join(dataDir, "rooms"), Buffer.from(origin), Buffer.from(service.origin))).toBe(1);
    const phone = service.addKnownDevice(device.endpoint.replace(origin, service.origin), device);

    await start({ dataDir, env: { PUSH_ORIGINS: service.origin } });
    const deadline = (working.ends_at ?? NaN) + byMs;
    expect(hasStored(dataDir, "startedAt", deadline)).toBe(false);
    await waitFor("it rang on disk", () => hasStored(dataDir, "startedAt", deadline), 20_000);
    const { message, at } = await service.waitForPush(phone, 1, 20_000);
    expect(at).toBeGreaterThanOrEqual(deadline);
    expect(message).toMatchObject({ room: "working-room", state: 2, rev: working.rev + 1 });
    expect(message.notification.navigate).toBe("https://tomato.example/r/working-room");
    expect(service.errors).toEqual([]);
  });

  test(`the last change of a room of ${form} can be undone for as long as it could`, async () => {
    const byMs = Date.now() - working.now;
    const server = await start({ dataDir: copyRooms(byMs) });
    expect((await getRoom(server, "working-room")).undo_until).toBe((working.undo_until ?? NaN) + byMs);
    expect(await postAction(server, "working-room", { action: "undo" })).toMatchObject({
      message: { state: 0, rev: working.rev + 1, did: "undone" },
    });
  });

  test(`rooms of ${form} keep their history`, async () => {
    const byMs = Date.now() - working.now;
    const server = await start({ dataDir: copyRooms(byMs) });
    for (const id of ids) {
      const records = (history?.[id] ?? []).map((record) => ({
        ...record,
        started_at: record.started_at + byMs,
        ended_at: record.ended_at + byMs,
      }));
      expect(await historyOf(server, id)).toEqual(records);
    }
  });

  if (history !== undefined) {
    test(`a period of ${form} that was continued from its alarm is one record when it ends`, async () => {
      const byMs = Date.now() - working.now;
      const server = await start({ dataDir: copyRooms(byMs) });
      expect(await historyOf(server, "continued-room")).toEqual([]);
      await postAction(server, "continued-room", { action: "skip" });
      const continued = rooms["continued-room"] as RoomMessage;
      const [record, ...others] = await historyOf(server, "continued-room");
      expect(others).toEqual([]);
      expect(record?.started_at).toBeLessThan((continued.started_at ?? NaN) + byMs);
      expect(record).toMatchObject({ how: "skipped", planned: 600 });
    });
  }

  describe("under a newer version and back", () => {
    const [ours, newer] = [versionBytes(version), versionBytes(NEWER_VERSION)];
    const readFiles = (folder: string): Map<string, Buffer> =>
      new Map(listFiles(join(folder, "rooms")).map((path) => [path, readFileSync(path)]));

    test(`rooms of ${form} that a newer version has stored are refused in plain words, left byte for byte, and are there when it is back`, async () => {
      const byMs = Date.now() - working.now;
      const dataDir = copyRooms(byMs);
      const times = replaceBytes(join(dataDir, "rooms"), ours, newer);
      expect(times).toBeGreaterThanOrEqual(ids.length);
      const before = readFiles(dataDir);

      const server = await start({ dataDir });
      const why = /^this room was stored by a newer version \(form 60, this server reads \d+\)\n$/;
      for (const id of ids) {
        for (const method of ["GET", "POST"]) {
          const body = method === "POST" ? '{"action":"press"}' : "";
          const headers = { authorization: `Bearer ${key}` };
          const answer = await sendRequest(server, `/parties/main/${id}`, { method, headers, body });
          expect([answer.status, answer.text]).toEqual([503, expect.stringMatching(why)]);
        }
        expect((await requestPush(server, id, "DELETE", { endpoint: device.endpoint })).status).toBe(503);
        await expect(connect(server.socket(id))).rejects.toMatchObject({
          status: 503,
        });
      }
      expect(server.output).toMatch(/a newer version \(form 60, this server reads \d+\)/);
      await server.stop();
      expect(readFiles(dataDir)).toEqual(before);

      expect(replaceBytes(join(dataDir, "rooms"), newer, ours)).toBe(times);
      await server.restart();
      for (const id of ids) {
        expect(await getRoom(server, id)).toMatchObject(moved(rooms[id] as RoomMessage, byMs));
      }
    });

    test(`rooms of ${form} whose alarm rings meanwhile ring under the newer version, though nobody asks`, async () => {
      const deadline = Date.now() - 1000;
      const dataDir = copyRooms(deadline - (working.ends_at ?? NaN));
      replaceBytes(join(dataDir, "rooms"), ours, newer);
      const server = await start({ dataDir });
      await waitFor("the alarm has rung", () => /a newer version/.test(server.output), 20_000);
      await server.stop();

      const LATER_MS = 15 * 60_000; // the room tries again after ten minutes: here they have gone by
      shiftTimes(dataDir, Date.now(), -LATER_MS);
      replaceBytes(join(dataDir, "rooms"), newer, ours);
      await server.restart();
      await waitFor("it rang on disk", () => hasStored(dataDir, "startedAt", deadline - LATER_MS), 20_000);
    });
  });
});
