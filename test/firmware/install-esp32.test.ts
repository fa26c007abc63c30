/** The page's installer for a bare ESP32, against a chip as strict as its ROM loader, and on to our program's hello. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { pageTimers } from "../../src/board/timers";
import { makeEsp32Installer } from "../../src/programs/esp32/install";
import type { InstallContext, InstallProgress } from "../../src/programs/installer";
import { md5 } from "../../src/programs/esp32/md5";
import { CHIPS, checkImage } from "../../src/programs/esp32/image";
import { EspChip, ESP32, ESP32_C3, NATIVE_USB } from "../harness/fakes/esp-chip";
import type { EspKind } from "../harness/fakes/esp-chip";
import { FakeSerial } from "../harness/fakes/fake-serial";
import { makeImage } from "../harness/micropython-image";
import { ReplBoard } from "../harness/repl-board/board";

vi.setConfig({ testTimeout: 120_000 });

const FIRMWARE = new URL("../../firmware/", import.meta.url);
const load = (async (address: string) =>
  new Response(readFileSync(new URL(address.replace("/firmware/", ""), FIRMWARE)))) as typeof fetch;

const boards: ReplBoard[] = [];
afterEach(async () => {
  await Promise.all(boards.splice(0).map((board) => board.powerOff()));
});

/** A board with a bare chip; once it has MicroPython's image, MicroPython runs on it. */
function makeChip(kind: EspKind = ESP32) {
  const chip = new EspChip(kind);
  const serial = new FakeSerial();
  const port = serial.grant(chip.device);
  chip.onCut = () => serial.unplug(chip.device);
  chip.onBoot = (send) => {
    const machine = `Generic ${kind.name.replace("-", "")} module with ${kind.name.replace("-", "")}`;
    const board = new ReplBoard({ platform: "esp32", machine });
    boards.push(board);
    board.onBytes = send;
    return (bytes) => board.receive(bytes);
  };
  return { chip, serial, port };
}
function install(port: unknown, file: Uint8Array | null, options: Partial<InstallContext> = {}) {
  const progress: InstallProgress[] = [];
  const context: InstallContext = {
    timers: pageTimers,
    signal: new AbortController().signal,
    onProgress: (one) => progress.push(one),
    choosePort: async () => port as Awaited<ReturnType<InstallContext["choosePort"]>>,
    awaitClick: async () => {},
    file,
    ...options,
  };
  return { progress, result: makeEsp32Installer(load)(context) };
}

