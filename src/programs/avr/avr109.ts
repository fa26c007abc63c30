/** The boot loader of Leonardo and Micro (Caterina), which speaks the protocol AVR109: a command is a letter. */
import { InstallError } from "../installer";
import type { InstallErrorCode } from "../installer";
import type { PortBytes } from "../portBytes";
import { PAGE_BYTES } from "./flash";
import type { BootLoader } from "./flash";

const CARRIAGE_RETURN = 13;
const IDENTIFIER = "CATERIN";
/** How long it has to say its name, and to answer anything else, in ms; the rest is for a computer that is busy. */
const NAME_MS = 1000;
const ANSWER_MS = 5000;
const code = (letter: string): number => letter.charCodeAt(0);

export interface Avr109 extends BootLoader {
  /** Whether this boot loader answers, with pages of the size that we write. */
  identify(): Promise<boolean>;
}

/** Caterina drops what follows a command in the same packet, so each command waits for the answer of the one before. */
export function makeAvr109(port: PortBytes): Avr109 {
  async function ask(
    bytes: readonly number[],
    count: number,
    failure: InstallErrorCode,
  ): Promise<Uint8Array> {
    await port.write(bytes);
    const answer = await port.read(count, ANSWER_MS);
    if (!answer) throw new InstallError(failure, `command ${String.fromCharCode(bytes[0] ?? 0)}: no answer`);
    return answer;
  }
  /** A command whose answer is a carriage return. */
  async function command(bytes: readonly number[], failure: InstallErrorCode): Promise<void> {
    const [answer] = await ask(bytes, 1, failure);
    if (answer !== CARRIAGE_RETURN)
      throw new InstallError(failure, `command ${String.fromCharCode(bytes[0] ?? 0)}: ${answer}`);
  }
  const setAddress = (address: number, failure: InstallErrorCode): Promise<void> =>
    command([code("A"), address >> 9, (address >> 1) & 0xff], failure);
  const block = (letter: string): readonly number[] => [code(letter), 0, PAGE_BYTES, code("F")];

  return {
    async identify() {
      port.discard();
      await port.write([code("S")]);
      const name = await port.read(IDENTIFIER.length, NAME_MS);
      if (!name || String.fromCharCode(...name) !== IDENTIFIER) return false;
      const [has, high = 0, low = 0] = await ask([code("b")], 3, "no-answer");
      return has === code("Y") && (high << 8) + low === PAGE_BYTES;
    },
    async readSignature() {
      const signature = await ask([code("s")], 3, "no-answer");
      return [...signature]
        .reverse()
        .map((byte) => byte.toString(16).padStart(2, "0"))
        .join("");
    },
    async writePage(address, page) {
      await setAddress(address, "not-written");
      await command([...block("B"), ...page], "not-written");
    },
    async readPage(address) {
      await setAddress(address, "not-verified");
      return ask(block("g"), PAGE_BYTES, "not-verified");
    },
    async leave() {
      await command([code("L")], "not-written");
      await command([code("E")], "not-written");
    },
  };
}
