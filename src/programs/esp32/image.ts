/** Checks the image of MicroPython that the person has chosen, before a byte of it is written. Pure. */
import { InstallError } from "../installer";

export interface ChipKind {
  /** As esptool-js names it. */
  readonly name: string;
  /** Where the chip's boot ROM looks for the boot loader, and so for the first byte of the image. */
  readonly offset: number;
}

/** The chips for which MicroPython has an image and our program has pins, by the chip id in the head of an image. */
export const CHIPS: ReadonlyMap<number, ChipKind> = new Map([
  [0, { name: "ESP32", offset: 0x1000 }],
  [2, { name: "ESP32-S2", offset: 0x1000 }],
  [5, { name: "ESP32-C3", offset: 0 }],
  [9, { name: "ESP32-S3", offset: 0 }],
  [12, { name: "ESP32-C2", offset: 0 }],
  [13, { name: "ESP32-C6", offset: 0 }],
  [16, { name: "ESP32-H2", offset: 0 }],
]);

/** No image of MicroPython is smaller than the first size or larger than the second. */
const MIN_BYTES = 512 * 1024;
const MAX_BYTES = 16 * 1024 * 1024;
const IMAGE_MAGIC = 0xe9;
const MAX_SEGMENTS = 16;
/** Where the table of partitions is in the flash memory, and the two bytes that each entry begins with. */
const TABLE_AT = 0x8000;
const TABLE_MAGIC = [0xaa, 0x50] as const;

const wrong = (why: string): never => {
  throw new InstallError("wrong-file", why);
};

function hasText(bytes: Uint8Array, text: string): boolean {
  const wanted = new TextEncoder().encode(text);
  for (let at = bytes.indexOf(wanted[0] ?? 0); at !== -1; at = bytes.indexOf(wanted[0] ?? 0, at + 1))
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return true;
  return false;
}

/**
 * The kind of chip that an image is for. Rejects (`wrong-file`) whatever is no whole image of MicroPython for one of
 * CHIPS: another file, an image without boot loader and partitions (for an update), or one that is cut off.
 */
export function checkImage(bytes: Uint8Array | null): ChipKind {
  if (!bytes || bytes.length === 0) return wrong("no file");
  if (bytes[0] !== IMAGE_MAGIC) return wrong("not an image for an ESP32: the first byte is not E9");
  const segments = bytes[1] ?? 0;
  if (segments === 0 || segments > MAX_SEGMENTS) return wrong("not an image for an ESP32");
  if (bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) return wrong(`${bytes.length} bytes`);
  const id = (bytes[12] ?? 0) + 256 * (bytes[13] ?? 0);
  const chip = CHIPS.get(id) ?? wrong(`for an unknown chip (${id})`);
  const table = TABLE_AT - chip.offset;
  if (TABLE_MAGIC.some((byte, i) => bytes[table + i] !== byte))
    return wrong("no boot loader and partitions in it: take the .bin of a new installation");
  if (!hasText(bytes, "MicroPython")) return wrong("no MicroPython in it");
  return chip;
}
