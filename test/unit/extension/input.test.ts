/* What a person gives the extension: links of rooms, sites, and what other pages may send it. */
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { roomOf } from "../../../party/shared/access";
import { readRoomLink, roomOfTab } from "../../../extension/core/readRoomLink";
import { RequestSchema } from "../../../extension/core/requests";
import { blockedAddress, MAX_SITES, originsOf, readSite, rulesFor } from "../../../extension/core/sites";
import { RoomLinkSchema, SettingsSchema } from "../../../extension/core/state";

const KEY = "A".repeat(22);
const ROOM = await roomOf(KEY);

describe("the link of a room", () => {
  test.each([
    [`https://tomato.example/r/${ROOM}#${KEY}`, "https://tomato.example", KEY],
    [`https://tomato.example/r/${ROOM}`, "https://tomato.example", null],
    [`Come here: <http://LOCALHOST:1999/r/${ROOM}#${KEY}>.`, "http://localhost:1999", KEY],
    [`tomato.example/r/${ROOM}#${KEY}`, "https://tomato.example", KEY],
  ])("%s is read with its server and its key", async (text, origin, key) => {
    expect(await readRoomLink(text, null)).toEqual({ origin, room: ROOM, key });
  });

  test("a name alone is a room of the server in use, and needs a whole link where there is none", async () => {
    expect(await readRoomLink("Kitchen", "https://tomato.example")).toEqual({
      origin: "https://tomato.example",
      room: "kitchen",
      key: null,
    });
    expect(await readRoomLink("Kitchen", null)).toBe("no-server");
  });

  test.each([
    ["", "empty"],
    ["https://news.example/article", "not-a-link"],
    ["https://news.example/r/", "not-a-link"],
    [`https://tomato.example/r/${ROOM}#${KEY.slice(1)}`, "damaged"],
    [`https://tomato.example/r/${ROOM}#${"B".repeat(22)}`, "damaged"],
    ["ftp://tomato.example/r/kitchen", "no-server"],
    ["javascript:alert(1)", "no-server"],
  ])("%s is refused as %s", async (text, problem) => {
    expect(await readRoomLink(text, null)).toBe(problem);
  });

  test("the room of a tab is read from its address alone", () => {
    expect(roomOfTab(`https://tomato.example/r/${ROOM}#${KEY}`)).toEqual({
      origin: "https://tomato.example",
      room: ROOM,
      key: KEY,
    });
    for (const address of [undefined, "", "about:blank", "https://news.example/", "file:///r/kitchen"])
      expect(roomOfTab(address)).toBeNull();
  });
});

describe("a site", () => {
  const none = { sites: [], roomHost: null };

  test.each([
    ["YouTube.com", "youtube.com"],
    [" https://www.youtube.com/watch?v=1#t ", "youtube.com"],
    ["m.video.example:8080/x", "m.video.example"],
    ["bücher.example", "xn--bcher-kva.example"],
    ["192.168.1.7", "192.168.1.7"],
    ["localhost:3000", "localhost"],
    ["www.example", "www.example"],
  ])("%s is the site %s", (text, site) => expect(readSite(text, none)).toEqual({ site }));

  test.each([
    ["", "empty"],
    ["two words", "not-a-site"],
    ["video", "not-a-site"],
    ["ftp://video.example", "not-a-site"],
    ["[::1]", "not-a-site"],
    ["*.example", "not-a-site"],
    [`${"a".repeat(250)}.example`, "not-a-site"],
  ])("%s is refused as %s", (text, problem) => expect(readSite(text, none)).toEqual({ problem }));

  test("a site that is listed, a full list and the site of the room are refused", () => {
    const sites = ["video.example"];
    for (const text of ["video.example", "m.video.example"])
      expect(readSite(text, { sites, roomHost: null })).toEqual({ problem: "listed" });
    const many = Array.from({ length: MAX_SITES }, (_, i) => `s${i}.example`);
    expect(readSite("one.more.example", { sites: many, roomHost: null })).toEqual({ problem: "too-many" });
    for (const text of ["tomato.example", "example.org"])
      expect(
        readSite(text, { sites: [], roomHost: `tomato.example${text === "example.org" ? ".org" : ""}` }),
      ).toEqual({ problem: "own-room" });
  });

  test("a site needs the browser's permission for itself and the names below it, and for no other", () => {
    expect(originsOf("video.example")).toEqual(["*://video.example/*", "*://*.video.example/*"]);
    expect(originsOf("192.168.1.7")).toEqual(["*://192.168.1.7/*"]);
  });

  test("one rule shows the page of the extension in place of all sites, for pages that are opened alone", () => {
    expect(rulesFor([], "page")).toEqual([]);
    expect(rulesFor(["video.example"], "chrome-extension://x/blocked.html")).toMatchObject([
      {
        condition: {
          requestDomains: ["video.example"],
          resourceTypes: ["main_frame"],
          requestMethods: ["get"],
        },
        action: { redirect: { regexSubstitution: "chrome-extension://x/blocked.html#\\0" } },
      },
    ]);
  });

  test.each([
    "",
    "#",
    "#javascript:alert(1)",
    "#https://other.example/",
    "#https://evilvideo.example/",
    "#file:///etc/passwd",
    "#https://video.example@evil.example/",
  ])("the page in place of a site leads nowhere for the fragment %s", (fragment) => {
    expect(blockedAddress(fragment, ["video.example"])).toBeNull();
  });

  test("the page in place of a site leads to the address that was opened", () => {
    const address = "https://m.video.example/watch?v=1#t";
    expect(blockedAddress(`#${address}`, ["video.example"])?.href).toBe(address);
  });
});

describe("what is stored and what pages send", () => {
  test.each([
    { origin: "https://tomato.example/", room: "kitchen", key: null },
    { origin: "javascript:alert(1)", room: "kitchen", key: null },
    { origin: "https://tomato.example", room: "../kitchen", key: null },
    { origin: "https://tomato.example", room: "kitchen", key: "short" },
  ])("a link %j is refused", (link) => expect(v.is(RoomLinkSchema, link)).toBe(false));

  test.each([
    null,
    {},
    { type: "press" },
    { type: "use", link: {} },
    { type: "sites", sites: "all" },
    { type: "x" },
  ])("a request %j is refused", (request) => expect(v.is(RequestSchema, request)).toBe(false));

  test("settings with a site that is none count as missing", () => {
    expect(v.is(SettingsSchema, { link: null, sites: ["video.example"], grace: null })).toBe(true);
    expect(v.is(SettingsSchema, { link: null, sites: ["*"], grace: null })).toBe(false);
  });
});