describe("a bare ESP32", () => {
  it.each([
    [ESP32, 0, "esp32"],
    [ESP32_C3, 5, "esp32c3"],
  ])("gets MicroPython, then our program, and says hello (%o)", async (kind, chipId, name) => {
    const { chip, port } = makeChip(kind);
    const image = makeImage(chipId);
    const { progress, result } = install(port, image);
    expect(await result).toEqual({ board: name });
    expect(chip.faults).toEqual([]);
    expect(
      Buffer.from(chip.flash.subarray(kind.bootOffset, kind.bootOffset + image.length)).equals(image),
    ).toBe(true);
    const steps = progress.map(({ step }) => step).filter((step, i, all) => step !== all[i - 1]);
    expect(steps).toEqual([
      "connect",
      "check",
      "erase",
      "write",
      "verify",
      "restart",
      "connect",
      "check",
      "write",
      "verify",
      "restart",
      "hello",
    ]);
    expect(boards.flatMap(({ violations }) => violations)).toEqual([]);
  });

  it("a bare ESP32 with its own USB is back as another port, for which the person is asked, and says hello", async () => {
    const chip = new EspChip(ESP32_C3, 4, NATIVE_USB);
    const serial = new FakeSerial();
    const port = serial.grant(chip.device);
    let board: ReplBoard | undefined;
    chip.onBoot = () => {
      serial.unplug(chip.device);
      board = new ReplBoard({ platform: "esp32", machine: "Generic ESP32C3 module with ESP32C3" });
      boards.push(board);
      return () => {};
    };
    const asked: string[] = [];
    const choosePort: InstallContext["choosePort"] = async (why) => {
      asked.push(why);
      return why === "again" ? (board?.port ?? null) : port;
    };
    expect(await install(port, makeImage(5), { choosePort }).result).toEqual({ board: "esp32c3" });
    expect([asked, chip.faults]).toEqual([["board", "again"], []]);
  });

  it("a bare ESP32 is written although blocks are damaged on the line", async () => {
    const { chip, port } = makeChip();
    chip.damagedBlocks = 2;
    expect(await install(port, makeImage(0)).result).toEqual({ board: "esp32" });
    expect(chip.faults).toEqual(Array(2).fill("a block with a wrong checksum"));
  });

  it("a bare ESP32 with an image for another chip is refused before a byte of the flash memory changes", async () => {
    const { chip, port } = makeChip();
    await expect(install(port, makeImage(5)).result).rejects.toMatchObject({
      code: "wrong-file",
      detail: "for ESP32-C3, and the board has ESP32",
    });
    expect(chip.flash.every((byte) => byte === 0xa5)).toBe(true);
    expect(port.readable).toBeNull(); // closed
  });

  it("a bare ESP32 is told as not verified where the flash memory does not keep a bit", async () => {
    const { chip, port } = makeChip();
    chip.stuckAt = 0x1000 + 77;
    await expect(install(port, makeImage(0)).result).rejects.toMatchObject({ code: "not-verified" });
  });

  it.each([40, 9000, 60_000, 400_000])(
    "whose cable is pulled after %i bytes is written with the next attempt",
    async (cutAfter) => {
      const { chip, serial, port } = makeChip();
      chip.cutAfter = cutAfter;
      await expect(install(port, makeImage(0)).result).rejects.toMatchObject({ code: "unplugged" });
      chip.cutAfter = -1;
      expect(await install(serial.replug(chip.device), makeImage(0)).result).toEqual({ board: "esp32" });
    },
  );

  it("a bare ESP32 that says nothing is no answer, and a port that another program has cannot be opened", async () => {
    const silent = makeChip();
    silent.chip.device.onBytes = () => {};
    await expect(install(silent.port, makeImage(0)).result).rejects.toMatchObject({ code: "no-answer" });
    expect(silent.port.readable).toBeNull();
    const busy = makeChip();
    busy.chip.device.failingOpens = 10;
    await expect(install(busy.port, makeImage(0)).result).rejects.toMatchObject({ code: "no-open" });
  });

  it("a bare ESP32 is left at once when the person cancels, and the port is closed", async () => {
    const { port } = makeChip();
    const cancel = new AbortController();
    const { result } = install(port, makeImage(0), {
      signal: cancel.signal,
      onProgress: ({ step, part }) => {
        if (step === "write" && (part ?? 0) > 0.3) cancel.abort("cancelled");
      },
    });
    await expect(result).rejects.toBe("cancelled");
    expect(port.readable).toBeNull();
  });
});

describe("the chosen file", () => {
  const image = makeImage(0);
  const changed = (change: (copy: Uint8Array) => void) => {
    const copy = image.slice();
    change(copy);
    return copy;
  };
  it.each<[string, Uint8Array | null]>([
    ["no file", null],
    ["an empty file", new Uint8Array()],
    ["a .uf2", new TextEncoder().encode("UF2\n".padEnd(600_000))],
    ["no magic byte", changed((copy) => (copy[0] = 0xe8))],
    ["no segments", changed((copy) => (copy[1] = 0))],
    ["an unknown chip", changed((copy) => (copy[12] = 99))],
    ["a file that is cut off", image.slice(0, 300_000)],
    ["no table of partitions", changed((copy) => (copy[0x7000] = 0))],
    ["no MicroPython in it", changed((copy) => (copy[300_000] = 0))],
  ])("is refused before the board is asked for: %s", async (_, file) => {
    const choosePort = vi.fn<InstallContext["choosePort"]>();
    await expect(install(null, file, { choosePort }).result).rejects.toMatchObject({ code: "wrong-file" });
    expect(choosePort).not.toHaveBeenCalled();
  });

  it("the chosen file is for the chip in its head, at the offset that esptool-js knows for it", async () => {
    const { CHIP_DEFS } = (await import("../../node_modules/esptool-js/lib/targets/index.js")) as {
      CHIP_DEFS: Record<
        string,
        { CHIP_NAME: string; IMAGE_CHIP_ID: number; BOOTLOADER_FLASH_OFFSET: number }
      >;
    };
    for (const [id, chip] of CHIPS) {
      expect(checkImage(makeImage(id))).toBe(chip);
      const known = Object.values(CHIP_DEFS).find(({ CHIP_NAME }) => CHIP_NAME === chip.name);
      expect([known?.IMAGE_CHIP_ID, known?.BOOTLOADER_FLASH_OFFSET]).toEqual([id, chip.offset]);
    }
  });
});

describe("MD5", () => {
  it.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 70_000])(
    "the MD5 of %i bytes is that of Node",
    (length) => {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 31 + 7) & 0xff);
      expect(md5(bytes)).toBe(createHash("md5").update(bytes).digest("hex"));
    },
  );
});
