/** The pictures of a deck become JPEGs in a worker, and in the page where the worker fails. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { makeJpegEncoder } from "../../../src/board/deck/jpegEncoder";
import type { EncodeAnswer, EncodeRequest } from "../../../src/board/deck/jpegEncoder";
import { flushPromises } from "../../harness/fakes/fake-clock";

class FakeWorker {
  static last: FakeWorker;
  onmessage: ((event: { data: EncodeAnswer }) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly requests: EncodeRequest[] = [];
  isTerminated = false;
  constructor() {
    FakeWorker.last = this;
  }
  postMessage(request: EncodeRequest): void {
    this.requests.push(request);
  }
  terminate(): void {
    this.isTerminated = true;
  }
}

const IN_PAGE = Uint8Array.of(1);
const IN_WORKER = Uint8Array.of(2);
const PIXELS = new Uint8Array(72 * 72 * 4);

beforeEach(() => {
  vi.stubGlobal("Worker", FakeWorker);
  vi.stubGlobal("ImageData", Object);
  vi.stubGlobal(
    "OffscreenCanvas",
    class {
      getContext = () => ({ putImageData() {} });
      convertToBlob = async () => new Blob([IN_PAGE]);
    },
  );
});
afterEach(() => void vi.unstubAllGlobals());

it("pictures become JPEGs in the worker, also when its answers come in another order", async () => {
  const encoder = makeJpegEncoder();
  const [first, second] = [encoder.encode(PIXELS, 72, 72), encoder.encode(PIXELS, 72, 72)];
  const { requests, onmessage } = FakeWorker.last;
  expect(requests).toMatchObject([
    { width: 72, height: 72 },
    { width: 72, height: 72 },
  ]);
  onmessage?.({ data: { id: requests[1]!.id, jpeg: IN_PAGE } });
  onmessage?.({ data: { id: requests[0]!.id, jpeg: IN_WORKER } });
  expect([await first, await second]).toEqual([IN_WORKER, IN_PAGE]);
  encoder.close();
  expect(FakeWorker.last.isTerminated).toBe(true);
});
it("a picture that the worker cannot encode becomes a JPEG in the page", async () => {
  const encoder = makeJpegEncoder();
  const jpeg = encoder.encode(PIXELS, 72, 72);
  FakeWorker.last.onmessage?.({ data: { id: FakeWorker.last.requests[0]!.id, jpeg: null } });
  expect(await jpeg).toEqual(IN_PAGE);
});
it("where the worker does not load, the waiting picture and all later ones become JPEGs in the page", async () => {
  const encoder = makeJpegEncoder();
  const waiting = encoder.encode(PIXELS, 72, 72);
  await flushPromises();
  FakeWorker.last.onerror?.();
  expect([await waiting, await encoder.encode(PIXELS, 72, 72)]).toEqual([IN_PAGE, IN_PAGE]);
  expect(FakeWorker.last.requests).toHaveLength(1);
});
