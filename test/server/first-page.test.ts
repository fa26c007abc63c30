/** The HTML of a room's page carries the room as it is now, its first picture, and the preview of its link. */
import { readdirSync } from "node:fs";
import ogs from "open-graph-scraper";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nicknameOf } from "../../party/shared/nickname";
import type { PeopleMessage, RoomMessage } from "../../party/shared/serverMessages";
import { enter, isPeople, newOpenRoom, newPrivateRoom } from "../harness/client";
import { getRoom, postAction, sendRequest } from "../harness/http";
import type { HttpResponse } from "../harness/http";
import { blocksIn, carriedRoom, pageWithRoom } from "../harness/room-html";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";

let server: Server;
let proxied: Server;
beforeAll(async () => {
  [server, proxied] = await Promise.all([startServer(), startServer({ env: { TRUST_PROXY: "127.0.0.1" } })]);
});
afterAll(() => Promise.all([server.dispose(), proxied.dispose()]));

const pageOf = (room: string, headers: Record<string, string> = {}): Promise<HttpResponse> =>
  pageWithRoom(server, room, headers);
const roomFiles = (): string[] =>
  readdirSync(`${server.dataDir}/rooms`).filter((name) => /^[0-9a-f]{64}\./.test(name));
const timeless = (room: unknown): unknown => ({ ...(room as RoomMessage), now: 0 });

describe("the room in its page", () => {
  test("the page has one JSON block with what GET of the room says to everyone, no more and no less", async () => {
    const open = newOpenRoom();
    await postAction(server, open, { action: "press", name: "Kim" });
    const { id, key } = newPrivateRoom();
    await postAction(server, id, { action: "press", name: "Kim" }, { key });
    for (const room of [open, id, newOpenRoom(), newPrivateRoom().id]) {
      const { text } = await pageOf(room);
      expect(blocksIn(text)).toHaveLength(1);
      expect(timeless(JSON.parse(blocksIn(text)[0] ?? ""))).toEqual(timeless(await getRoom(server, room)));
      expect(text).not.toContain(key);
    }
  });

  test("the block has the server's time of the request", async () => {
    const before = Date.now();
    const room = carriedRoom((await pageOf(newOpenRoom())).text);
    expect(room?.now).toBeGreaterThanOrEqual(before);
    expect(room?.now).toBeLessThanOrEqual(Date.now());
  });

  test("a name that looks like HTML ends neither the block nor the page", async () => {
    const room = newOpenRoom();
    const name = "</script><!--<i>";
    await postAction(server, room, { action: "press", name });
    const { text } = await pageOf(room);
    expect(carriedRoom(text)?.by?.name).toBe(name);
    expect(text.split("</script>")).toHaveLength(4); // the two scripts of the app, and the block
    expect(text).not.toContain("<i>");
  });

  test("the pages of rooms that nobody has changed leave no file, and count nobody", async () => {
    const before = roomFiles();
    await Promise.all(Array.from({ length: 50 }, () => pageOf(newPrivateRoom().id)));
    expect(roomFiles()).toEqual(before);
    const room = newOpenRoom();
    const { client } = await enter(server.socket(room));
    await client.join({ name: "Kim" });
    await pageOf(room);
    await client.change({ action: "press" });
    await client.join({ name: "Robin" });
    await client.first(
      (message): message is PeopleMessage => isPeople(message) && message.people[0]?.name === "Robin",
    );
    expect(new Set(client.received.filter(isPeople).map(({ count }) => count))).toEqual(new Set([1]));
    await client.close();
  });

  test("HEAD of the page has the headers of GET, and a page is not stored by anyone", async () => {
    const room = newOpenRoom();
    const [whole, head] = [await pageOf(room), await sendRequest(server, `/r/${room}`, { method: "HEAD" })];
    expect([head.status, head.text, head.headers["cache-control"]]).toEqual([200, "", "no-store"]);
    expect(whole.headers["cache-control"]).toBe("no-store");
    expect(whole.headers["x-robots-tag"]).toBe("noindex");
  });
});

describe("the first picture", () => {
  const words = (html: string): string =>
    (/<main [^]*?<\/main>/.exec(html)?.[0] ?? "")
      .replace(/<noscript>[^]*<\/main>/, "")
      .replace(/<[^>]*>/g, " ");

  test("the picture says what the tomato says, in the language that the browser prefers", async () => {
    const room = newOpenRoom();
    const say = async (language: string): Promise<string> =>
      words((await pageOf(room, { "accept-language": language })).text).trim();
    expect(await say("en")).toMatch(/^Press Me!\s+25:00$/);
    await postAction(server, room, { action: "press" });
    expect(await say("fr, nl-BE;q=0.8, de;q=0.9")).toMatch(/^Arbeit\s+(?:25:00|24:5\d)$/);
    expect(await say("nl;q=0, fr")).toMatch(/^Work\s/);
    expect(await say("__proto__, constructor")).toMatch(/^Work\s/);
    expect((await pageOf(room, { "accept-language": "de" })).text).toContain('<html lang="de">');
    await postAction(server, room, { action: "hold" });
    const held = (await pageOf(room)).text;
    expect(held).toContain('data-state="work" data-held="true" data-timed="true"');
    expect(held).not.toContain("{{");
  });
});

