/** How the worker lets overdue rooms ring. The rooms are simulated. */
import { afterEach, expect, test, vi } from "vitest";
import { ringOverdue } from "../../../party/platform/overdueRooms";
import { MAX_ROOMS } from "../../../party/shared/overdueRooms";

const idOf = (n: number): string => n.toString(16).padStart(64, "0");
const ROOMS = Array.from({ length: MAX_ROOMS }, (_, i) => idOf(i));
afterEach(() => vi.restoreAllMocks());

/** What the worker answers, and the rooms that have rung. */
async function ask(
  rooms: unknown,
  canWake: (file: string) => boolean = () => true,
  ring: (file: string) => Promise<unknown> = () => Promise.resolve(),
) {
  const rung: string[] = [];
  const request = new Request("http://server/overdue-rooms", { method: "POST", body: JSON.stringify(rooms) });
  const response = await ringOverdue(request, {
    canWake: (file) => Promise.resolve(canWake(file)),
    ring: async (file) => {
      await ring(file);
      rung.push(file);
    },
  });
  const text = await response.text();
  return { status: response.status, text, rung };
}

test("each room rings when the one before has rung", async () => {
  let open = 0;
  const { status, text, rung } = await ask(ROOMS, undefined, async () => {
    expect(++open).toBe(1);
    await Promise.resolve();
    open--;
  });
  expect([status, text]).toEqual([200, JSON.stringify({ done: MAX_ROOMS })]);
  expect(rung).toEqual(ROOMS);
});

test("where a room cannot be woken at present, the answer tells how many before it have rung", async () => {
  const { text, rung } = await ask(ROOMS, (file) => file !== idOf(2));
  expect(text).toBe(JSON.stringify({ done: 2 }));
  expect(rung).toEqual(ROOMS.slice(0, 2));
});

test("a room that fails delays no other, and the log names its file", async () => {
  const log = vi.spyOn(console, "error").mockReturnValue();
  const { text, rung } = await ask(ROOMS, undefined, (file) =>
    file === idOf(1) ? Promise.reject(new Error("damaged")) : Promise.resolve(),
  );
  expect(text).toBe(JSON.stringify({ done: MAX_ROOMS }));
  expect(rung).toEqual(ROOMS.filter((file) => file !== idOf(1)));
  expect(log).toHaveBeenCalledExactlyOnceWith(
    expect.stringContaining(`rooms/${idOf(1)}.sqlite`),
    expect.any(Error),
  );
});

test.each([[["a room"]], [{}], [[...ROOMS, ...ROOMS]]])(
  "%j is no list of rooms: nothing rings",
  async (rooms) => {
    const { status, rung } = await ask(rooms);
    expect([status, rung]).toEqual([400, []]);
  },
);
