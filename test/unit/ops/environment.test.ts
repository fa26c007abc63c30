/** The settings of `npm start`: how they are read, and that the documents and workerd's configuration name the same. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readSetting, readSettings, SETTINGS } from "../../../party/ops/environment";
import { root } from "../../../party/ops/root";

const read = (path: string): string => readFileSync(join(root, path), "utf8");

describe("readSettings", () => {
  test("each variable that is not set or empty has its default", () => {
    const defaults = {
      PORT: 1999,
      HOST: "127.0.0.1",
      DATA_DIR: join(root, ".data"),
      ALLOWED_ORIGINS: "",
      HOOK_ORIGINS: "",
      TRUST_PROXY: "",
      VAPID_PUBLIC_KEY: "",
      VAPID_PRIVATE_KEY: "",
      VAPID_SUBJECT: "mailto:shared-pomodoro@example.org",
      PUSH_ORIGINS: "",
    };
    expect(readSettings({})).toEqual(defaults);
    const empty = Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, ""]));
    expect(readSettings(empty)).toEqual(defaults);
  });

  test("a relative DATA_DIR starts at the project, and an absolute one is kept", () => {
    expect(readSetting({ DATA_DIR: "rooms/of/mine" }, "DATA_DIR")).toBe(join(root, "rooms/of/mine"));
    expect(readSetting({ DATA_DIR: "/var/lib/rooms" }, "DATA_DIR")).toBe("/var/lib/rooms");
  });

  test.each([
    ["PORT", "65536", "PORT is not a port number: 65536"],
    ["PORT", " ", "PORT is not a port number:  "],
    [
      "ALLOWED_ORIGINS",
      "https://a.example/ b.example",
      "ALLOWED_ORIGINS: not an origin like https://tomato.example.org: b.example",
    ],
    [
      "PUSH_ORIGINS",
      "https://a.example/path",
      "PUSH_ORIGINS: not an origin like https://tomato.example.org: https://a.example/path",
    ],
    [
      "TRUST_PROXY",
      "127.0.0.1, localhost",
      "TRUST_PROXY: not an address like 127.0.0.1 or a range like 10.0.0.0/8: localhost",
    ],
    [
      "VAPID_SUBJECT",
      "mailto:me@localhost",
      "VAPID_SUBJECT must be mailto:somebody@example.org or an https address, with a public host name: mailto:me@localhost",
    ],
  ])("%s=%j is refused with a message that names the variable and the value", (name, value, message) => {
    expect(() => readSettings({ [name]: value })).toThrow(new Error(message));
  });
});

describe("the documents", () => {
  /** The rows of the table of settings: the names in the first column, and the text of the second. */
  const rows = read("docs/self-hosting.md")
    .split("## Settings")[1]
    ?.split("\n## ")[0]
    ?.split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .map(([, names = "", fallback = ""]) => ({
      names: Array.from(names.matchAll(/[A-Z_]+/g), ([name]) => name),
      fallback,
    }));

  test("the table of settings in docs/self-hosting.md names exactly the variables that npm start reads", () => {
    const names = rows?.flatMap((row) => row.names) ?? [];
    expect(names.toSorted()).toEqual(Object.keys(SETTINGS).toSorted());
  });

  test.each(Object.entries(SETTINGS))(
    "the table of settings in docs/self-hosting.md has the default of %s",
    (name, setting) => {
      const fallback = rows?.find(({ names }) => names.includes(name))?.fallback;
      if (setting.default === "") expect(fallback).not.toMatch(/^`/);
      else expect(fallback).toBe(`\`${setting.default}\``);
    },
  );
});

describe("the configuration of workerd", () => {
  const config = read("party/platform/config.capnp");

  test("each variable that workerd reads from the environment is a setting of npm start, or made by it", () => {
    const names = [...config.matchAll(/fromEnvironment = "(\w+)"/g)].map(([, name]) => name);
    expect(names).not.toEqual([]);
    expect([...Object.keys(SETTINGS), "DESCRIPTOR_LIMIT", "START_TOKEN"]).toEqual(
      expect.arrayContaining(names),
    );
  });

  test("the compatibility date is the one in partykit.json", () => {
    const { compatibilityDate } = JSON.parse(read("partykit.json")) as { compatibilityDate: string };
    expect(/compatibilityDate = "([\d-]+)"/.exec(config)?.[1]).toBe(compatibilityDate);
  });
});