describe("the first picture of a private room", () => {
  test("the picture of a private room that waits invites nobody to press, since the server sees no key", async () => {
    const { id, key } = newPrivateRoom();
    const say = async (language: string): Promise<string> =>
      /id="text-message"[^>]*>([^<]*)</.exec((await pageOf(id, { "accept-language": language })).text)?.[1] ??
      "";
    expect(await say("en")).toBe("Ready");
    expect(await say("de")).toBe("Bereit");
    await postAction(server, id, { action: "press" }, { key });
    expect(await say("en")).toBe("Work");
  });
});

describe("the preview of a link", () => {
  const ANY_URL = {
    allow_fragments: true,
    allow_protocol_relative_urls: false,
    allow_query_components: true,
    allow_trailing_dot: false,
    allow_underscores: false,
    protocols: ["http"],
    require_host: true,
    require_port: false,
    require_protocol: false,
    require_valid_protocol: true,
    validate_length: true,
  };
  async function scrape(path: string): Promise<Record<string, unknown>> {
    const urlValidatorSettings = { ...ANY_URL, require_tld: false }; // "localhost" is none
    const { error, result } = await ogs({
      url: `http://localhost:${server.port}${path}`,
      urlValidatorSettings,
    });
    expect(error).toBe(false);
    return result as Record<string, unknown>;
  }

  test("a chat reads a title with the room's nickname, a sentence, and a picture at an absolute address", async () => {
    const { id } = newPrivateRoom();
    const before = roomFiles();
    const result = await scrape(`/r/${id}`);
    expect(result["ogTitle"]).toBe(`${nicknameOf(id)} · Shared Pomodoro`);
    expect(result["ogDescription"]).toMatch(/^[A-Z].{20,120}\.$/);
    expect(result["ogUrl"]).toBe(`http://localhost:${server.port}/r/${id}`);
    expect(result["ogImage"]).toEqual([
      {
        url: `http://localhost:${server.port}/preview.png`,
        type: "image/png",
        width: "1200",
        height: "630",
        alt: expect.stringContaining("tomato") as string,
      },
    ]);
    expect(result["twitterCard"]).toBe("summary_large_image");
    expect(roomFiles()).toEqual(before);
  });

  test("a chat reads the title of a private room that has one, as text", async () => {
    const { id, key } = newPrivateRoom();
    await postAction(server, id, { action: "title", title: 'Class "4b" <i>' }, { key });
    expect((await scrape(`/r/${id}`))["ogTitle"]).toBe('Class "4b" <i> · Shared Pomodoro');
    expect((await pageOf(id)).text).not.toContain("<i>");
  });

  test("an open room has its name in the title, and a page without a room the name of the app", async () => {
    const room = newOpenRoom();
    expect((await scrape(`/r/${room}`))["ogTitle"]).toBe(`${room} · Shared Pomodoro`);
    for (const path of ["/", "/r/no.room", "/r/kitchen%23abcdefghijklmnopqrstuv"]) {
      const result = await scrape(path);
      expect([path, result["ogTitle"], result["ogUrl"]]).toEqual([
        path,
        "Shared Pomodoro",
        `http://localhost:${server.port}/`,
      ]);
    }
  });

  test("the picture is a PNG of 1200 × 630 pixels with less than 60 kB", async () => {
    const { body, headers } = await sendRequest(server, "/preview.png");
    expect(headers["content-type"]).toBe("image/png");
    expect([body.readUInt32BE(16), body.readUInt32BE(20)]).toEqual([1200, 630]);
    expect(body.length).toBeLessThan(60_000);
  });

  test("the addresses are those of the host that a trusted proxy forwards, and of nobody else", async () => {
    const headers = { "x-forwarded-proto": "https", "x-forwarded-host": "tomato.example" };
    const imageOf = async (from: Server): Promise<string | undefined> =>
      /og:image" content="([^"]*)"/.exec((await sendRequest(from, "/r/kitchen", { headers })).text)?.[1];
    expect(await imageOf(proxied)).toBe("https://tomato.example/preview.png");
    expect(await imageOf(server)).toBe(`http://${server.host}/preview.png`);
  });

  test("no Host header puts anything but an address into the page", async () => {
    for (const host of ['a"><script>', "a'b", "a<b", "a%22%3e", "[::1]:80", "x@y", "a b"]) {
      const { status, text } = await sendRequest(server, "/r/kitchen", { headers: { host } });
      if (status === 200) {
        expect([host, /og:image" content="(https?:\/\/[\w.:[\]%-]+\/preview\.png)">/.test(text)]).toEqual([
          host,
          true,
        ]);
        expect(text.split("<script")).toHaveLength(4);
      } else expect([host, [400, 404].includes(status)]).toEqual([host, true]);
    }
  });
});
