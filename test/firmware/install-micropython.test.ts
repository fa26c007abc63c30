/** The page's installer against MicroPython's own raw REPL: files, restart, hello, and a press of the same board. */
import { readFileSync } from "node:fs";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { openPort } from "../../src/board/serial";
import type { BoardEvent } from "../../src/board/board";
import { makeSession } from "../../src/board/session";
import { pageTimers } from "../../src/board/timers";
import type { InstallContext, InstallProgress } from "../../src/programs/installer";
import { makeMicroPythonInstaller } from "../../src/programs/micropython/install";
import { MICROPYTHON_PROGRAM } from "../../src/programs/micropython/files";
import { CHUNK_INTERVAL_MS } from "../../src/programs/micropython/limits";
import { SeededRandom } from "../harness/random";
import { ReplBoard } from "../harness/repl-board/board";
import type { Disk } from "../harness/repl-board/board";
import { waitFor } from "../harness/wait";

vi.setConfig({ testTimeout: 120_000 });

const FIRMWARE = new URL("../../firmware/", import.meta.url);
const load = (async (address: string) =>
  new Response(readFileSync(new URL(address.replace("/firmware/", ""), FIRMWARE)))) as typeof fetch;
const ours = MICROPYTHON_PROGRAM.files.map(
  (name) => [name, readFileSync(new URL(`micropython/${name}`, FIRMWARE))] as const,
);

const boards: ReplBoard[] = [];
function makeBoard(...options: ConstructorParameters<typeof ReplBoard>): ReplBoard {
  const board = new ReplBoard(...options);
  boards.push(board);
  return board;
}
afterEach(async () => {
  await Promise.all(boards.splice(0).map((board) => board.powerOff()));
});

/** Real time, but without the pauses between two chunks: the emulated board cannot lose bytes. */
const timers = {
  ...pageTimers,
  after: (ms: number, run: () => void) => pageTimers.after(ms <= CHUNK_INTERVAL_MS ? 0 : ms, run),
};

function install(board: ReplBoard, options: Partial<InstallContext> = {}) {
  const progress: InstallProgress[] = [];
  const context: InstallContext = {
    timers,
    signal: new AbortController().signal,
    onProgress: (one) => progress.push(one),
    choosePort: async () => board.port,
    awaitClick: async () => {},
    file: null,
    ...options,
  };
  return { progress, result: makeMicroPythonInstaller(load)(context) };
}
const textOf = (disk: Disk) =>
  Object.fromEntries(disk.map(([name, bytes]) => [name, Buffer.from(bytes).toString()]));
const OURS = textOf(ours);
/** The program of an earlier version. */
const OLD: Disk = [
  ["main.py", Buffer.from(`"""Shared Pomodoro, an earlier version."""\nimport pomodoro_board\n`)],
  ["pomodoro_board.py", Buffer.from("import time\nwhile True:\n    time.sleep_ms(1)\n")],
];

describe("a board with MicroPython", () => {
  it.each([true, false])(
    "a board with MicroPython gets the four files, says hello, and its button presses (raw-paste mode: %s)",
    async (hasPaste) => {
      const board = makeBoard({ hasPaste });
      const { progress, result } = install(board);
      expect(await result).toEqual({ board: "rp2040" });
      expect(board.violations).toEqual([]);
      expect([...new Set(progress.map(({ step }) => step))]).toEqual([
        "connect",
        "check",
        "write",
        "verify",
        "restart",
        "hello",
      ]);

      const events: BoardEvent[] = [];
      const session = makeSession(await openPort(board.port, pageTimers), pageTimers);
      session.start((event) => events.push(event));
      session.show(() => ({ s: 1, left: 1500, total: 1500, held: 0 }));
      await waitFor("the light", () => events.some(({ type }) => type === "light"));
      // A button that is down in the first 20 ms of a program counts as held at the start, which is no press.
      const startedAt = performance.now();
      await waitFor("the first level of the button", () => performance.now() > startedAt + 200);
      board.press(true);
      await waitFor("the press", () => events.some(({ type }) => type === "down"));
      await session.close();
      expect(textOf(await board.powerOff())).toEqual(OURS);
    },
  );
});

