import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newKey, roomOf } from "../../../party/shared/access";
import { addressOf, linkFromUrl } from "../../../src/room/link";
import { readLink } from "../../../src/room/readLink";

const HOST = "tomato.example.org";
const ORIGIN = `https://${HOST}`;

describe("a link", () => {
  it("a link to a private room has its key in the fragment and is parsed to the same link", async () => {
    const key = newKey();
    const link = { room: await roomOf(key), key };
    const address = addressOf(link, ORIGIN);
    expect(address).toBe(`${ORIGIN}/r/${link.room}#${key}`);
    expect(linkFromUrl(new URL(address))).toEqual(link);
    expect(readLink(address, HOST)).toEqual(link);
  });

  it("a link to a private room without a key is a watch link", async () => {
    const room = await roomOf(newKey());
    expect(readLink(`${ORIGIN}/r/${room}`, HOST)).toEqual({ room, key: null });
    expect(readLink(room, HOST)).toEqual({ room, key: null });
  });

  it("a link to an open room has no key, and a key in it is dropped", () => {
    expect(linkFromUrl(new URL(`${ORIGIN}/r/kitchen#anything`))).toEqual({ room: "kitchen", key: null });
  });

  it.each([
    ["kitchen", "kitchen"],
    ["  Kitchen ", "kitchen"],
    ["Class 4b", "class-4b"],
    ["our_room", "our-room"],
    ["tomato.example.org/r/kitchen", "kitchen"],
    ["/r/kitchen", "kitchen"],
    ["r/kitchen", "kitchen"],
    [`${ORIGIN}/r/kitchen?view=overlay`, "kitchen"],
  ])("the typed text %s is parsed to a link", (typed, room) => {
    expect(readLink(typed, HOST)).toEqual({ room, key: null });
  });

  it.each([
    ["", "empty"],
    ["   ", "empty"],
    ["ab", "too-short"],
    ["a".repeat(40), "too-long"],
    ["küche", "characters"],
    ["a.b.c", "characters"],
    ["https://example.org/", "not-a-link"],
    ["https://example.org/r/ab", "not-a-link"],
    ["http://", "not-a-link"],
    ["../r/kitchen", "other-server"],
    ["https://elsewhere.example/r/kitchen", "other-server"],
    ["javascript:alert(1)", "not-a-link"],
  ])("the typed text %j is refused with the reason %s", (typed, problem) => {
    expect(readLink(typed, HOST)).toBe(problem);
  });

  it("any text is parsed to a link or to a reason, never to an exception", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.webUrl({ withFragments: true })), (text) => {
        const read = readLink(text, HOST);
        if (typeof read !== "string") expect(linkFromUrl(new URL(addressOf(read, ORIGIN)))).toEqual(read);
      }),
      { numRuns: 5000 },
    );
  });
});
