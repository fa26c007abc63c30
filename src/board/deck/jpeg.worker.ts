import { encodeJpeg } from "./canvas";
import type { EncodeAnswer, EncodeRequest } from "./jpegEncoder";

onmessage = async ({ data: { id, pixels, width, height } }: MessageEvent<EncodeRequest>) => {
  const jpeg = await encodeJpeg(pixels, width, height).catch(() => null);
  postMessage({ id, jpeg } satisfies EncodeAnswer);
};
