const FLASH_WORDS = 0x4000;
const ERASED = 0xffff;

/** Puts Intel hex files into the words of an erased flash memory. */
export function parseHex(...files: readonly string[]): Uint16Array {
  const words = new Uint16Array(FLASH_WORDS).fill(ERASED);
  const bytes = new Uint8Array(words.buffer);
  for (const line of files.join("\n").split(/\r?\n/)) {
    if (!line.startsWith(":") || line.slice(7, 9) !== "00") continue;
    const count = parseInt(line.slice(1, 3), 16);
    const address = parseInt(line.slice(3, 7), 16);
    for (let i = 0; i < count; i++) bytes[address + i] = parseInt(line.slice(9 + 2 * i, 11 + 2 * i), 16);
  }
  return words;
}
