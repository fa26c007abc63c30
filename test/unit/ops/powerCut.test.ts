/** What `npm start` writes beside workerd survives a power cut at any moment, or is made anew. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { makeFolder, replaceFile } from "../../../party/ops/durableFiles";
import { readOrMakeKeys } from "../../../party/ops/vapidKeys";
import { PowerCutRecorder } from "../../harness/fakes/power-cut";
import { temporaryFolder } from "../../harness/paths";

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((path) => rmSync(path, { recursive: true, force: true })));
function folder(): string {
  const path = temporaryFolder();
  folders.push(path);
  return path;
}

describe("a power cut during the first start", () => {
  test("a power cut at any step of the first start leaves a folder with which the server starts", () => {
    const place = folder();
    const recorder = new PowerCutRecorder(place);
    recorder.run(() => {
      makeFolder(join(place, "data", "rooms"));
      readOrMakeKeys(join(place, "data", "vapid.json"), join(place, "data", "rooms"));
    });
    expect(recorder.remains.length).toBeGreaterThan(10);
    for (const remains of recorder.remains) {
      const after = folder();
      PowerCutRecorder.restore(remains, after);
      makeFolder(join(after, "data", "rooms"));
      const data = join(after, "data");
      expect(() => readOrMakeKeys(join(data, "vapid.json"), join(data, "rooms"))).not.toThrow();
    }
  });

  test("a power cut after the first start changes neither the keys nor the folder of the rooms", () => {
    const place = folder();
    const file = join(place, "data", "vapid.json");
    const recorder = new PowerCutRecorder(place);
    const keys = recorder.run(() => {
      makeFolder(join(place, "data", "rooms"));
      return readOrMakeKeys(file);
    });
    for (const remains of recorder.remains.slice(-2)) {
      const after = folder();
      PowerCutRecorder.restore(remains, after);
      expect(readOrMakeKeys(join(after, "data", "vapid.json"))).toEqual(keys);
      expect(existsSync(join(after, "data", "rooms"))).toBe(true);
    }
  });
});

test("a file that is replaced has the old content or the new one after a power cut at any moment", () => {
  const place = folder();
  const file = join(place, "file");
  const recorder = new PowerCutRecorder(place);
  recorder.run(() => replaceFile(file, "old", 0o600));
  const stepsOfOld = recorder.remains.length;
  recorder.run(() => replaceFile(file, "new", 0o600));
  const contents = recorder.remains.slice(stepsOfOld).map((remains) => remains.get("file"));
  expect(new Set(contents)).toEqual(new Set(["old", "new"]));
  expect(contents.slice(-2)).toEqual(["new", "new"]);
});

test("the recorder loses what was written without a sync", () => {
  const place = folder();
  const recorder = new PowerCutRecorder(place);
  recorder.run(() => writeFileSync(join(place, "file"), "content"));
  expect(recorder.remains.map((remains) => remains.get("file"))).toEqual(["", undefined]);
});

describe("an empty file of keys", () => {
  test.each(["", "\n", "\0\0\0\0"])(
    "a file of keys with the content %j is made anew where no device has subscribed",
    (content) => {
      const place = folder();
      const file = join(place, "vapid.json");
      mkdirSync(join(place, "rooms"));
      writeFileSync(join(place, "rooms", `${"0".repeat(64)}.sqlite`), "room work:0000000001");
      writeFileSync(file, content);
      const keys = readOrMakeKeys(file, join(place, "rooms"));
      expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(keys);
    },
  );

  test.each([".sqlite", ".sqlite-wal"])(
    "an empty file is told in words and left as it is where a room's %s has a subscription",
    (ending) => {
      const place = folder();
      const file = join(place, "vapid.json");
      mkdirSync(join(place, "rooms"));
      writeFileSync(join(place, "rooms", "0".repeat(64) + ending), "\0\0sub:1234\0");
      writeFileSync(file, "");
      expect(() => readOrMakeKeys(file, join(place, "rooms"))).toThrow(
        /vapid\.json is empty.*restore it from a backup/,
      );
      expect(readFileSync(file, "utf8")).toBe("");
    },
  );

  test("an empty file of a deployment's keys is told in words, because its subscriptions are elsewhere", () => {
    const file = join(folder(), ".vapid.json");
    writeFileSync(file, "");
    expect(() => readOrMakeKeys(file)).toThrow(/is empty/);
  });
});
