import { encodeJpeg } from "./canvas";

/** Page to worker: encode these pixels. The worker answers with the same `id`, and with no `jpeg` where it cannot. */
export interface EncodeRequest extends Size {
  readonly id: number;
  readonly pixels: Uint8Array;
}
export interface EncodeAnswer {
  readonly id: number;
  readonly jpeg: Uint8Array | null;
}
interface Size {
  readonly width: number;
  readonly height: number;
}

export interface JpegEncoder {
  /** Pixels of four bytes each as a JPEG. */
  readonly encode: typeof encodeJpeg;
  close(): void;
}

/**
 * An encoder that runs in a worker, because in a hidden tab a browser encodes a picture of the page only when it has
 * nothing else to do, a second or more later. Where the worker does not load, it runs in the page.
 */
export function makeJpegEncoder(): JpegEncoder {
  const worker = new Worker(new URL("./jpeg.worker.ts", import.meta.url), { type: "module" });
  const pending = new Map<number, (jpeg: Uint8Array | null) => void>();
  let lastId = 0;
  let hasFailed = false;
  worker.onmessage = ({ data }: MessageEvent<EncodeAnswer>) => {
    pending.get(data.id)?.(data.jpeg);
    pending.delete(data.id);
  };
  worker.onerror = () => {
    hasFailed = true;
    for (const resolve of pending.values()) resolve(null);
    pending.clear();
  };
  return {
    async encode(pixels, width, height) {
      if (hasFailed) return encodeJpeg(pixels, width, height);
      const jpeg = await new Promise<Uint8Array | null>((resolve) => {
        pending.set(++lastId, resolve);
        worker.postMessage({ id: lastId, pixels, width, height } satisfies EncodeRequest);
      });
      return jpeg ?? encodeJpeg(pixels, width, height);
    },
    close: () => worker.terminate(),
  };
}
