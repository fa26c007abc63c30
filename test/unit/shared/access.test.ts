/** Tests keys and room ids: which ids name a room, and which key opens a private room. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import {
  isKey,
  isOpenRoom,
  isPrivateRoom,
  isRoom,
  newKey,
  opens,
  roomOf,
} from "../../../party/shared/access";

/** These tests try many inputs, and the machine may be busy. */
vi.setConfig({ testTimeout: 60_000 });

/** Computes the id of a private room with another library: the first 22 characters of base64url(SHA-256(key as ASCII)). */
const roomByNode = (key: string) =>
  createHash("sha256").update(key, "ascii").digest("base64url").slice(0, 22);

describe("a key", () => {
  test("a new key is 16 random bytes in base64url: 22 characters, never twice the same", () => {
    const keys = Array.from({ length: 500 }, newKey);
    for (const key of keys) {
      expect(key).toMatch(/^[A-Za-z0-9_-]{22}$/);
      expect(Buffer.from(key, "base64url")).toHaveLength(16);
      expect(Buffer.from(key, "base64url").toString("base64url")).toBe(key);
    }
    expect(new Set(keys).size).toBe(500);
  });

  test("the id of a private room is the hash of its key's characters", async () => {
    expect(await roomOf("AAAAAAAAAAAAAAAAAAAAAA")).toBe(roomByNode("AAAAAAAAAAAAAAAAAAAAAA"));
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 16, maxLength: 16 }), async (bytes) => {
        const key = Buffer.from(bytes).toString("base64url");
        const room = await roomOf(key);
        expect(room).toBe(roomByNode(key));
        expect(isPrivateRoom(room)).toBe(true);
        expect(await opens(key, room)).toBe(true);
      }),
    );
  });

  test("a key opens no other room, and anything that is not a key opens no room", async () => {
    const [key, other] = [newKey(), newKey()];
    const room = await roomOf(key);
    for (const wrong of [
      other,
      room,
      "",
      key.slice(1),
      `${key}A`,
      ` ${key}`,
      `${key}\n`,
      key.toUpperCase() + "!",
    ]) {
      expect(await opens(wrong, room), wrong).toBe(false);
    }
    // The hash of a text that is not a key is still a well-formed room id. The text must not open that room.
    expect(await opens("kitchen", roomByNode("kitchen"))).toBe(false);
    expect(isKey("kitchen")).toBe(false);
  });

  test("a key differs from the id of its room, so a watch link does not reveal it", async () => {
    const key = newKey();
    expect(await roomOf(key)).not.toBe(key);
    expect(await opens(await roomOf(key), await roomOf(key))).toBe(false);
  });
});

describe("an id", () => {
  test.each(["abc", "kitchen", "room-7", "---", "123", "a".repeat(21), "a".repeat(23), "a".repeat(39)])(
    "the id %s names an open room",
    (id) => {
      expect([isOpenRoom(id), isPrivateRoom(id), isRoom(id)]).toEqual([true, false, true]);
    },
  );

  test.each(["a".repeat(22), "AAAAAAAAAAAAAAAAAAAAAA", "kitchen-of-the-school-", "_-_-_-_-_-_-_-_-_-_-_-"])(
    "the id %s, which has 22 characters, names a private room and no open one",
    (id) => {
      expect([isOpenRoom(id), isPrivateRoom(id), isRoom(id)]).toEqual([false, true, true]);
    },
  );

  test.each([
    "", "a", "ab", "a".repeat(40), "Kitchen", "kit chen", "kit_chen", "kitchen\n", "küche", "kitchen/", "../room",
    "__proto__", "constructor!", "%E0%A4%A", "k%69tchen", "a".repeat(1000), "A".repeat(21), "A".repeat(23), `${"A".repeat(22)}\n`,
  ])("the id %j names no room", (id) => {
    expect([isOpenRoom(id), isPrivateRoom(id), isRoom(id)]).toEqual([false, false, false]);
  }); // prettier-ignore

  test("no id names both an open and a private room", () => {
    const ids = fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/);
    fc.assert(
      fc.property(ids, (id) => !(isOpenRoom(id) && isPrivateRoom(id))),
      { numRuns: 2000 },
    );
  });
});
