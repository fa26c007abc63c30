/** Finds the alarms of all rooms again after workerd's list of them was lost. The folder is simulated. */
import { expect, test, vi } from "vitest";

interface Rooms {
  readonly folder: { fetch(url: string, init: { method: string }): Promise<Response> };
  readonly wake: (file: string) => Promise<void>;
  readonly canWake: (file: string) => Promise<boolean>;
  readonly clock: () => number;
}
const { LostAlarms } = await vi.importActual<{
  LostAlarms: new (wait: (ms: number) => Promise<unknown>) => {
    needsRun(now: number): boolean;
    run(rooms: Rooms): Promise<void>;
  };
}>("../../../party/platform/lostAlarms");

const idOf = (n: number): string => String(n).repeat(64);

function create(isMarked: boolean) {
  const state = { isMarked, now: 1000 };
  const woken: string[] = [];
  const names = ["1", "2", "3"].flatMap((n) => [`${n.repeat(64)}.sqlite`, `${n.repeat(64)}.sqlite-wal`]);
  const list = ["metadata.sqlite", "alarms-are-lost", ...names].map((name) => ({ name, type: "file" }));
  const folder = {
    fetch(url: string, { method }: { method: string }): Promise<Response> {
      const isMark = url.endsWith("/alarms-are-lost");
      if (isMark && method === "DELETE") state.isMarked = false;
      if (isMark) return Promise.resolve(new Response(null, { status: state.isMarked ? 200 : 404 }));
      return Promise.resolve(Response.json(list));
    },
  };
  const alarms = new LostAlarms((ms) => Promise.resolve((state.now += ms)));
  const run = (rooms: Partial<Rooms> = {}): Promise<void> =>
    alarms.run({
      folder,
      wake: (file) => Promise.resolve(void woken.push(file)),
      canWake: () => Promise.resolve(true),
      clock: () => state.now,
      ...rooms,
    });
  return { state, woken, alarms, run };
}

vi.spyOn(console, "warn").mockReturnValue();
vi.spyOn(console, "error").mockReturnValue();

test("with the mark, each room is woken once, and then the mark is deleted", async () => {
  const { state, woken, alarms, run } = create(true);
  expect(alarms.needsRun(0)).toBe(true);
  await run();
  expect(woken).toEqual([1, 2, 3].map(idOf));
  expect([state.isMarked, alarms.needsRun(1e9)]).toEqual([false, false]);
});

test("without the mark no room is woken", async () => {
  const { woken, run } = create(false);
  await run();
  expect(woken).toEqual([]);
});

test("rooms wait for a disk that is full, and a room that cannot be woken does not keep the others", async () => {
  const { state, woken, run } = create(true);
  await run({
    canWake: () => Promise.resolve(state.now > 9000),
    wake: (file) =>
      file === idOf(2) ? Promise.reject(new Error("damaged")) : Promise.resolve(void woken.push(file)),
  });
  expect(woken).toEqual([1, 3].map(idOf));
  expect(state.isMarked).toBe(false);
});

test("a run that was cancelled with its request is begun again", async () => {
  const { alarms, run } = create(true);
  void run({ wake: () => new Promise(() => {}) });
  expect([alarms.needsRun(2000), alarms.needsRun(40_000)]).toEqual([false, true]);
});
