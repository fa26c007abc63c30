/** What this device has worked on, as it is stored. */
import { afterEach, expect, test, vi } from "vitest";
import { fakeKeyval } from "../device/fake-keyval";

afterEach(() => void vi.doUnmock("idb-keyval"));

const entry = (room: string, from: number) => ({ room, text: "soup", from, to: from + 1, done: false });

test("an entry or a field that only a later version knows does not delete the log, and stays", async () => {
  const later = { room: "kitchen", what: ["soup"] };
  const device = fakeKeyval({
    "work-log": [later, { ...entry("kitchen", 1), mood: "good" }, entry("attic", 2)],
  });
  const { clearLog, readLog, writeEntry } = await import("../../../src/room/workLog");
  expect((await readLog()).map(({ from }) => from)).toEqual([1, 2]);
  await writeEntry(entry("kitchen", 3));
  await clearLog("attic");
  expect(device.stored["work-log"]).toEqual([
    later,
    { ...entry("kitchen", 1), mood: "good" },
    entry("kitchen", 3),
  ]);
});
