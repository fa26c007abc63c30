/** The drawing's numbers and paths, in a box of 400 × 400. PURE. */
export const BOX = 400;
export const CENTRE = { x: 200, y: 208 };
/** The ring of progress around the tomato. */
export const RING = { radius: 182, width: 12 };
export const RING_LENGTH = 2 * Math.PI * RING.radius;

/** A ripe tomato: round, a little wider than high, with a dip under the stalk. */
export const BODY =
  "M200 88 C228 62 292 64 325 108 C362 157 358 250 316 300 C288 334 244 350 200 350 C156 350 112 334 84 300 C42 250 38 157 75 108 C108 64 172 62 200 88 Z";
/** The light on its shoulder. */
export const SHINE = "M92 150 C104 116 130 100 156 100 C128 114 112 136 104 168 C100 182 86 170 92 150 Z";
/** The shade at its foot. */
export const SHADE =
  "M316 300 C288 334 244 350 200 350 C156 350 112 334 84 300 C120 322 160 330 200 330 C240 330 280 322 316 300 Z";
/** Five leaves and a stalk. */
export const CALYX =
  "M200 100 C186 96 160 98 134 122 C138 98 152 84 168 80 C148 74 124 78 108 86 C126 64 158 58 180 70 C178 56 184 44 196 38 L210 42 C208 52 212 62 218 70 C240 58 272 62 292 84 C274 76 252 74 232 80 C250 86 262 100 266 122 C240 98 214 96 200 100 Z";
export const STALK = "M194 66 C190 48 182 36 170 28 C178 20 192 16 204 18 C214 30 216 50 212 68 Z";

/** The cut face of a tomato: its chambers, as petals around the middle. */
export function chambers(count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const turn = ((i + 0.5) * 2 * Math.PI) / count - Math.PI / 2;
    const at = (r: number, a: number): string =>
      `${(CENTRE.x + r * Math.cos(turn + a)).toFixed(1)} ${(CENTRE.y + 6 + r * 0.86 * Math.sin(turn + a)).toFixed(1)}`;
    const half = Math.PI / count;
    return `M${at(86, -half * 0.45)} C${at(118, -half * 0.95)} ${at(128, -half * 0.5)} ${at(129, 0)} C${at(128, half * 0.5)} ${at(118, half * 0.95)} ${at(86, half * 0.45)} C${at(80, half * 0.2)} ${at(80, -half * 0.2)} ${at(86, -half * 0.45)} Z`;
  });
}

/** Where the dots of a set stand: one a tomato, in an arc under the time. */
export function dots(count: number): { x: number; y: number }[] {
  const gap = Math.min(24, 190 / Math.max(1, count));
  return Array.from({ length: count }, (_, i) => {
    const x = (i - (count - 1) / 2) * gap;
    return { x: CENTRE.x + x, y: 302 - (x * x) / 420 };
  });
}

/** How much of the ring is drawn: what is left of a period. */
export const ringOffset = (progress: number): number => RING_LENGTH * progress;
