/** Uno and Nano that lose their power while they are written, at seeded places all over the protocol. */
import { beforeEach, describe, expect } from "vitest";
import { parseIntelHex } from "../../src/programs/avr/intelHex";
import { install } from "../../src/programs/avr/unoInstall";
import { testWith } from "../harness/with-tools";
import { Bench, serveCommitted } from "./bench";
import { readBootLoader } from "./boot-loaders";
import { PROGRAM, Uno } from "./uno";

const it = testWith("avr-gcc"); // the package with the boot loaders
const parsed = parseIntelHex(PROGRAM, 30_720);
if (!parsed.ok) throw new Error(parsed.problem);
const program = new Uint8Array(parsed.bytes);
/** What was on the board before: a program that does nothing, `rjmp .-2`. */
const ENDLESS_LOOP = ":02000000FFCF30\n:00000001FF\n";

/** Numbers from 0 to 1 that are the same in each run. */
function* seeded(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

beforeEach(serveCommitted);

describe.each([
  ["an Uno (optiboot)", "uno", 5],
  ["a Nano with the old boot loader (ATmegaBOOT)", "oldNano", 2],
] as const)("%s", (name, kind, places) => {
  it(`${name} that was unplugged at any byte is written again`, async () => {
    const random = seeded(2026);
    for (let i = 0; i < places; i++) {
      const uno = new Uno(ENDLESS_LOOP, readBootLoader(kind));
      const bench = new Bench(uno);
      // The program passes the port twice, and each of its pages with some bytes of the protocol.
      const at = 1 + Math.floor(((i + random.next().value) / places) * 2.1 * program.length);
      bench.onTraffic = () => bench.bytes === at && bench.unplug();
      expect((await bench.install(install)).error, `byte ${at}`).toMatchObject({ code: "unplugged" });
      bench.onTraffic = () => {};
      bench.replug();
      expect(await bench.install(install), `byte ${at}`).toEqual({ board: "uno", error: null });
      expect(uno.flash.slice(0, program.length)).toEqual(program);
    }
  }, 120_000);
});
