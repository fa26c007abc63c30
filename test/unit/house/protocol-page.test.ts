/** docs/protocol.md repeats facts of party/shared: these tests compare the two. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ERRORS } from "../../../party/shared/errors";
import {
  MAX_BYTES,
  MAX_LIST_BYTES,
  MAX_LISTED_PEOPLE,
  MAX_RECORDS,
  RATE_LIMIT,
  ROOM_RATE_LIMIT,
} from "../../../party/shared/limits";
import { MESSAGES, VIAS } from "../../../party/shared/pomodoro";
import { RoomSchema } from "../../../party/shared/serverMessages";
import { SETTINGS } from "../../../party/shared/settings";
import { MAX_SUBSCRIPTIONS, MAX_WATCHERS } from "../../../party/room/push/subscription";
import { MAX_PER_MINUTE } from "../../../party/room/push/sendLog";
import { SILENT_MS } from "../../../party/room/presence";
import { MAX_CONNECTIONS } from "../../../party/room/connections";

const page = readFileSync(new URL("../../../docs/protocol.md", import.meta.url), "utf8");

/** The text of the section with this title. */
const section = (title: string): string => page.split(`\n## ${title}\n`)[1]?.split("\n## ")[0] ?? "";
/** The cells of each row of a section's first table, without its head and without backquotes. */
function rowsOf(title: string): string[][] {
  const [, , ...rows] = section(title)
    .split("\n")
    .filter((line) => line.startsWith("|"));
  return rows.map((row) =>
    row
      .slice(1, -1)
      .split(" |")
      .map((cell) => cell.replaceAll("`", "").trim()),
  );
}
/** A number as the page writes it: 4,096. */
const grouped = (n: number): string => n.toLocaleString("en");

describe("docs/protocol.md", () => {
  test("docs/protocol.md lists every setting with its range and its initial value", () => {
    const expected = Object.values(SETTINGS).map(({ wire, min, max, initial, ...row }) => [
      wire,
      `${"orZero" in row ? "0 or " : ""}${min}–${max}`,
      String(initial),
    ]);
    expect(rowsOf("Settings").map((cells) => cells.slice(0, 3))).toEqual(expected);
  });

  test("docs/protocol.md lists every error code with its HTTP status", () => {
    const expected = Object.entries(ERRORS).map(([code, { status }]) => [code, String(status)]);
    expect(rowsOf("Errors").map((cells) => cells.slice(0, 2))).toEqual(expected);
  });

  test("docs/protocol.md lists every state with its message", () => {
    const expected = MESSAGES.map((message, state) => [String(state), message]);
    expect(rowsOf("States").map(([state, , message]) => [state, message])).toEqual(expected);
  });

  test("docs/protocol.md names every field of the room message and every via", () => {
    const text = section("The room message");
    const settings = new Set<string>(Object.values(SETTINGS).map(({ wire }) => wire));
    const fields = Object.keys(RoomSchema.entries).filter((field) => !settings.has(field));
    expect(fields.filter((field) => !text.includes(`\`${field}\``))).toEqual([]);
    expect(VIAS.filter((via) => !text.includes(`"${via}"`))).toEqual([]);
  });

  test("docs/protocol.md gives the limits of the code", () => {
    const limits = section("Limits");
    for (const text of [
      `${grouped(MAX_BYTES)} bytes; ${grouped(MAX_LIST_BYTES)} bytes for the action`,
      `${RATE_LIMIT.burst} at once, then ${RATE_LIMIT.perSecond} a second`,
      `${ROOM_RATE_LIMIT.burst} at once, then ${ROOM_RATE_LIMIT.perSecond} a second`,
      `${grouped(MAX_CONNECTIONS)}; then HTTP 503`,
      `${MAX_SUBSCRIPTIONS}, of which ${MAX_WATCHERS} for watchers`,
      `${MAX_PER_MINUTE} a minute`,
      `${grouped(MAX_RECORDS)}; the oldest go first`,
    ]) {
      expect(limits).toContain(text);
    }
    expect(page).toContain(`at most ${MAX_LISTED_PEOPLE} people`);
    expect(page).toContain(`has received nothing for ${SILENT_MS / 1000} s`);
  });
});
