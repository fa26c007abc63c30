/** The micro:bit's program on the micro:bit's chip: put on over the raw REPL, within its memory, with all its lines. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { pageTimers } from "../../src/board/timers";
import { openPort } from "../../src/board/serial";
import { InstallError } from "../../src/programs/installer";
import type { InstallContext } from "../../src/programs/installer";
import { makeMicroPythonInstaller } from "../../src/programs/micropython/install";
import { makeMicrobitInstaller } from "../../src/programs/microbit/install";
import { FakeMicrobitUsb, fakeUsb } from "../harness/fakes/daplink";
import { MICROBIT_HEX } from "../harness/tools";
import { QemuMicrobit } from "../harness/qemu-microbit";
import { waitFor } from "../harness/wait";
import { requireTools } from "../harness/with-tools";
import { hello, invalidLines, validLines } from "./lines";

vi.setConfig({ testTimeout: 180_000 });
requireTools("QEMU for ARM", "MicroPython for the micro:bit");

const FIRMWARE = new URL("../../firmware/", import.meta.url);
const load = (async (address: string) =>
  new Response(readFileSync(new URL(address.replace("/firmware/", ""), FIRMWARE)))) as typeof fetch;

const boards: QemuMicrobit[] = [];
const makeBoard = (hex?: string): QemuMicrobit => {
  const board = new QemuMicrobit(hex);
  boards.push(board);
  return board;
};
afterEach(() => vi.unstubAllGlobals());
afterEach(() => boards.splice(0).forEach((board) => board.stop()));

const context = (board: QemuMicrobit, options: Partial<InstallContext> = {}): InstallContext => ({
  timers: pageTimers,
  signal: new AbortController().signal,
  onProgress: () => {},
  choosePort: async () => board.port,
  awaitClick: async () => {},
  file: null,
  ...options,
});
const install = makeMicrobitInstaller(load);

describe("a micro:bit V1", () => {
  it("a micro:bit V1 gets the program, says hello, answers every line of the table, and is written again while it runs", async () => {
    const board = makeBoard();
    expect(await install(context(board))).toEqual({ board: "microbit" });

    const link = await openPort(board.port, pageTimers);
    let said = "";
    link.start(
      (bytes) => (said += Buffer.from(bytes).toString("latin1")),
      () => {},
    );
    await link.write(Buffer.from('\n{"t":"hello","p":1}\n'));
    await waitFor("the hello", () => said.includes(`${hello("microbit")}\n`), 20_000);
    for (const [description, line, answer] of [...validLines, ...invalidLines]) {
      said = "";
      await link.write(Buffer.from(`${line}\n`));
      await waitFor(description, () => said.endsWith("\n"), 20_000);
      expect(said.trim(), description).toBe(answer);
    }
    await link.close();
    expect(await install(context(board))).toEqual({ board: "microbit" });
  });

  it("a micro:bit V1 is written with the next attempt when the page was closed in the middle", async () => {
    const board = makeBoard();
    for (const part of [0.3, 0.9]) {
      const page = new AbortController();
      const onProgress: InstallContext["onProgress"] = (progress) => {
        if (progress.step === "write" && (progress.part ?? 0) >= part) page.abort("closed");
      };
      await expect(install(context(board, { signal: page.signal, onProgress }))).rejects.toBe("closed");
    }
    expect(await install(context(board))).toEqual({ board: "microbit" });
  });

  it("a micro:bit V1 without MicroPython gets the chosen .hex over WebUSB, and that MicroPython gets the program", async () => {
    const usb = new FakeMicrobitUsb();
    vi.stubGlobal("navigator", { usb: fakeUsb(usb) });
    const folder = mkdtempSync(join(tmpdir(), "microbit-"));
    const choosePort = async (why: string) => {
      expect([why, usb.opened]).toEqual(["again", false]);
      writeFileSync(join(folder, "written.hex"), usb.written ?? "");
      return makeBoard(join(folder, "written.hex")).port;
    };
    const steps: string[] = [];
    const onProgress: InstallContext["onProgress"] = ({ step }) =>
      void (step !== steps.at(-1) && steps.push(step));
    const file = readFileSync(MICROBIT_HEX);
    try {
      expect(await install({ ...context(makeBoard()), choosePort, file, onProgress })).toEqual({
        board: "microbit",
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
    expect(usb.faults).toEqual([]);
    expect(steps).toEqual([
      "connect",
      "write",
      "restart",
      "connect",
      "check",
      "write",
      "verify",
      "restart",
      "hello",
    ]);
  });

  it("a micro:bit V1 is refused by the installer for a Pico or an ESP32, which says what it is", async () => {
    const failure = await makeMicroPythonInstaller(load)(context(makeBoard())).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(InstallError);
    expect(failure).toMatchObject({ code: "no-micropython", detail: "micropython 1.9.2, microbit" });
  });
});
