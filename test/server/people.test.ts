/** The people messages: sent to the connections that have joined, at most once per second. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PeopleMessage, ServerMessage } from "../../party/shared/serverMessages";
import { connect, enter, isPeople, newOpenRoom, newPrivateRoom } from "../harness/client";
import { Network } from "../harness/network";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.dispose());

const counting =
  (count: number) =>
  (m: ServerMessage): m is PeopleMessage =>
    isPeople(m) && m.count === count;
const naming =
  (...names: (string | null)[]) =>
  (m: ServerMessage): m is PeopleMessage =>
    isPeople(m) &&
    JSON.stringify(m.people.map(({ name }) => name).toSorted()) === JSON.stringify(names.toSorted());
const personNamed = (m: PeopleMessage, name: string) => m.people.find((person) => person.name === name);

describe("people", () => {
  test("people messages are sent after a join, with the id from `you`, and only to those who joined", async () => {
    const url = server.socket(newOpenRoom());
    const { client: silent } = await enter(url);
    const { client } = await enter(url);
    const you = await client.join({ name: "Kim" });
    const people = await client.next(isPeople);
    expect(people.count).toBe(2);
    expect(you.type === "you" && people.people.find(({ id }) => id === you.id)).toEqual({
      id: you.type === "you" && you.id,
      name: "Kim",
      role: "control",
      doing: null,
      board: null,
    });
    await silent.sync();
    expect(silent.received.map(({ type }) => type)).toEqual(["room", "pong"]);
    await Promise.all([client.close(), silent.close()]);
  });

  test("people messages show who connects, renames, connects or disconnects a board, and leaves", async () => {
    const { id, key } = newPrivateRoom();
    const { client: kim } = await enter(server.socket(id));
    await kim.join({ key, name: "Kim" });
    await kim.next(naming("Kim"));
    const { client: ada } = await enter(server.socket(id));
    await kim.next(counting(2));
    await ada.join({ name: "Ada" });
    const named = await kim.next(naming("Kim", "Ada"));
    expect(personNamed(named, "Kim")?.role).toBe("control");
    expect(personNamed(named, "Ada")?.role).toBe("watch");
    await ada.join({ name: "Ada L." });
    await kim.next(naming("Kim", "Ada L."));
    await ada.join();
    await ada.setBoard({ name: "Red button", kind: "arduino-uno" });
    const plugged = await kim.next((m) => isPeople(m) && m.people.some(({ board }) => board !== null));
    expect(isPeople(plugged) && personNamed(plugged, "Ada L.")?.board).toEqual({
      name: "Red button",
      kind: "arduino-uno",
    });
    await ada.setBoard(null);
    const unplugged = await kim.next((m) => isPeople(m) && m.people.every(({ board }) => board === null));
    expect(isPeople(unplugged) && unplugged.count).toBe(2);
    await ada.close();
    expect((await kim.next(counting(1))).people.map(({ name }) => name)).toEqual(["Kim"]);
    await kim.close();
  });

  test("a client whose connection breaks disappears from the people", async () => {
    const url = server.socket(newOpenRoom());
    const { client } = await enter(url);
    await client.join();
    const { client: other } = await enter(url);
    await client.next(counting(2));
    other.terminate();
    await client.next(counting(1));
    await client.close();
  });

  test("a join with an empty name removes the name", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    await client.join({ name: "Kim" });
    await client.next(naming("Kim"));
    await client.join({ name: "   " });
    await client.next(naming(null));
    await client.close();
  });

  test("people messages are at least 1 s apart, and the last one is up to date", async () => {
    const url = server.socket(newOpenRoom());
    const { client } = await enter(url);
    await client.join({ name: "Kim" });
    await client.next(isPeople);
    const others = await Promise.all(Array.from({ length: 12 }, () => enter(url)));
    for (const [i, { client: other }] of others.entries()) await other.join({ name: `n${i}` });
    await client.next((m) => isPeople(m) && m.people.filter(({ name }) => name !== null).length === 13);
    await Promise.all(others.map(({ client: other }) => other.close()));
    await client.next(counting(1));
    const times = client.receivedAt.filter((_, i) => client.received[i]?.type === "people");
    const gaps = times.slice(1).map((at, i) => at - (times[i] ?? 0));
    expect(gaps.length).toBeGreaterThan(0);
    // The messages are sent 1 s apart; the time to receive them on this machine varies by less than 200 ms.
    expect(Math.min(...gaps)).toBeGreaterThan(800);
    await client.close();
  });

  test("a people message lists at most 50 people, first those who have joined, and counts all", async () => {
    const url = server.socket(newOpenRoom());
    const crowd = await Promise.all(Array.from({ length: 70 }, () => enter(url)));
    const { client } = await enter(url);
    await client.join({ name: "Kim" });
    const people = await client.next(counting(71));
    expect(people.people).toHaveLength(50);
    expect(people.people.some(({ name }) => name === "Kim")).toBe(true);
    expect(new Set(people.people.map(({ id }) => id)).size).toBe(50);
    for (const { client: other } of crowd) other.terminate();
    await client.next(counting(1));
    await client.close();
  });
});

describe("a client that has an id", () => {
  test("a client that connects again closes its lost connection, and is one person", async () => {
    const { client: viewer } = await enter(server.socket(newOpenRoom()));
    await viewer.join({ name: "Viewer" });
    const network = await Network.start(server.port);
    const lost = await connect(viewer.socket.url.replace(/^ws:..[^/]*/, network.url.replace("http", "ws")));
    await lost.join({ name: "Kim", client: "client-of-kims-page" });
    await viewer.next(naming("Viewer", "Kim"));
    network.halfOpen();
    const { client: back } = await enter(viewer.socket.url);
    await back.join({ name: "Kim L.", client: "client-of-kims-page" });
    const people = await viewer.next((m) => isPeople(m) && m.people.some(({ name }) => name === "Kim L."));
    expect(people).toMatchObject({ count: 2 });
    expect(viewer.received.filter(isPeople).map(({ count }) => count)).not.toContain(3);
    for (const one of [viewer, lost, back]) one.terminate();
    await network.close();
  });

  test("a client that says that it is alive is answered", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    await client.join({ client: "client-of-kims-page" });
    client.send({ action: "alive" });
    await client.next((m) => m.type === "alive");
    await client.close();
  });
});

