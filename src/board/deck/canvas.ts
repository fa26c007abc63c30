/** Canvases: pictures of the keys, and their JPEG. */
import { drawFace } from "./drawFace";
import type { Face } from "./faces";
import type { Size } from "./layout";

const JPEG = { type: "image/jpeg", quality: 0.92 };

function makePen(size: Size): { canvas: OffscreenCanvas; pen: OffscreenCanvasRenderingContext2D } {
  const canvas = new OffscreenCanvas(size.width, size.height);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (pen === null) throw new Error("this browser has no canvas");
  return { canvas, pen };
}

/** The pixels of a key with this face, four bytes each. */
export function paintFace(face: Face, size: Size): Uint8ClampedArray {
  const { pen } = makePen(size);
  drawFace(pen, face, size);
  return pen.getImageData(0, 0, size.width, size.height).data;
}

/** Pixels of four bytes each as a JPEG. */
export async function encodeJpeg(pixels: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  const { canvas, pen } = makePen({ width, height });
  pen.putImageData(new ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0);
  const blob = await canvas.convertToBlob(JPEG);
  return new Uint8Array(await blob.arrayBuffer());
}
