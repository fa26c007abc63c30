/** The peer of the Leonardo's tests against the commands of Arduino's own Caterina.c, compiled for this computer. */
import { describe, expect } from "vitest";
import { parseIntelHex } from "../../src/programs/avr/intelHex";
import { makePortChooser } from "../../src/programs/choosePort";
import { install } from "../../src/programs/avr/leonardoInstall";
import { readFileSync } from "node:fs";
import { FakeClock } from "../harness/fakes/fake-clock";
import { testWith } from "../harness/with-tools";
import { serveCommitted } from "./bench";
import { runCaterina } from "./caterina/compile";
import { Leonardo } from "./leonardo";

const it = testWith("C compiler", "avr-gcc"); // the package with the source
const parsed = parseIntelHex(
  readFileSync(new URL("../../firmware/arduino/shared-pomodoro.leonardo.hex", import.meta.url), "utf8"),
  28_672,
);
if (!parsed.ok) throw new Error(parsed.problem);
const program = new Uint8Array(parsed.bytes);
const bytesOf = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));

/** An empty Leonardo whose boot loader is open, and what it answers to these packets. */
async function askPeer(packets: readonly (readonly number[])[]) {
  const clock = new FakeClock();
  const board = new Leonardo(clock, program);
  await clock.advance(1000);
  const [port] = await board.serial.getPorts();
  await port?.open({ baudRate: 57_600 });
  const writer = port?.writable?.getWriter();
  for (const packet of packets) {
    await writer?.write(Uint8Array.from(packet));
    await clock.advance(5);
  }
  return { answers: board.answers, flash: board.flash };
}

describe("Caterina", () => {
  it("every byte that the installer sends gets the same answer from Arduino's own source, and its flash is the program", async () => {
    serveCommitted();
    const clock = new FakeClock();
    const board = new Leonardo(clock, program);
    await clock.advance(1000);
    board.serial.choice = board.bootLoader;
    const context = { timers: clock, signal: new AbortController().signal };
    const chooser = makePortChooser(board.serial, await board.serial.requestPort(), context, () => {});
    let isDone = false;
    const installing = install({
      ...context,
      file: null,
      choosePort: chooser.choosePort,
      awaitClick: async () => {},
      onProgress() {},
    }).finally(() => (isDone = true));
    while (!isDone) await clock.advance(10);
    expect(await installing).toEqual({ board: "leonardo" });

    const real = runCaterina(board.packets);
    expect(real.answers).toEqual(board.answers);
    expect(real.flash.slice(0, program.length)).toEqual(program);
    expect(real.flash).toEqual(board.flash);
  });

  it("the peer answers commands, unknown letters and full packets as Arduino's own source does", async () => {
    const data = Array.from({ length: 128 }, (_, i) => (i * 37) & 0xff);
    const inPackets = (bytes: readonly number[]): number[][] =>
      Array.from({ length: Math.ceil(bytes.length / 16) }, (_, i) => bytes.slice(i * 16, i * 16 + 16));
    const packets = [
      ..."SabpVstELPZx?0 ".split("").map(bytesOf),
      bytesOf("SSSS"), // the rest of the packet is dropped
      bytesOf("bS"),
      bytesOf("\u001bS"),
      bytesOf("T\u0044"),
      [...bytesOf("A"), 0x01, 0x40],
      ...inPackets([...bytesOf("B"), 0, 128, ...bytesOf("F"), ...data]),
      [...bytesOf("A"), 0x01, 0x40],
      [...bytesOf("g"), 0, 128, ...bytesOf("F")],
      [...bytesOf("g"), 0, 4, ...bytesOf("F")], // the address goes on
      [...bytesOf("g"), 0, 4, ...bytesOf("X")],
    ];
    const real = runCaterina(packets);
    const peer = await askPeer(packets);
    expect(peer.answers).toEqual(real.answers);
    expect(peer.flash).toEqual(real.flash);
  });
});