describe("names", () => {
  const BAD = [
    ["a line break within", "Kim\nAda"],
    ["a null character", "Kim\u0000"],
    ["an escape", "Kim\u001b[31m"],
    ["DEL", "Kim\u007f"],
    ["a C1 control", "Kim\u0085Ada"],
    ["a right-to-left override", "Kim\u202eadA"],
    ["an embedding", "\u202aKim"],
    ["an isolate", "Kim\u2066"],
    ["33 characters", "k".repeat(33)],
  ] as const;
  test.each(BAD)("a join with %s in the name is refused and changes nothing", async (_, name) => {
    const { id, key } = newPrivateRoom();
    const { client } = await enter(server.socket(id));
    expect(await client.join({ key, name })).toMatchObject({
      type: "error",
      code: "bad-message",
      detail: expect.stringContaining("name") as string,
    });
    expect(await client.request({ action: "press" })).toMatchObject({ code: "not-allowed" });
    await client.close();
  });

  test("names in all scripts and with emoji are accepted and sent back unchanged except for trimming", async () => {
    const names = ["Kim", "Åsa", "张伟", "محمد", "🍅🍅", "x".repeat(32), ` ${"y".repeat(32)}\t`, "<b>&\"'"];
    const url = server.socket(newOpenRoom());
    const { client } = await enter(url);
    await client.join();
    const others = await Promise.all(names.map(() => enter(url)));
    for (const [i, { client: other }] of others.entries()) {
      expect(await other.join({ name: names[i] ?? "" })).toMatchObject({ type: "you" });
    }
    await client.next(naming(null, ...names.map((name) => name.trim())));
    for (const { client: other } of [...others, { client }]) other.terminate();
  });

  test.each([
    ["a name with an override", { name: "a\u202eb", kind: "x" }],
    ["a kind of 33 characters", { name: "a", kind: "k".repeat(33) }],
    ["a name that is not a string", { name: 7, kind: "x" }],
  ])("a board with %s is refused", async (_, board) => {
    const { client } = await enter(server.socket(newOpenRoom()));
    client.send({ action: "board", board });
    expect(await client.next()).toMatchObject({ type: "error", code: "bad-message" });
    await client.close();
  });
});
