/** Rooms that earlier versions have stored, under this version, and rooms that a newer version has stored. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { PushService } from "../harness/fakes/push-service";
import { connect, enterWithKey } from "../harness/client";
import { readHistory } from "../harness/history";
import { sendRequest, getRoom, postAction } from "../harness/http";
import { readFormInfo, copyForm, shiftTimes, replaceBytes } from "../harness/stored-forms";
import { requestPush } from "../harness/push";
import { disposeAfterEach, folderOfTest } from "../harness/each-test";
import { startServer } from "../harness/server";
import { listFiles, hasStored } from "../harness/stored-rooms";
import { waitFor, waitForClock } from "../harness/wait";

const start = disposeAfterEach(startServer);
/** The room without the fields that depend on the time of the request, and with its times `byMs` later. */
function shiftRoom({ now: _now, undo_until: _until, ...room }: RoomMessage, byMs: number): object {
  const shift = (at: number | null): number | null => (at === null ? null : at + byMs);
  const { started_at, ends_at, continues_at, starts_at, rang_at } = room;
  const times = {
    started_at: shift(started_at),
    ends_at: shift(ends_at),
    continues_at: shift(continues_at),
    ...(starts_at === undefined ? {} : { starts_at: starts_at + byMs }),
    ...(rang_at === undefined ? {} : { rang_at: rang_at + byMs }),
  };
  return { ...room, ...times };
}

/** Every stored form so far. */
const FORMS = [
  { form: "form-1", version: 1 },
  { form: "form-2", version: 2 },
  { form: "form-3", version: 3 },
  { form: "form-4", version: 4 },
] as const;
/** The field `v` of a stored value as V8 writes it: its name, and then the number doubled. */
const versionBytes = (version: number): Buffer =>
  Buffer.concat([Buffer.from('"\x01vI', "latin1"), Buffer.from([version * 2])]);
/** A newer version of a form is so many higher, so that each can be taken back. */
const NEWER_VERSION = 50;

