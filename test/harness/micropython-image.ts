/** An image as MicroPython's for an ESP32: head, table of partitions, and a name; the rest is noise. */
import { CHIPS } from "../../src/programs/esp32/image";
import { SeededRandom } from "./random";

export function makeImage(chipId: number, length = 600 * 1024): Uint8Array {
  const random = new SeededRandom(32);
  const image = Uint8Array.from({ length }, () => random.below(256));
  image.set([0xe9, 3, 2, 0x20]);
  image.set([chipId & 0xff, chipId >> 8], 12);
  image.set([0xaa, 0x50, 1, 2], 0x8000 - (CHIPS.get(chipId)?.offset ?? 0));
  image.set(new TextEncoder().encode("MicroPython v1.27.0"), 300_000);
  return image;
}
