/**
 * The boot loaders of Uno and Nano (optiboot, ATmegaBOOT), which speak the protocol STK500 version 1: a command ends with a
 * space; the answer is IN SYNC, its bytes and OK.
 */
import { toHex } from "../../board/board";
import { InstallError } from "../installer";
import type { InstallErrorCode } from "../installer";
import type { PortBytes } from "../portBytes";
import { PAGE_BYTES } from "./flash";
import type { BootLoader } from "./flash";

const SPACE = 0x20;
const IN_SYNC = 0x14;
const OK = 0x10;
const FLASH = 0x46; // "F"
const COMMAND = { sync: 0x30, leave: 0x51, address: 0x55, write: 0x64, read: 0x74, signature: 0x75 } as const;

/** How long an answer may take: a page is erased and written in 9 ms; the rest is for a computer that is busy. */
const ANSWER_MS = 5000;
/**
 * How long the first sync waits, in ms. Optiboot flashes its light for 375 ms after a reset; the chip keeps the two bytes of
 * one sync for so long, but of a second one it would lose a byte, and optiboot starts the old program at half a command.
 */
const FIRST_SYNC_MS = 450;
/** How long the other syncs wait, and how long the line must be quiet after an answer, in ms. */
const SYNC_MS = 250;
/** The boot loaders wait for about 1000 ms after their light has flashed; the rest is for a computer that is busy. */
const SYNC_ATTEMPTS = 8;

/** Nothing has answered a command, or something else than the boot loader: the program may run. */
export class NoLoaderError extends InstallError {}

export interface Stk500 extends BootLoader {
  /** Whether such a boot loader answers. Call it right after the reset. */
  sync(): Promise<boolean>;
}

export function makeStk500(port: PortBytes): Stk500 {
  /** Sends a command and returns its answer's bytes. */
  async function ask(bytes: readonly number[], count: number, code: InstallErrorCode): Promise<Uint8Array> {
    await port.write([...bytes, SPACE]);
    const answer = await port.read(count + 2, ANSWER_MS);
    if (!answer) throw new NoLoaderError(code, `command ${toHex(bytes[0] ?? 0)}: no answer`);
    if (answer[0] !== IN_SYNC || answer.at(-1) !== OK)
      throw new NoLoaderError(code, `command ${toHex(bytes[0] ?? 0)}: ${[...answer].slice(0, 8).join(" ")}`);
    return answer.slice(1, -1);
  }
  /** Sets the address of the next command; the boot loaders count in words of two bytes. */
  async function setAddress(address: number, code: InstallErrorCode): Promise<void> {
    const word = address >> 1;
    await ask([COMMAND.address, word & 0xff, word >> 8], 0, code);
  }
  const lengthOf = (count: number): readonly number[] => [count >> 8, count & 0xff, FLASH];

  return {
    async sync() {
      for (let i = 0; i < SYNC_ATTEMPTS; i++) {
        port.discard(); // what the old program said, or the answer to an earlier sync
        await port.write([COMMAND.sync, SPACE]);
        const answer = await port.read(2, i === 0 ? FIRST_SYNC_MS : SYNC_MS);
        if (answer?.[0] !== IN_SYNC || answer[1] !== OK) continue;
        // An earlier sync may be answered late.
        while (await port.read(1, SYNC_MS)) port.discard();
        return true;
      }
      return false;
    },
    async readSignature() {
      const signature = await ask([COMMAND.signature], 3, "no-answer");
      return [...signature].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    },
    async writePage(address, page) {
      await setAddress(address, "not-written");
      await ask([COMMAND.write, ...lengthOf(page.length), ...page], 0, "not-written");
    },
    async readPage(address) {
      await setAddress(address, "not-verified");
      return ask([COMMAND.read, ...lengthOf(PAGE_BYTES)], PAGE_BYTES, "not-verified");
    },
    async leave() {
      await ask([COMMAND.leave], 0, "not-written");
    },
  };
}
