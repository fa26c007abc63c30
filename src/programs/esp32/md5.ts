/** MD5, which browsers do not have and with which the chip says what its flash memory contains. Pure; RFC 1321. */

const SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;
const TABLE = Array.from({ length: 64 }, (_, i) => Math.floor(2 ** 32 * Math.abs(Math.sin(i + 1))) | 0);

/** The place in the block of each of the 64 steps. */
const wordOf = (step: number): number => {
  const i = step % 16;
  return [i, 5 * i + 1, 3 * i + 5, 7 * i][step >> 4]! % 16;
};
const mix = (step: number, b: number, c: number, d: number): number =>
  [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][step >> 4]!;

/** The MD5 of some bytes as 32 lower-case hexadecimal digits. */
export function md5(bytes: Uint8Array): string {
  const length = bytes.length;
  const padded = new Uint8Array(((length + 8) >> 6) * 64 + 64);
  padded.set(bytes);
  padded[length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, length << 3, true);
  view.setUint32(padded.length - 4, Math.floor(length / 2 ** 29), true);

  const state = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
  for (let at = 0; at < padded.length; at += 64) {
    let [a = 0, b = 0, c = 0, d = 0] = state;
    for (let step = 0; step < 64; step++) {
      const sum = (a + mix(step, b, c, d) + TABLE[step]! + view.getUint32(at + 4 * wordOf(step), true)) | 0;
      const shift = SHIFTS[step >> 4]![step % 4]!;
      [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
    }
    for (const [i, value] of [a, b, c, d].entries()) state[i] = (state[i]! + value) | 0;
  }
  const out = new DataView(new ArrayBuffer(16));
  for (const [i, value] of state.entries()) out.setUint32(4 * i, value, true);
  return [...new Uint8Array(out.buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
