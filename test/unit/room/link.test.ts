import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newKey, roomOf } from "../../../party/shared/access";
import { addressOf, linkFromUrl } from "../../../src/room/link";
import { plainRoomOf } from "../../../src/room/plainRoomOf";
import { readAddress, readLink } from "../../../src/room/readLink";
import { makePrivateRoom } from "../../../src/room/roomKey";

const HOST = "tomato.example.org";
const ORIGIN = `https://${HOST}`;

describe("a link", () => {
  it("a link to a private room has its key in the fragment and is parsed to the same link", async () => {
    const key = newKey();
    const link = { room: await roomOf(key), key };
    const address = addressOf(link, ORIGIN);
    expect(address).toBe(`${ORIGIN}/r/${link.room}#${key}`);
    expect(linkFromUrl(new URL(address))).toEqual(link);
    expect(await readLink(address, HOST)).toEqual(link);
  });

  it("a link to a private room without a key is a watch link", async () => {
    const room = await roomOf(newKey());
    expect(await readLink(`${ORIGIN}/r/${room}`, HOST)).toEqual({ room, key: null });
    expect(await readLink(room, HOST)).toEqual({ room, key: null });
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
  ])("the typed text %s is parsed to a link", async (typed, room) => {
    expect(await readLink(typed, HOST)).toEqual({ room, key: null });
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
  ])("the typed text %j is refused with the reason %s", async (typed, problem) => {
    expect(await readLink(typed, HOST)).toBe(problem);
  });

  it("any text is parsed to a link or to a reason, never to an exception", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: "binary" }), fc.webUrl({ withFragments: true })),
        async (text) => {
          const read = await readLink(text, HOST);
          if (typeof read !== "string" && read.fault === undefined) {
            expect(linkFromUrl(new URL(addressOf(read, ORIGIN)))).toEqual(read);
          }
        },
      ),
      { numRuns: 5000 },
    );
  });
});

