/** Draws the face of a key into a canvas. Pure: the same face gives the same calls. */
import type { Face, Rgb } from "./faces";
import type { Size } from "./layout";

/** The part of a canvas' 2D context that is used. */
export type Pen = Pick<
  OffscreenCanvasRenderingContext2D,
  | "fillStyle"
  | "strokeStyle"
  | "lineWidth"
  | "lineCap"
  | "font"
  | "textAlign"
  | "textBaseline"
  | "fillRect"
  | "beginPath"
  | "closePath"
  | "moveTo"
  | "lineTo"
  | "arc"
  | "ellipse"
  | "fill"
  | "stroke"
  | "fillText"
>;

const BACKGROUND = "#000";
const INK = "#fff";
const FADED_INK = "#b8b8b8";
const LEAF: Rgb = [46, 110, 52];
/** The brightness of a dim tomato. */
const DIM = 0.35;
const FONT = "system-ui, sans-serif";
/** The widths of a digit and of a colon in the widest of these fonts, in bold, as parts of the font's size. */
const DIGIT_WIDTH = 0.7;
const COLON_WIDTH = 0.4;
/** The widest time that fits on the tomato, and the largest font, in hundredths of the key. */
const TIME_WIDTH = 80;
const TIME_SIZE = 32;

const css = ([r, g, b]: Rgb, level = 1): string =>
  `rgb(${Math.round(r * level)} ${Math.round(g * level)} ${Math.round(b * level)})`;

/** Fills the whole key. Everything is drawn in the square in its middle. */
export function drawFace(pen: Pen, face: Face, { width, height }: Size): void {
  pen.fillStyle = BACKGROUND;
  pen.fillRect(0, 0, width, height);
  const unit = Math.min(width, height) / 100;
  const at = { x: width / 2, y: height / 2, unit };
  switch (face.kind) {
    case "dark":
      return;
    case "extend":
      return drawText(pen, "+5", { ...at, size: 52 });
    case "pause":
      return drawBars(pen, at, 1);
    case "resume":
      return drawTriangle(pen, at, 1);
    case "tomato":
      return drawTomato(pen, face, at);
  }
}

interface Place {
  readonly x: number;
  readonly y: number;
  /** A hundredth of the key, in pixels. */
  readonly unit: number;
}

function drawTomato(pen: Pen, face: Extract<Face, { kind: "tomato" }>, { x, y, unit }: Place): void {
  const level = face.isDim ? DIM : 1;
  const body = { x, y: y + 6 * unit, unit };
  pen.fillStyle = css(face.colour, level);
  pen.beginPath();
  pen.ellipse(body.x, body.y, 45 * unit, 40 * unit, 0, 0, 2 * Math.PI);
  pen.fill();
  pen.fillStyle = css(face.symbol === "offline" ? face.colour : LEAF, level);
  pen.beginPath();
  for (const turn of [-0.9, 0, 0.9])
    pen.ellipse(x + turn * 14 * unit, y - 34 * unit, 5 * unit, 13 * unit, turn, 0, 2 * Math.PI);
  pen.fill();
  if (face.text !== "") {
    const size = Math.min(TIME_SIZE, TIME_WIDTH / widthOf(face.text));
    const isAbove = face.symbol === "pause";
    drawText(pen, face.text, { ...body, y: body.y - (isAbove ? 8 * unit : 0), size, isFaded: face.isDim });
    if (isAbove) drawBars(pen, { ...body, y: body.y + 20 * unit }, 0.34, FADED_INK);
  } else if (face.symbol === "start") {
    drawTriangle(pen, body, 0.8, face.isDim ? FADED_INK : INK);
  } else if (face.symbol === "offline") {
    drawSlash(pen, { x, y, unit });
  }
}

const widthOf = (time: string): number =>
  [...time].reduce((sum, sign) => sum + (sign === ":" ? COLON_WIDTH : DIGIT_WIDTH), 0);

function drawText(
  pen: Pen,
  text: string,
  { x, y, unit, size, isFaded = false }: Place & { readonly size: number; readonly isFaded?: boolean },
): void {
  pen.fillStyle = isFaded ? FADED_INK : INK;
  pen.font = `bold ${Math.round(size * unit)}px ${FONT}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(text, x, y);
}

function drawBars(pen: Pen, { x, y, unit }: Place, scale: number, ink = INK): void {
  const [wide, high] = [13 * unit * scale, 46 * unit * scale];
  pen.fillStyle = ink;
  pen.fillRect(x - 1.4 * wide, y - high / 2, wide, high);
  pen.fillRect(x + 0.4 * wide, y - high / 2, wide, high);
}

function drawTriangle(pen: Pen, { x, y, unit }: Place, scale: number, ink = INK): void {
  const size = 26 * unit * scale;
  pen.fillStyle = ink;
  pen.beginPath();
  pen.moveTo(x - 0.7 * size, y - size);
  pen.lineTo(x - 0.7 * size, y + size);
  pen.lineTo(x + size, y);
  pen.closePath();
  pen.fill();
}

/** A line through the whole key: the room cannot be reached. */
function drawSlash(pen: Pen, { x, y, unit }: Place): void {
  pen.lineCap = "round";
  pen.strokeStyle = INK;
  pen.lineWidth = 6 * unit;
  pen.beginPath();
  pen.moveTo(x - 34 * unit, y + 34 * unit);
  pen.lineTo(x + 34 * unit, y - 34 * unit);
  pen.stroke();
}
