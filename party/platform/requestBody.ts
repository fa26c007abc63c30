/**
 * Receives the body of a request before the request may wake a room. workerd waits for a body without an end, and has
 * file descriptors for the connection meanwhile; so a body that is late is given up.
 */
import { textResponse } from "../http/headers";
import { MAX_LIST_BYTES } from "../shared/limits";
import type { Usage } from "./usage";

/** A body has to be there after this time, in ms: longer than the app waits for an answer. */
export const BODY_MS = 10_000;
/** The same where the descriptors are used up, in ms: most bodies come together with their request. */
const FULL_MS = 100;

/** From whom the request is, and how many descriptors there are: as in `Usage`. */
interface Sender {
  readonly address: string;
  readonly isShared: boolean;
  readonly limit: number | null;
}

/** The request with its whole body, or the answer that refuses it. What is longer than any body may be is cut. */
export async function receiveBody(
  request: Request,
  usage: Usage,
  { address, isShared, limit }: Sender,
): Promise<Request | Response> {
  if (request.body === null) return request;
  const reader = request.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const hasPlace = usage.hasRoomForBody({ address, isShared }, limit, Date.now());
  const end = usage.openBody(address, Date.now());
  let stopTimer = (): void => {};
  const late = new Promise<null>((resolve) => {
    const timer = setTimeout(resolve, hasPlace ? BODY_MS : FULL_MS, null);
    stopTimer = () => clearTimeout(timer);
  });
  try {
    const body = await Promise.race([readAll(reader), late]);
    const { method } = request;
    if (body !== null) return new Request(request, { method, body: body as Uint8Array<ArrayBuffer> });
  } finally {
    stopTimer();
    end();
  }
  void reader.cancel().catch(() => {}); // the sender may have gone
  return hasPlace
    ? textResponse(408, "the body has not arrived in time")
    : textResponse(503, "the server is full", { "retry-after": "10" });
}

/** At most a byte more than a body may have. Where the sender has gone, the body is empty, which asks for nothing. */
async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array> {
  const bytes = new Uint8Array(MAX_LIST_BYTES + 1);
  let length = 0;
  try {
    while (length < bytes.length) {
      const { done, value } = await reader.read();
      if (done) return bytes.subarray(0, length);
      const part = value.subarray(0, bytes.length - length);
      bytes.set(part, length);
      length += part.byteLength;
    }
    void reader.cancel().catch(() => {});
    return bytes;
  } catch {
    return new Uint8Array(0);
  }
}