describe("a link that came through a chat or a mail", () => {
  const key = "ABCDEFGHIJKLMNOPQRSTUV";
  const wrongKey = "AAAAAAAAAAAAAAAAAAAAAA";

  it.each([
    ["a full stop", (link: string) => `${link}.`],
    ["a bracket", (link: string) => `(${link})`],
    ["a comma", (link: string) => `${link}, please`],
    ["a greater-than sign", (link: string) => `${link}>`],
    ["a space without width", (link: string) => `\u200b${link}\u200b`],
    ["an encoded number sign", (link: string) => link.replace("#", "%23")],
    ["a number sign that is encoded twice", (link: string) => link.replace("#", "%2523")],
    ["angle brackets", (link: string) => `<${link}>`],
    ["quotation marks", (link: string) => `“${link}”`],
    ["a sentence around it", (link: string) => `Come to the kitchen: ${link}! It is 100% fun.`],
    ["another link before it", (link: string) => `See https://example.org/a/r/b and ${link}`],
    [
      "the link of a mail scanner around it",
      (link: string) => `https://scan.example/?url=${encodeURIComponent(link)}&x=1`,
    ],
    ["an entity for the number sign", (link: string) => link.replace("#", "&#35;")],
    ["a slash after the room", (link: string) => link.replace("#", "/#")],
    ["no scheme", (link: string) => link.replace("https://", "")],
    ["capitals in the host", (link: string) => link.replace(HOST, HOST.toUpperCase())],
    ["the standard port", (link: string) => link.replace(HOST, `${HOST}:443`)],
    ["the marks of italics", (link: string) => `_${link}_`],
    ["a query", (link: string) => link.replace("#", "?utm_source=mail#")],
    ["the end of the room's id cut off", (link: string) => link.replace(/(\/r\/.{21})./, "$1")],
    ["an entity with a name", (link: string) => link.replace("#", "&num;")],
    ["an entity that is encoded twice", (link: string) => link.replace("#", "&amp;#035;")],
    ["the number sign of a mail in quoted-printable", (link: string) => link.replace("#", "=23")],
    ["a soft line break of a mail", (link: string) => `${link.slice(0, -9)}=\r\n${link.slice(-9)}`],
    ["a line break before the key", (link: string) => link.replace("#", "\n#")],
    ["a line break within a quoted mail", (link: string) => `> ${link.slice(0, -9)}\n> ${link.slice(-9)}`],
    ["a backslash before each sign", (link: string) => link.replaceAll(/[#/_-]/g, "\\$&")],
    ["the escape of a script for the number sign", (link: string) => link.replace("#", "\\u0023")],
    ["a Markdown link around it", (link: string) => `[${link}](${link})`],
    ["an anchor around it", (link: string) => `<a href='${link}'>the kitchen</a>`],
    ["the brackets of Slack", (link: string) => `<${link}|the kitchen>`],
    ["a full stop after the host", (link: string) => link.replace(HOST, `${HOST}.`)],
    ["a choice of text after the key", (link: string) => `${link}:~:text=tomato`],
    ["a full stop of Chinese after it", (link: string) => `${link}。来吧`],
    ["an invisible filler before the key", (link: string) => link.replace("#", "\u3164\ufe0f#")],
    [
      "the link of Proofpoint's version 3 around it",
      (link: string) =>
        `https://urldefense.com/v3/__${link.replace("#", "*")}__;Iw!!Ab3_c!x9BCdeF_Ghij-LmNo3qRs$`,
    ],
    [
      "the link of Proofpoint's version 2 around it",
      (link: string) =>
        `https://urldefense.proofpoint.com/v2/url?u=${encodeURIComponent(link).replaceAll("-", "-2D").replaceAll("_", "-5F").replaceAll("%2F", "_").replaceAll("%", "-")}&d=DwMF-g&c=x9BCdeF_Ghij`,
    ],
    [
      "the link of Outlook around it",
      (link: string) =>
        `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(link)}&data=05%7C01%7Cx9BCdeF_Ghij-LmNo3qRsT&reserved=0`,
    ],
    [
      "the link of Google around it",
      (link: string) => `https://www.google.com/url?q=${link.replace("#", "%23")}&sa=D`,
    ],
  ])("a control link with %s is read as the control link", async (_, spoil) => {
    const link = { room: await roomOf(key), key };
    expect(await readLink(spoil(addressOf(link, ORIGIN)), HOST)).toEqual(link);
  });

  it.each([
    ["one character too few", key.slice(0, -1)],
    ["one character too many", `${key}x`],
    ["nothing after the number sign", ""],
    ["a part of the key", "ABCDEF"],
  ])("a control link with %s is a watch link with a fault", async (_, damaged) => {
    const room = await roomOf(key);
    const fault = { room, key: null, fault: "damaged" };
    expect(await readLink(`${ORIGIN}/r/${room}#${damaged}`, HOST)).toEqual(fault);
    expect(await readAddress(new URL(`${ORIGIN}/r/${room}#${damaged}`))).toEqual(fault);
  });

  it("a key of the right form that opens another room is a fault", async () => {
    const room = await roomOf(key);
    expect(await readLink(`${ORIGIN}/r/${room}#${wrongKey}`, HOST)).toEqual({
      room,
      key: null,
      fault: "wrongKey",
    });
  });

  it("a hyphen or an underscore that a link finder left out at the end of the key is put back", async () => {
    for (const end of ["-", "_"]) {
      const whole = `ABCDEFGHIJKLMNOPQRSTU${end}`;
      const link = { room: await roomOf(whole), key: whole };
      expect(await readLink(addressOf(link, ORIGIN).slice(0, -1), HOST)).toEqual(link);
    }
  });

  it.each([
    ["a choice of text", (link: string) => `${link}#:~:text=tomato`],
    ["the query of a newsletter", (link: string) => `${link}?utm_campaign=ZYXWVUTSRQPONMLKJIHGFEDCBA`],
    ["a key of another room after a sentence", (link: string) => `${link} is not ${wrongKey}`],
    ["a colon and a line after it", (link: string) => `${link}:\nABCDEFGHIJKLMNOPQRSTUW`],
  ])("a watch link with %s is read as the watch link", async (_, spoil) => {
    const room = await roomOf(key);
    expect(await readLink(spoil(`${ORIGIN}/r/${room}`), HOST)).toEqual({ room, key: null });
  });

  it("a watch link whose room id was cut is damaged, not an open room", async () => {
    expect(await readLink(`${ORIGIN}/r/x9BCdeF_Ghij-LmNo3qRs`, HOST)).toBe("damaged");
  });

  it.each([
    ["/r/kitchen/", "kitchen"],
    ["/r/kitchen.", "kitchen"],
    ["/r/Team-Kitchen", "team-kitchen"],
    ["/r/team%20kitchen", "team-kitchen"],
    ["/r/team_kitchen", "team-kitchen"],
    ["/r/kitchen%E2%80%8B", "kitchen"],
    ["/r/kitchen),", "kitchen"],
    ["/r/%22kitchen%22", "kitchen"],
    ["//r/kitchen", "kitchen"],
    ["/R/kitchen", "kitchen"],
    ["/r/kitchen。", "kitchen"],
    ["/r/kitchen）", "kitchen"],
    ["/r/kitchen」、", "kitchen"],
    ["/r/kitchen？", "kitchen"],
    ["/r/kitchen؟", "kitchen"],
    ["/r/kitchen%EF%B8%8F", "kitchen"],
    ["/r/kitchen%E3%85%A4", "kitchen"],
    ["/r/kitchen%C2%AD.", "kitchen"],
    ["/r/kitchen#:~:text=tomato", "kitchen"],
  ])("the address %s is read as the room %s", async (path, room) => {
    expect(await readAddress(new URL(ORIGIN + path))).toEqual({ room, key: null });
  });

  it.each(["/r/", "/r/a/b", "/somewhere", "/r/%C3%BC", "/r/x9BCdeF_Ghij-LmNo3qRs"])(
    "the address %s names no room",
    async (path) => {
      expect(await readAddress(new URL(ORIGIN + path))).toBeNull();
    },
  );

  it.each([
    ["localhost:1999/r/kitchen", "localhost:1999"],
    ["http://192.168.1.10:1999/r/kitchen.", "192.168.1.10:1999"],
    ["http://[::1]:1999/r/kitchen", "[::1]:1999"],
    ["https://Tomäto.example/r/kitchen", "xn--tomto-ira.example"],
    ["tomato.example.org/r/kitchen", "tomato.example.org."],
    ["http://[0:0:0:0:0:0:0:1]:1999/r/kitchen", "[::1]:1999"],
    ["https:\\\\tomato.example.org\\r\\kitchen", "tomato.example.org"],
  ])("the text %s is a link of the server %s", async (text, host) => {
    expect(await readLink(text, host)).toEqual({ room: "kitchen", key: null });
  });
});

describe("keys without crypto.subtle", () => {
  it("the hash of a key is that of crypto.subtle, for every key", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 300 }), async (text) => {
        expect(plainRoomOf(text)).toBe(await roomOf(text));
      }),
      { numRuns: 500 },
    );
  });

  it("the id of a new room does not end in a character that link finders leave out", async () => {
    for (let i = 0; i < 300; i++) expect((await makePrivateRoom()).room).toMatch(/[A-Za-z0-9]$/);
  });
});
