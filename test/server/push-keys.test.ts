/** The VAPID keys of `npm start`: from the environment, or else made once; and the error where they are wrong. */
import { createECDH } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { freePort } from "../harness/processes";
import { readVapidKey } from "../harness/push";
import { temporaryFolder } from "../harness/paths";
import { startServer } from "../harness/server";
import { runUntilExit } from "../harness/start-script";

function newPair(): { VAPID_PUBLIC_KEY: string; VAPID_PRIVATE_KEY: string } {
  const pair = createECDH("prime256v1");
  pair.generateKeys();
  const d = Buffer.concat([Buffer.alloc(32), pair.getPrivateKey()]).subarray(-32); // Node leaves leading zeros out
  return { VAPID_PUBLIC_KEY: pair.getPublicKey("base64url"), VAPID_PRIVATE_KEY: d.toString("base64url") };
}
const { VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY } = newPair();

let dataDir = "";
beforeEach(() => {
  dataDir = temporaryFolder();
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

test("the keys in the environment are used, and no others are made", async () => {
  const server = await startServer({ dataDir, env: { VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY } });
  try {
    expect(await readVapidKey(server)).toBe(VAPID_PUBLIC_KEY);
    expect(() => readFileSync(join(dataDir, "vapid.json"))).toThrow("ENOENT");
  } finally {
    await server.dispose();
  }
});

describe("wrong settings", () => {
  const wrong: readonly (readonly [string, Record<string, string>, RegExp])[] = [
    ["the public key alone is set", { VAPID_PUBLIC_KEY }, /VAPID_PRIVATE_KEY is not/],
    ["the private key alone is set", { VAPID_PRIVATE_KEY }, /VAPID_PUBLIC_KEY is not/],
    ["a key is not valid", { VAPID_PUBLIC_KEY: "B", VAPID_PRIVATE_KEY }, /public VAPID key/],
    ["the private key is zero", { VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY: "A".repeat(43) }, /private VAPID key/],
    [
      "the keys are not a pair",
      { VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY: newPair().VAPID_PRIVATE_KEY },
      /not a pair/,
    ],
    ["the subject is not an address", { VAPID_SUBJECT: "Kim" }, /VAPID_SUBJECT/],
    ["PUSH_ORIGINS names no origin", { PUSH_ORIGINS: "push.example.org" }, /PUSH_ORIGINS/],
    ["PUSH_ORIGINS names a path", { PUSH_ORIGINS: "https://push.example.org/wpush" }, /PUSH_ORIGINS/],
  ];
  test.each(wrong)("the server prints one line and exits with 1 where %s", async (_, env, says) => {
    const { code, output } = await runUntilExit({
      ...env,
      DATA_DIR: dataDir,
      PORT: String(await freePort()),
    });
    expect(output).toMatch(says);
    expect(output.trim().split("\n")).toHaveLength(1);
    expect(code).toBe(1);
  });

  test.each(["{", "null", '{"publicKey":"B"}'])(
    "the server exits with 1 where the stored keys are %s, and leaves them as they are",
    async (text) => {
      const file = join(dataDir, "vapid.json");
      writeFileSync(file, text);
      const { code, output } = await runUntilExit({ DATA_DIR: dataDir, PORT: String(await freePort()) });
      expect([code, output]).toEqual([1, expect.stringContaining(file)]);
      expect(readFileSync(file, "utf8")).toBe(text);
    },
  );
});