describe("a board that was interrupted", () => {
  /**
   * How many bytes an installation sends until all files have their names, with raw-paste mode and without. The restart
   * and the hellos after it take more or fewer bytes, as long as the board takes.
   */
  const totals = new Map<boolean, number>();
  beforeAll(async () => {
    for (const hasPaste of [true, false]) {
      const board = makeBoard({ hasPaste, disk: OLD });
      const onProgress = ({ step }: InstallProgress): void => {
        if (step === "restart") totals.set(hasPaste, board.readCount);
      };
      await install(board, { onProgress }).result;
    }
  });
  const random = new SeededRandom(17);
  /** Anywhere, and the end, where the files get their names; before these the first bytes, which are control characters. */
  const shares = [...Array.from({ length: 8 }, () => random.next()), 0.97, 0.98, 0.985, 0.99, 0.995, 0.999];
  const placeOf = (place: number, hasPaste: boolean) =>
    place >= 1 ? place : Math.round(place * (totals.get(hasPaste) ?? NaN));
  const cases = [1, 2, 3, 4, ...shares].map((place, i) => [place, i % 3 !== 0] as const);

  it.each(cases)(
    "a board that was interrupted loses its power after %d of the bytes, and is written with the next attempt (raw-paste mode: %s)",
    async (place, hasPaste) => {
      const first = makeBoard({ cutAfter: placeOf(place, hasPaste), hasPaste, disk: OLD });
      await expect(install(first).result).rejects.toMatchObject({ code: "unplugged" });
      const disk = await first.off;
      // A main.py is whole at every moment.
      expect([textOf(OLD)["main.py"], OURS["main.py"]]).toContain(textOf(disk)["main.py"]);
      const second = makeBoard({ disk, hasPaste });
      expect(await install(second).result).toEqual({ board: "rp2040" });
      expect(textOf(await second.powerOff())).toEqual(OURS);
      expect([...first.violations, ...second.violations]).toEqual([]);
    },
  );

  it.each(shares)(
    "a board that was interrupted keeps its power when the page is closed after %d of the bytes, and is written with the next attempt",
    async (place) => {
      const board = makeBoard({ disk: OLD });
      const page = new AbortController();
      const { result } = install(board, { signal: page.signal });
      const failure = expect(result).rejects.toBe("closed");
      await waitFor("the place", () => board.readCount >= placeOf(place, true), 60_000);
      page.abort("closed");
      await failure;
      expect(await install(board).result).toEqual({ board: "rp2040" });
      expect(textOf(await board.powerOff())).toEqual(OURS);
      expect(board.violations).toEqual([]);
    },
  );
});

describe("a board that already has a program", () => {
  it("a board that already has a program is taken over while our own main.py runs, and while it starts", async () => {
    const board = makeBoard({ disk: ours });
    await waitFor("the first hello", () => board.said.includes('"t":"hello"'), 20_000);
    expect(await install(board).result).toEqual({ board: "rp2040" });
    const starting = makeBoard({ disk: ours });
    expect(await install(starting).result).toEqual({ board: "rp2040" });
    expect(textOf(await starting.powerOff())).toEqual(OURS);
  });

  it("a board that already has a program keeps a main.py of somebody else as main-before.py", async () => {
    const program = 'import time\nprint("mine")\nwhile True:\n    time.sleep_ms(10)\n';
    const board = makeBoard({
      disk: [
        ["main.py", Buffer.from(program)],
        ["data.txt", Buffer.from("kept")],
      ],
    });
    expect(await install(board).result).toEqual({ board: "rp2040" });
    expect(textOf(await board.powerOff())).toEqual({
      ...OURS,
      "main-before.py": program,
      "data.txt": "kept",
    });
  });

  it("a board that already has a program is written although its main.py prints without a pause", async () => {
    const program = 'import time\nwhile True:\n    print("x" * 40)\n    time.sleep_ms(1)\n';
    const board = makeBoard({ disk: [["main.py", Buffer.from(program)]] });
    expect(await install(board).result).toEqual({ board: "rp2040" });
  });

  it("a board that already has a program is written although its boot.py does not end", async () => {
    const program = "import time\nwhile True:\n    time.sleep_ms(10)\n";
    const board = makeBoard({ disk: [["boot.py", Buffer.from(program)]] });
    // The program cannot start after the boot.py either: the page says that there is no hello.
    await expect(install(board).result).rejects.toMatchObject({ code: "no-hello" });
    expect(textOf(await board.powerOff())).toEqual({ ...OURS, "boot.py": program });
  });

  it("a board that already has a program is written although its main.py is broken", async () => {
    const board = makeBoard({ disk: [["main.py", Buffer.from("import (")]] });
    expect(await install(board).result).toEqual({ board: "rp2040" });
  });
});

