/** The list of a room that several people edit at once: each device sends, merges and sends again. */
import { createRoot, createSignal } from "solid-js";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { toAction } from "../../../party/shared/actions";
import { fromRoomMessage, toRoomMessage } from "../../../party/shared/codec";
import type { ErrorCode } from "../../../party/shared/errors";
import { judgeMore } from "../../../party/shared/moreActions";
import { newPomodoro, refusalIn, transition } from "../../../party/shared/pomodoro";
import type { Pomodoro } from "../../../party/shared/pomodoro";
import type { RoomMessage } from "../../../party/shared/serverMessages";
import type { Item } from "../../../party/shared/team";
import { changeTurns } from "../../../src/room/changeTurns";
import type { ActionInput, ActionTarget, Answer, ConnectionState, Room } from "../../../src/room/createRoom";
import { listEditorOf } from "../../../src/room/listEditor";

const NOW = 1_790_000_000_000;
const BY = { name: null, via: "app" } as const;
const item = (id: string, text = id, done = false): Item => ({ id, text, done });

/** A server with the real machine. Every answer and every message takes a turn of the event loop. */
class Server {
  pomodoro: Pomodoro = newPomodoro();
  readonly devices: Device[] = [];
  /** What the next action is refused with. */
  refusal: ErrorCode | null = null;
  judge(input: ActionInput, target: ActionTarget): Answer {
    const refused = this.refusal;
    this.refusal = null;
    if (refused !== null) return { ok: false, code: refused };
    const [next, events] = transition(
      this.pomodoro,
      { action: toAction(input), by: BY, on: target.on },
      NOW,
      judgeMore,
    );
    const refusal = refusalIn(events);
    if (refusal !== null) return { ok: false, ...refusal };
    this.pomodoro = next;
    for (const device of this.devices) device.hear();
    return { ok: true, ms: 0 };
  }
  get list(): readonly Item[] {
    return this.pomodoro.list;
  }
}
class Device {
  readonly #received = createSignal<RoomMessage | null>(null);
  readonly #connection = createSignal<ConnectionState>("open");
  /** How many actions it has sent. */
  sent = 0;
  /** Whether the answer to the next action is lost, which happens nevertheless. */
  losesAnswer = false;
  readonly room: Room;
  constructor(readonly server: Server) {
    server.devices.push(this);
    const act = async (input: ActionInput, target: ActionTarget = {}): Promise<Answer> => {
      if (this.#connection[0]() !== "open") return { ok: false, code: "offline" };
      this.sent++;
      await Promise.resolve();
      if (!this.losesAnswer) return server.judge(input, target);
      this.losesAnswer = false;
      this.lose();
      server.judge(input, target);
      return { ok: false, code: "unknown" };
    };
    this.room = {
      received: this.#received[0],
      connection: this.#connection[0],
      shown: () => fromRoomMessage(toRoomMessage(server.pomodoro, NOW)),
      now: () => NOW,
      act,
    } as unknown as Room;
    this.hear();
  }
  hear(): void {
    if (this.#connection[0]() === "open") this.#received[1](toRoomMessage(this.server.pomodoro, NOW));
  }
  lose(): void {
    this.#connection[1]("lost");
  }
  connect(): void {
    this.#connection[1]("open");
    this.hear();
  }
  add(...items: Item[]): void {
    listEditorOf(this.room).change((all) => [...all, ...items]);
  }
  get items(): string {
    return listEditorOf(this.room)
      .items()
      .map(({ id }) => id)
      .join("");
  }
}
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(5000);

let server: Server;
let [ada, bo] = [] as unknown as [Device, Device];
let dispose: () => void;
beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  createRoot((end) => {
    dispose = end;
    server = new Server();
    [ada, bo] = [new Device(server), new Device(server)];
  });
});
afterEach(() => {
  dispose();
  vi.useRealTimers();
});

describe("the list editor", () => {
  test("a change shows at once, and reaches the room", async () => {
    ada.add(item("a"));
    expect([ada.items, listEditorOf(ada.room).isWaiting()]).toEqual(["a", true]);
    await settle();
    expect(server.list).toEqual([item("a")]);
    expect([bo.items, listEditorOf(ada.room).isWaiting()]).toEqual(["a", false]);
  });

  test("two people who add at once lose nothing, and both see the same order", async () => {
    ada.add(item("a"));
    bo.add(item("b"));
    await settle();
    expect(server.list.map(({ id }) => id).toSorted()).toEqual(["a", "b"]);
    expect(ada.items).toBe(bo.items);
  });

  test("several changes in a row wait for each other, while somebody else changes the list, too", async () => {
    for (const id of "abcd") ada.add(item(id));
    for (const id of "wxyz") bo.add(item(id));
    await settle();
    expect([...ada.items].toSorted().join("")).toBe("abcdwxyz");
    expect(ada.items).toBe(bo.items);
  });

  test("a change without a connection is sent when there is one, into what the list is then", async () => {
    ada.lose();
    ada.add(item("a"));
    bo.add(item("b"));
    await settle();
    expect([server.list, ada.items]).toEqual([[item("b")], "a"]);
    ada.connect();
    await settle();
    expect([ada.items, bo.items]).toEqual(["ba", "ba"]);
  });

  test("a change whose answer was lost is there once", async () => {
    ada.losesAnswer = true;
    ada.add(item("a"));
    await settle();
    bo.add(item("b"));
    await settle();
    ada.connect();
    await settle();
    expect([ada.items, bo.items, server.list.length]).toEqual(["ab", "ab", 2]);
  });

  test("a change that the room refuses is taken back, and the reason is told", async () => {
    server.refusal = "not-allowed";
    ada.add(item("a"));
    await settle();
    expect([ada.items, listEditorOf(ada.room).problem()]).toEqual(["", "not-allowed"]);
  });

  test("an answer “too fast” is waited for", async () => {
    server.refusal = "too-fast";
    ada.add(item("a"));
    await settle();
    expect(bo.items).toBe("a");
  });

  test("what has no place any more, because others have filled the list, is told and not sent", async () => {
    bo.add(...Array.from({ length: 29 }, (_, i) => item(`b${i}`)));
    await settle();
    ada.add(item("a"));
    bo.add(item("b"));
    await settle();
    expect(server.list).toHaveLength(30);
    const [first, second] = [ada, bo].map(({ room }) => listEditorOf(room).problem());
    expect([first, second].filter((one) => one === "full")).toHaveLength(1);
    expect(ada.items).toBe(bo.items);
  });
});

describe("a change of the turns", () => {
  const names = (...all: string[]) => all.map((name) => ({ name, away: false }));

  test("two changes at once both count", async () => {
    await changeTurns(ada.room, () => ({ names: names("Ada", "Bo"), at: 0 }));
    const add = (name: string) => (turns: { names: readonly { name: string; away: boolean }[] } | null) => ({
      names: [...(turns?.names ?? []), ...names(name)],
      at: 0,
    });
    await Promise.all([changeTurns(ada.room, add("Cy")), changeTurns(bo.room, add("Di"))]);
    const list = server.pomodoro.turns?.names.map(({ name }) => name) ?? [];
    expect(list.toSorted()).toEqual(["Ada", "Bo", "Cy", "Di"]);
  });

  test("a refusal is the answer", async () => {
    server.refusal = "not-allowed";
    expect(await changeTurns(ada.room, () => null)).toMatchObject({ code: "not-allowed" });
  });
});