describe.each(FORMS)("rooms stored in $form", ({ form, version }) => {
  const { key, rooms, device, history } = readFormInfo(form);
  const ids = Object.keys(rooms);
  const working = rooms["working-room"] as RoomMessage;

  /** Copies the rooms to a temporary folder, with all their times `byMs` later. */
  function copyRooms(byMs: number): string {
    const folder = folderOfTest();
    copyForm(form, folder, byMs);
    return folder;
  }

  test(`rooms of ${form} have the same state as before the upgrade, and can be changed`, async () => {
    const byMs = Date.now() - working.now;
    const server = await start({ dataDir: copyRooms(byMs) });
    for (const id of ids) {
      expect(await getRoom(server, id)).toMatchObject(shiftRoom(rooms[id] as RoomMessage, byMs));
    }

    const held = ids.find((id) => rooms[id]?.held_ms !== null) ?? "";
    const owner = await enterWithKey(server.socket(held), key);
    expect(await owner.change({ action: "resume" })).toMatchObject({ state: 3, rev: 6, cycle: 1 });
    expect(await postAction(server, "ringing-room", { action: "press" })).toMatchObject({
      message: { state: 3, cycle: 1, rev: (rooms["ringing-room"]?.rev ?? NaN) + 1 },
    });
    // The rooms as this version has stored them are the same after a restart.
    const changed = await Promise.all(ids.map((id) => getRoom(server, id)));
    owner.terminate();
    await server.stop();
    await server.restart();
    for (const [n, id] of ids.entries()) {
      expect(await getRoom(server, id)).toMatchObject(shiftRoom(changed[n] as RoomMessage, 0));
    }
  });

  test(`rooms of ${form} ring at their deadline without a request, and notify the phone that had subscribed`, async () => {
    let publicKey = "";
    const service = await PushService.start(() => publicKey);
    onTestFinished(() => service.stop());
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
    await waitFor("the stored alarm", () => hasStored(dataDir, "startedAt", deadline), 20_000);
    const { message, at } = await service.waitForPush(phone, 1, 20_000);
    expect(at).toBeGreaterThanOrEqual(deadline);
    expect(message).toMatchObject({ room: "working-room", state: 2, rev: working.rev + 1 });
    expect(message.notification.navigate).toBe("https://tomato.example/r/working-room");
    expect(service.errors).toEqual([]);
  });

  test(`the last change of a room of ${form} can be undone for as long as before the upgrade`, async () => {
    const byMs = Date.now() - working.now;
    const server = await start({ dataDir: copyRooms(byMs) });
    expect((await getRoom(server, "working-room")).undo_until).toBe((working.undo_until ?? NaN) + byMs);
    expect(await postAction(server, "working-room", { action: "undo" })).toMatchObject({
      message: { state: 0, rev: working.rev + 1, did: "undone" },
    });
  });

  test(`the histories of the rooms of ${form} are the same as before the upgrade`, async () => {
    const byMs = Date.now() - working.now;
    const server = await start({ dataDir: copyRooms(byMs) });
    for (const id of ids) {
      const records = (history?.[id] ?? []).map((record) => ({
        ...record,
        list_done: record.list_done ?? 0, // the forms before the fourth had no list
        started_at: record.started_at + byMs,
        ended_at: record.ended_at + byMs,
      }));
      expect(await readHistory(server, id)).toEqual(records);
    }
  });

  if (history !== undefined) {
    const continued = rooms["continued-room"] as RoomMessage;

    test(`a period of ${form} that was extended from its alarm is one record when it is skipped`, async () => {
      const byMs = Date.now() - working.now;
      const server = await start({ dataDir: copyRooms(byMs) });
      expect(await readHistory(server, "continued-room")).toEqual([]);
      await postAction(server, "continued-room", { action: "skip" });
      const [record, ...others] = await readHistory(server, "continued-room");
      expect(others).toEqual([]);
      expect(record?.started_at).toBeLessThan((continued.started_at ?? NaN) + byMs);
      expect(record).toMatchObject({ how: "skipped", planned: 600 });
    });

    test(`a period of ${form} that was extended from its alarm is one record when its time is over`, async () => {
      const byMs = Date.now() + 2000 - (continued.ends_at ?? NaN);
      const server = await start({ dataDir: copyRooms(byMs) });
      const deadline = (continued.ends_at ?? NaN) + byMs;
      await waitForClock(deadline);
      const [record, ...others] = await readHistory(server, "continued-room");
      expect(others).toEqual([]);
      expect(record?.started_at).toBeLessThan((continued.started_at ?? NaN) + byMs);
      expect(record).toMatchObject({ how: "done", planned: 600, worked: 600, ended_at: deadline });
    });

    test(`an undo of an extension that ${form} has stored returns to the alarm, with the record of its work`, async () => {
      const byMs = Date.now() - continued.now;
      const server = await start({ dataDir: copyRooms(byMs) });
      expect(await postAction(server, "continued-room", { action: "undo" })).toMatchObject({
        message: { state: 2, rev: continued.rev + 1, did: "undone" },
      });
      expect(await readHistory(server, "continued-room")).toMatchObject([{ how: "skipped", planned: 1500 }]);
    });
  }

  const waiting = rooms["waiting-room"];
  if (waiting !== undefined) {
    test(`a start that ${form} has set begins the work at its moment, and list and turns go on as they were`, async () => {
      const at = Date.now() + 3000;
      const dataDir = copyRooms(at - (waiting.starts_at ?? NaN));
      const server = await start({ dataDir });
      await waitForClock(at);
      expect(await getRoom(server, "waiting-room")).toMatchObject({ state: 1, started_at: at, rang_at: at });
      const team = rooms["team-room"];
      const items = team?.list ?? [];
      expect(items.length).toBeGreaterThan(0);
      const edited = { action: "list", items: [...items, { id: "new", text: "more", done: false }] };
      expect(await postAction(server, "team-room", edited)).toMatchObject({
        message: { list: [...items, { text: "more" }], turns: team?.turns },
      });
      expect(await postAction(server, "team-room", { action: "undo" })).toMatchObject({
        message: { list: items, turns: team?.turns },
      });
    });
  }

  describe("under a newer version and back", () => {
    // A room is stored in the oldest form that can hold it, so there are rooms in form 3 beside those in form 4.
    const forms = version === 4 ? [3, 4] : [version];
    /** How many values were given to the newer version, or taken back. */
    const swap = (folder: string, to: "newer" | "ours"): number =>
      forms.reduce((sum, form) => {
        const [ours, newer] = [versionBytes(form), versionBytes(NEWER_VERSION + form)];
        const [from, into] = to === "newer" ? [ours, newer] : [newer, ours];
        return sum + replaceBytes(join(folder, "rooms"), from, into);
      }, 0);
    const readFiles = (folder: string): Map<string, Buffer> =>
      new Map(listFiles(join(folder, "rooms")).map((path) => [path, readFileSync(path)]));

    test(`rooms of ${form} that a newer version has stored are refused with a reason, not changed, and readable by that version again`, async () => {
      const byMs = Date.now() - working.now;
      const dataDir = copyRooms(byMs);
      const times = swap(dataDir, "newer");
      expect(times).toBeGreaterThanOrEqual(ids.length);
      const before = readFiles(dataDir);

      const server = await start({ dataDir });
      const why = /^this room was stored by a newer version \(form 5\d, this server reads \d+\)\n$/;
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
      expect(server.output).toMatch(/a newer version \(form 5\d, this server reads \d+\)/);
      await server.stop();
      expect(readFiles(dataDir)).toEqual(before);

      expect(swap(dataDir, "ours")).toBe(times);
      await server.restart();
      for (const id of ids) {
        expect(await getRoom(server, id)).toMatchObject(shiftRoom(rooms[id] as RoomMessage, byMs));
      }
    });

    test(`rooms of ${form} whose deadline passes under an older server ring under the newer version without a request`, async () => {
      const deadline = Date.now() - 1000;
      const dataDir = copyRooms(deadline - (working.ends_at ?? NaN));
      swap(dataDir, "newer");
      const server = await start({ dataDir });
      await waitFor("the alarm has rung", () => /a newer version/.test(server.output), 20_000);
      await server.stop();

      const LATER_MS = 15 * 60_000; // more than the ten minutes after which the room tries its alarm again
      shiftTimes(dataDir, Date.now(), -LATER_MS);
      swap(dataDir, "ours");
      await server.restart();
      await waitFor("the stored alarm", () => hasStored(dataDir, "startedAt", deadline - LATER_MS), 20_000);
    });
  });
});
