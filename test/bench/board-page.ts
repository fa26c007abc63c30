/** The page's part of `board.ts`: when a press and its answer pass the serial port and the socket. */
import type { Page } from "playwright-core";

/** Moments by the page's clock, in ms; 0: not yet. */
export interface PageTimes {
  /** The board's line has arrived at the port. */
  in: number;
  /** The press has left on the socket. */
  sent: number;
  /** The room's answer has arrived. */
  answered: number;
  /** The new state has left for the board. */
  out: number;
}
/** The page's globals; the fake serial port calls `probePort` with the bytes that pass it. */
interface Probes {
  times: PageTimes;
  probePort: (direction: "in" | "out", bytes: Uint8Array) => void;
}

/** Before the page is opened. */
export const recordTimes = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const times: PageTimes = { in: 0, sent: 0, answered: 0, out: 0 };
    let buffer = "";
    const probes: Probes = {
      times,
      probePort(direction, bytes) {
        const text = String.fromCharCode(...bytes);
        if (direction === "out") {
          if (times.in > 0 && text.includes('"t":"state"')) times.out ||= performance.now();
          return;
        }
        buffer = (buffer + text).slice(-200);
        if (!buffer.includes('"e":"down"') || !buffer.endsWith("\n")) return;
        buffer = "";
        times.in = performance.now();
      },
    };
    Object.assign(globalThis, probes);
    const Original = WebSocket;
    globalThis.WebSocket = class extends Original {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        this.addEventListener("message", ({ data }) => {
          if (times.sent > 0 && /"id":/.test(String(data))) times.answered ||= performance.now();
        });
      }
      override send(data: Parameters<WebSocket["send"]>[0]): void {
        if (String(data).includes('"via":"board"')) times.sent = performance.now();
        super.send(data);
      }
    };
  });

/** Sets all four moments back to 0. */
export const resetTimes = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { times } = globalThis as unknown as Probes;
    times.in = times.sent = times.answered = times.out = 0;
  });

/** Resolves when all four moments are known. */
export async function readTimes(page: Page): Promise<PageTimes> {
  const found = await page.waitForFunction(() => {
    const { times } = globalThis as unknown as Probes;
    return times.sent > 0 && times.answered > 0 && times.out > 0 && times;
  });
  return (await found.jsonValue()) as PageTimes;
}

/** What to add to the page's clock to get this process's, in ms: from the shortest of many round trips. */
export async function clockOffset(page: Page): Promise<number> {
  let best = { tripMs: Infinity, offset: 0 };
  for (let i = 0; i < 50; i++) {
    const before = performance.now();
    const there = await page.evaluate(() => performance.now());
    const tripMs = performance.now() - before;
    if (tripMs < best.tripMs) best = { tripMs, offset: before + tripMs / 2 - there };
  }
  return best.offset;
}
