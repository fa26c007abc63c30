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

/** A point of the cut face: `share` of the way from the middle to the edge, `turn` in radians from the top. */
function onFace(share: number, turn: number): { x: number; y: number } {
  const x = CENTRE.x + 130 * share * Math.sin(turn);
  const y = CENTRE.y + 10 - 114 * share * Math.cos(turn);
  return { x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 };
}
const turnOf = (i: number, count: number): number => ((i + 0.5) * 2 * Math.PI) / count;

/** The chambers of a cut tomato, around its edge, so that the middle stays free for words. */
export function chambers(count: number): string[] {
  const half = (Math.PI / count) * 0.86;
  return Array.from({ length: count }, (_, i) => {
    const turn = turnOf(i, count);
    const at = (share: number, by: number): string => {
      const { x, y } = onFace(share, turn + half * by);
      return `${x} ${y}`;
    };
    return `M${at(0.7, -0.7)} Q${at(0.74, -1)} ${at(0.86, -1)} Q${at(0.98, -0.9)} ${at(0.96, 0)} Q${at(0.98, 0.9)} ${at(0.86, 1)} Q${at(0.74, 1)} ${at(0.7, 0.7)} Q${at(0.66, 0)} ${at(0.7, -0.7)} Z`;
  });
}

/** Two seeds a chamber; `turn` in degrees. */
export const seeds = (count: number): { x: number; y: number; turn: number }[] =>
  Array.from({ length: count * 2 }, (_, i) => {
    const turn = turnOf(Math.floor(i / 2), count) + (i % 2 === 0 ? -0.17 : 0.17);
    return { ...onFace(0.86, turn), turn: Math.round((turn * 180) / Math.PI) };
  });

/** Where the dots of a set stand: one a tomato, in an arc under the time. */
export function dots(count: number): { x: number; y: number }[] {
  const gap = Math.min(24, 190 / Math.max(1, count));
  return Array.from({ length: count }, (_, i) => {
    const x = (i - (count - 1) / 2) * gap;
    return { x: CENTRE.x + x, y: 292 - (x * x) / 420 };
  });
}

/** How much of the ring is drawn: what is left of a period. */
export const ringOffset = (progress: number): number => RING_LENGTH * progress;
