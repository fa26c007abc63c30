/** MicroPython for a micro:bit over WebUSB: microbit-connection against a model of the interface chip. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { pageTimers } from "../../src/board/timers";
import type { InstallContext } from "../../src/programs/installer";
import { makeMicrobitInstaller } from "../../src/programs/microbit/install";
import { FakeMicrobitUsb, fakeUsb } from "../harness/fakes/daplink";
import { HEX_END, hexLines, hexRecord, toHexFile } from "../harness/hex-file";

afterEach(() => vi.unstubAllGlobals());

const FILE = toHexFile(...hexLines());
const TEXT = new TextDecoder().decode(FILE);
const load = (async () => new Response("print('ours')\n")) as unknown as typeof fetch;

/** Installs up to the choice of the serial port, which the person gives up. */
function install(device: FakeMicrobitUsb | null, file = FILE, options: Partial<InstallContext> = {}) {
  vi.stubGlobal("navigator", { usb: fakeUsb(device) });
  const choosePort = vi.fn<InstallContext["choosePort"]>(async () => null);
  const context: InstallContext = {
    timers: pageTimers,
    signal: new AbortController().signal,
    onProgress: () => {},
    choosePort,
    awaitClick: async () => {},
    file,
    ...options,
  };
  return { choosePort, result: makeMicrobitInstaller(load)(context).catch((error: unknown) => error) };
}

describe("a micro:bit over WebUSB", () => {
  it("a micro:bit over WebUSB gets the chosen .hex as a whole, and the serial port is asked for when the USB device is closed", async () => {
    const device = new FakeMicrobitUsb();
    const { choosePort, result } = install(device);
    expect(await result).toMatchObject({ name: "AbortError" });
    expect([device.written, device.opened, device.faults]).toEqual([TEXT, false, []]);
    expect(choosePort).toHaveBeenCalledExactlyOnceWith("again");
  });

  it.each([
    ["9900", 0],
    ["9904", 1],
  ])("gets the part of a universal .hex that is for its version (%s)", async (boardId, part) => {
    const block = (id: number) => hexRecord(0x0a, Uint8Array.of(0x99, id, 0xc0, 0xde));
    const name = hexRecord(0, new TextEncoder().encode("MicroPython V1"));
    const name2 = hexRecord(0x0d, new TextEncoder().encode("MicroPython V2"));
    const start = hexRecord(4, Uint8Array.of(0, 0));
    const file = toHexFile(start, block(0x00), name, start, block(0x03), name2, HEX_END);
    const device = new FakeMicrobitUsb(boardId);
    expect(await install(device, file).result).toMatchObject({ name: "AbortError" });
    expect(device.written).toContain([name, name2.replace(/^(:.{6})0D/, "$100").slice(0, -2)][part]);
    expect(device.written).not.toContain([name2.slice(9, -2), name.slice(9, -2)][part]);
  });

  it.each([0, 3, 12, 100])(
    "whose cable is pulled after %i packets is written with the next attempt",
    async (cutAfter) => {
      const device = new FakeMicrobitUsb();
      device.cutAfter = cutAfter;
      const { choosePort, result } = install(device);
      expect(await result).toMatchObject({ code: "unplugged" });
      expect(choosePort).not.toHaveBeenCalled();
      device.cutAfter = -1;
      await device.close();
      await install(device).result;
      expect(device.written).toBe(TEXT);
    },
  );

  it("a micro:bit over WebUSB is asked for in another click where the first one is too long ago", async () => {
    const device = new FakeMicrobitUsb();
    const userActivation = { isActive: false };
    const awaitClick = vi.fn(async () => void (userActivation.isActive = true));
    const { result } = install(device, FILE, { awaitClick });
    vi.stubGlobal("navigator", { usb: fakeUsb(device), userActivation });
    expect(await result).toMatchObject({ name: "AbortError" });
    expect(awaitClick).toHaveBeenCalledOnce();
    expect(device.written).toBe(TEXT);
  });

  it("a micro:bit over WebUSB is left where the person closes the picker or cancels, and where the browser has no WebUSB", async () => {
    expect(await install(null).result).toMatchObject({ name: "AbortError" });
    const cancel = new AbortController();
    const device = new FakeMicrobitUsb();
    const onProgress: InstallContext["onProgress"] = ({ step }) => {
      if (step === "write") cancel.abort("cancelled");
    };
    expect(await install(device, FILE, { signal: cancel.signal, onProgress }).result).toBe("cancelled");
    expect(device.opened).toBe(false);
    const { result } = install(device);
    vi.stubGlobal("navigator", {});
    expect(await result).toMatchObject({ code: "no-open" });
  });
});
