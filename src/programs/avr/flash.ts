/** Writes a program through a boot loader and reads it back. The same for all AVR boards. */
import { InstallError } from "../installer";
import type { InstallContext } from "../installer";

/** Bytes of a page of flash: the boot loaders write whole pages. The same on an ATmega328P and an ATmega32U4. */
export const PAGE_BYTES = 128;
const ERASED = 0xff;

/** What a boot loader does. Each method rejects with an InstallError, or with the signal's reason. */
export interface BootLoader {
  /** The chip's three signature bytes as hexadecimal digits, such as `1e950f`. */
  readSignature(): Promise<string>;
  /** Erases and writes one page. `address` in bytes. */
  writePage(address: number, page: Uint8Array): Promise<void>;
  readPage(address: number): Promise<Uint8Array>;
  /** Ends the boot loader, which starts the program. */
  leave(): Promise<void>;
}

/** Rejects with `wrong-board` if the chip's signature is none of these: before anything is written. */
export async function checkChip(
  { onProgress }: Pick<InstallContext, "onProgress">,
  loader: BootLoader,
  signatures: readonly string[],
): Promise<void> {
  onProgress({ step: "check", part: null });
  const signature = await loader.readSignature();
  if (!signatures.includes(signature)) throw new InstallError("wrong-board", `signature ${signature}`);
}

/**
 * Writes the program and compares what the chip contains. The first page is erased first and written last: until the whole
 * program is there, a Leonardo's boot loader finds no program to start and stays, so that a board that was unplugged in the
 * middle can be written again. Rejects with `not-written` or `not-verified`.
 */
export async function writeProgram(
  { onProgress }: Pick<InstallContext, "onProgress">,
  loader: BootLoader,
  program: Uint8Array,
): Promise<void> {
  const addresses = Array.from({ length: Math.ceil(program.length / PAGE_BYTES) }, (_, i) => i * PAGE_BYTES);
  const pageAt = (address: number): Uint8Array => {
    const page = new Uint8Array(PAGE_BYTES).fill(ERASED);
    page.set(program.subarray(address, address + PAGE_BYTES));
    return page;
  };
  const report = (step: "write" | "verify", done: number): void =>
    onProgress({ step, part: done / addresses.length });

  report("write", 0);
  await loader.writePage(0, new Uint8Array(PAGE_BYTES).fill(ERASED));
  const firstLast = [...addresses.slice(1), ...addresses.slice(0, 1)];
  for (const [i, address] of firstLast.entries()) {
    await loader.writePage(address, pageAt(address));
    report("write", i + 1);
  }
  for (const [i, address] of addresses.entries()) {
    report("verify", i);
    const [wanted, found] = [pageAt(address), await loader.readPage(address)];
    const wrong = wanted.findIndex((byte, k) => byte !== found[k]);
    if (wrong >= 0) throw new InstallError("not-verified", `at ${(address + wrong).toString(16)}`);
  }
  report("verify", addresses.length);
}
