import { expect, test } from "vitest";
import { parse } from "valibot";
import { generateKeys } from "../../../party/ops/vapidKeys";
import { PrivateKeySchema, PublicKeySchema } from "../../../party/shared/vapidSettings";

test("2,000 new pairs of keys all have the form that push services take, also where a key begins with zeros", () => {
  const pairs = Array.from({ length: 2000 }, generateKeys);
  for (const { publicKey, privateKey } of pairs) {
    expect(Buffer.from(privateKey, "base64url")).toHaveLength(32);
    parse(PrivateKeySchema, privateKey);
    parse(PublicKeySchema, publicKey);
  }
  expect(new Set(pairs.map(({ privateKey }) => privateKey)).size).toBe(pairs.length);
});
