/** The installer of Uno and Nano on the boot loaders of Arduino, which run on the emulated chip. */
import { beforeEach, describe, expect } from "vitest";
import { InstallError } from "../../src/programs/installer";
import type { InstallProgress } from "../../src/programs/installer";
import { parseIntelHex } from "../../src/programs/avr/intelHex";
import { install } from "../../src/programs/avr/unoInstall";
import { testWith } from "../harness/with-tools";
import { Bench, serveCommitted } from "./bench";
import { readBootLoader } from "./boot-loaders";
import { PROGRAM, Uno } from "./uno";

const it = testWith("avr-gcc"); // the package with the boot loaders

const KINDS = [
  ["an Uno (optiboot)", "uno"],
  ["a Nano with the new boot loader (optiboot)", "nano"],
  ["a Nano with the old boot loader (ATmegaBOOT)", "oldNano"],
] as const;
const FLASH_BYTES = 30_720;
const parsed = parseIntelHex(PROGRAM, FLASH_BYTES);
if (!parsed.ok) throw new Error(parsed.problem);
const program = new Uint8Array(parsed.bytes);
const LEONARDO = { usbVendorId: 0x2341, usbProductId: 0x8036 };
/** A program that does nothing: `rjmp .-2`. */
const ENDLESS_LOOP = ":02000000FFCF30\n:00000001FF\n";
const BUSY = [
  ["before the signature is read", null, "check"],
  ["while it writes", PROGRAM, "write"],
] as const;
const TIMEOUT_MS = 60_000;

function makeBench(kind: Parameters<typeof readBootLoader>[0], hex: string | null = PROGRAM) {
  const uno = new Uno(hex, readBootLoader(kind));
  return { uno, bench: new Bench(uno) };
}
const codeOf = (error: unknown): unknown => (error instanceof InstallError ? error.code : error);
const serve = (text: string, status = 200): void =>
  void (globalThis.fetch = async () => new Response(text, { status }));

beforeEach(serveCommitted);

describe.each(KINDS)("%s", (name, kind) => {
  it(
    `${name} whose chip is empty gets the program, every byte of it, and says hello`,
    async () => {
      const { uno, bench } = makeBench(kind, null);
      expect(await bench.install(install)).toEqual({ board: "uno", error: null });
      expect(bench.steps).toEqual(["connect", "check", "write", "verify", "restart", "hello"]);
      expect(uno.flash.slice(0, program.length)).toEqual(program);
      expect(bench.device.openedBy).toBeNull();
    },
    TIMEOUT_MS,
  );
});

describe("an Uno with a program", () => {
  it("the progress of writing and of verifying grows from 0 to 1", async () => {
    const { bench } = makeBench("uno");
    await bench.install(install);
    for (const step of ["write", "verify"]) {
      const parts = bench.progress.filter((one) => one.step === step).map(({ part }) => part ?? NaN);
      expect(parts[0]).toBe(0);
      expect(parts.at(-1)).toBe(1);
      expect(parts).toEqual(parts.toSorted((a, b) => a - b));
    }
  });

  for (const [when, hex, step] of BUSY)
    it(`a computer that is busy for 2 s ${when} starts the boot loader again`, async () => {
      const { uno, bench } = makeBench("uno", hex);
      const isAt = ({ step: at, part }: InstallProgress): boolean => at === step && (part ?? 1) > 0.4;
      let isOver = false;
      const onProgress = (progress: InstallProgress): void => {
        if (isOver || !isAt(progress)) return;
        isOver = true;
        uno.run(2000); // the boot loader starts the program, or what is there of it
      };
      expect(await bench.install(install, { onProgress })).toEqual({ board: "uno", error: null });
      expect(isOver).toBe(true);
      expect(uno.flash.slice(0, program.length)).toEqual(program);
    });

  it("another chip is refused by its signature before the first byte is written", async () => {
    const { uno, bench } = makeBench("atmega168");
    const before = uno.flash;
    const { error } = await bench.install(install);
    expect(codeOf(error)).toBe("wrong-board");
    expect((error as InstallError).detail).toBe("signature 1e9406");
    expect(uno.flash).toEqual(before);
    expect(bench.device.openedBy).toBeNull();
  });

  it("a board whose USB ids are a Leonardo's is refused before its port is opened", async () => {
    const bench = new Bench(new Uno(), LEONARDO);
    const { error } = await bench.install(install);
    expect(codeOf(error)).toBe("wrong-board");
    expect(bench.bytes).toBe(0);
  });

  it("a chip without a boot loader does not answer, and nothing is written", async () => {
    const bench = new Bench(new Uno());
    const { error } = await bench.install(install);
    expect(codeOf(error)).toBe("no-answer");
    expect(bench.steps).toEqual(["connect"]);
    expect(bench.device.openedBy).toBeNull();
  });

  it("a byte that is damaged on its way into the chip is found", async () => {
    const { uno, bench } = makeBench("uno");
    const { send } = uno;
    let count = 0;
    uno.send = (bytes) => send.call(uno, ++count === 3000 ? Uint8Array.of(0x55) : (bytes as Uint8Array));
    expect(codeOf((await bench.install(install)).error)).toBe("not-verified");
    uno.send = send;
    expect((await bench.install(install)).board).toBe("uno");
  });

  it("a program that does not say hello is reported as written but silent", async () => {
    serve(ENDLESS_LOOP);
    const { bench } = makeBench("uno");
    expect(codeOf((await bench.install(install)).error)).toBe("no-hello");
    expect(bench.device.openedBy).toBeNull();
  });

  it("a program that cannot be loaded or is damaged touches no board", async () => {
    const { bench } = makeBench("uno");
    serve("no such file", 404);
    expect(codeOf((await bench.install(install)).error)).toBe("not-loaded");
    serve(PROGRAM.replace(/0C94/, "0C95"));
    expect(codeOf((await bench.install(install)).error)).toBe("not-loaded");
    globalThis.fetch = async () => {
      throw new TypeError("offline");
    };
    expect(codeOf((await bench.install(install)).error)).toBe("not-loaded");
    expect(bench.bytes).toBe(0);
  });

  it("a port that another program has open is reported, and works when it is free", async () => {
    const { bench } = makeBench("uno");
    bench.device.failingOpens = Infinity;
    expect(codeOf((await bench.install(install)).error)).toBe("no-open");
    bench.device.failingOpens = 0;
    expect((await bench.install(install)).board).toBe("uno");
  });

  it("Cancel closes the port and rejects with the reason", async () => {
    for (const at of ["connect", "write", "hello"]) {
      const { bench } = makeBench("uno");
      const { error } = await bench.install(install, {
        onProgress: ({ step, part }) => {
          if (step === at && (part === null || part > 0.3)) bench.cancel();
        },
      });
      expect((error as DOMException).name, at).toBe("AbortError");
      expect(bench.device.openedBy, at).toBeNull();
    }
  });

  it("a picker that is dismissed ends the installation", async () => {
    const { bench } = makeBench("uno");
    const { error } = await bench.install(install, { choosePort: async () => null });
    expect(codeOf(error)).toBe("no-answer");
    expect(bench.bytes).toBe(0);
  });
});
