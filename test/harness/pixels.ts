/** Decodes a screenshot into pixels, with the browser, in a page without our security policy. */
import type { Browser } from "playwright-core";

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of each pixel, row by row. */
  readonly data: Uint8ClampedArray;
}

/** `size`: the width in pixels to which the picture is scaled. */
export async function decodePixels(browser: Browser, png: Buffer, size?: number): Promise<Pixels> {
  const page = await browser.newPage();
  try {
    const { width, height, bytes } = await page.evaluate(
      async ([base64, size]) => {
        const blob = await (await fetch(`data:image/png;base64,${base64}`)).blob();
        const image = await createImageBitmap(blob);
        const width = size ?? image.width;
        const height = Math.round((image.height * width) / image.width);
        const context = new OffscreenCanvas(width, height).getContext("2d");
        if (context === null) throw new Error("no canvas");
        context.imageSmoothingQuality = "high";
        context.drawImage(image, 0, 0, width, height);
        const { data } = context.getImageData(0, 0, width, height);
        // As Base64, because a list of numbers is slow to hand over.
        const url = await new Promise<string>((done) => {
          const reader = new FileReader();
          reader.onload = () => done(reader.result as string);
          reader.readAsDataURL(new Blob([data]));
        });
        return { width, height, bytes: url.slice(url.indexOf(",") + 1) };
      },
      [png.toString("base64"), size] as const,
    );
    return { width, height, data: new Uint8ClampedArray(Buffer.from(bytes, "base64")) };
  } finally {
    await page.close();
  }
}

/** The brightness of each pixel, 0 to 255. */
export function greyLevels({ data }: Pixels): number[] {
  const out: number[] = [];
  for (let i = 0; i < data.length; i += 4) {
    out.push(0.299 * (data[i] ?? 0) + 0.587 * (data[i + 1] ?? 0) + 0.114 * (data[i + 2] ?? 0));
  }
  return out;
}
