/** The drawing's numbers and paths, in a box of 400 × 400 around a plate. PURE. */
import { CENTRE } from "../../party/shared/layout";

/** The outline of the tomato. */
export const BODY =
  "M200 92 C226 68 286 70 317 111 C352 157 348 244 309 291 C283 323 241 338 200 338 C159 338 117 323 91 291 C52 244 48 157 83 111 C114 70 174 68 200 92 Z";
/** The highlight, and two folds. */
export const SHINE =
  "M90 160 C100 124 124 104 154 100 C126 118 112 142 106 178 C102 194 80 180 90 160 Z M92 203 a7 8 0 1 0 14 2 a7 8 0 1 0 -14 -2 Z";
export const FOLDS = "M166 98 C120 124 100 192 116 274 M234 98 C280 124 300 192 284 274";
/** Five leaves, their shadow on the skin, the stalk, and the veins. */
export const CALYX =
  "M200 103 C187 100 164 101 140 123 C144 101 156 89 171 85 C153 80 131 83 117 91 C133 71 162 65 182 76 C180 63 186 53 196 47 L209 51 C207 60 211 69 216 76 C236 65 265 69 283 89 C267 82 247 80 229 85 C245 90 256 101 260 123 C236 101 213 100 200 103 Z";
export const CALYX_SHADE =
  "M141 129 C160 106 187 106 200 110 C213 106 240 106 259 129 C240 114 214 113 200 117 C186 113 160 114 141 129 Z";
export const STALK = "M195 72 C191 56 184 45 173 38 C180 31 193 27 204 29 C213 40 215 58 211 74 Z";
export const VEINS =
  "M187 87 C167 85 154 96 147 111 M213 87 C233 85 246 96 253 111 M180 81 C164 74 144 76 131 89 M220 81 C236 74 256 76 269 87";

/** The cut face of a sliced tomato: an ellipse. */
export const FACE = { y: 215, rx: 124, ry: 110 };

/** A point of the cut face: `share` is 0 in the middle and 1 at the edge, `turn` is in radians from the top. */
const onFace = (share: number, turn: number): string =>
  [CENTRE + FACE.rx * share * Math.sin(turn), FACE.y - FACE.ry * share * Math.cos(turn)]
    .map((n) => n.toFixed(1))
    .join(" ");

/** The chambers of a slice, in radians from the top. They leave out the places of the eyes and the dots. */
const TURNS = [-2.42, -1.83, -1.24, 1.24, 1.83, 2.42];
/** Each is a stroke with round ends along the edge. */
export const CHAMBERS = TURNS.map(
  (turn) => `M${onFace(0.82, turn - 0.17)}Q${onFace(0.86, turn)} ${onFace(0.82, turn + 0.17)}`,
).join("");
/** Two in each chamber: short strokes that point to the middle. */
export const SEEDS = TURNS.flatMap((turn) => [turn - 0.12, turn + 0.12])
  .map((turn) => `M${onFace(0.81, turn)}L${onFace(0.85, turn)}`)
  .join("");