const openFails = (body: string) => `
real_open = builtins.open
class File:
    def __init__(self, file):
        self.file = file
        self.room = 900
    def read(self, *count):
        return self.file.read(*count)
    def close(self):
        self.file.close()
    def write(self, data):
        self.room -= len(data)
        if self.room < 0:
            ${body.includes("memory") ? 'raise MemoryError("memory allocation failed, allocating 512 bytes")' : "raise OSError(28)"}
        return self.file.write(${body.includes("damaged") ? "bytes([data[0] ^ 1]) + data[1:]" : "data"})
def open(name, mode="r"):
    if "w" in mode and ${body.includes("read-only") ? "True" : "False"}:
        raise OSError(30)
    return File(real_open(name, mode))
builtins.open = open
`;

describe("a board whose person cancels", () => {
  it("a board whose person cancels runs its own program again", async () => {
    const board = makeBoard({ disk: [["main.py", Buffer.from('print("mine")\n')]] });
    await waitFor("its program", () => board.said.includes("mine\n"), 20_000);
    const cancel = new AbortController();
    const onProgress: InstallContext["onProgress"] = ({ step }) => {
      if (step === "verify") cancel.abort("cancelled");
    };
    await expect(install(board, { signal: cancel.signal, onProgress }).result).rejects.toBe("cancelled");
    await waitFor("its program again", () => board.said.split("mine\n").length === 3, 20_000);
  });
});

describe("a board that cannot be written", () => {
  const mine: Disk = [["main.py", Buffer.from('print("mine")\n')]];

  it.each([
    ["its flash is full", openFails("full"), "not-written", "OSError: 28"],
    ["its file system is read-only", openFails("read-only"), "not-written", "OSError: 30"],
    ["its memory is used up", openFails("memory"), "not-written", "MemoryError: memory allocation failed"],
  ])("stays as it was where %s, and the error says so", async (_, boot, code, detail) => {
    const board = makeBoard({ boot, disk: mine });
    const failure = await install(board).result.catch((error: unknown) => error);
    expect(failure).toMatchObject({ code });
    expect(String(failure)).toContain(detail);
    const disk = textOf(await board.powerOff());
    expect(disk).toEqual(textOf(mine));
  });

  it("a board is told as not verified where its flash keeps other bytes than were written", async () => {
    const board = makeBoard({ boot: openFails("damaged").replace("900", "90000"), disk: mine });
    await expect(install(board).result).rejects.toMatchObject({ code: "not-verified" });
    expect(textOf(await board.powerOff())["main.py"]).toBe(textOf(mine)["main.py"]);
  });

  it("a board is refused where it runs CircuitPython, or a MicroPython that is too old, before anything is written", async () => {
    const set = (name: string, value: string) =>
      `import sys as fake_sys\nobject.__setattr__(fake_sys.implementation, "${name}", ${value})\n`;
    for (const [boot, detail] of [
      [set("name", '"circuitpython"'), "circuitpython 1.27.0, Raspberry Pi Pico with RP2040"],
      [set("version", "(1, 19, 1)"), "micropython 1.19.1, Raspberry Pi Pico with RP2040"],
    ] as const) {
      const board = makeBoard({ boot, disk: mine });
      await expect(install(board).result).rejects.toMatchObject({ code: "no-micropython", detail });
      expect(textOf(await board.powerOff())).toEqual(textOf(mine));
    }
  });

  it("a board is not touched where our own server does not have the files", async () => {
    const board = makeBoard({ disk: mine });
    for (const answer of [
      new Response("<!doctype html>"),
      new Response("no", { status: 404 }),
      new Response("x".repeat(40_000)),
      new Response(""),
    ]) {
      const choosePort = vi.fn<InstallContext["choosePort"]>();
      const broken = makeMicroPythonInstaller((async () => answer.clone()) as typeof fetch);
      const signal = new AbortController().signal;
      const awaitClick = async (): Promise<void> => {};
      const context = { timers, signal, onProgress: () => {}, choosePort, awaitClick, file: null };
      await expect(broken(context)).rejects.toMatchObject({ code: "not-loaded" });
      expect(choosePort).not.toHaveBeenCalled();
    }
    expect(textOf(await board.powerOff())).toEqual(textOf(mine));
  });

  it("a board runs its own program again when it is refused", async () => {
    const board = makeBoard({ platform: "samd", machine: "Other board with SAMD21", disk: mine });
    await waitFor("its program", () => board.said.includes("mine\n"), 20_000);
    await expect(install(board).result).rejects.toMatchObject({ code: "wrong-board" });
    await waitFor("its program again", () => board.said.split("mine\n").length === 3, 20_000);
    expect(textOf(await board.powerOff())).toEqual(textOf(mine));
  });
});
