/** Real fingers on a page of Chromium: the browser itself decides whether they scroll it or drag something. */
import type { Locator, Page } from "playwright-core";

export interface Point {
  readonly x: number;
  readonly y: number;
}
/** So long a finger has to stand still that no fling begins, in s. Chromium goes by the times of the events. */
const REST_S = 0.1;

/** Fingers by their numbers; the first is 0. */
export interface Fingers {
  /** Each finger that is down has to be moved by itself; `steps`: between its place and the new one. */
  down(at: Point, finger?: number): Promise<void>;
  move(to: Point, finger?: number, steps?: number): Promise<void>;
  up(finger?: number): Promise<void>;
  /**
   * As `up`, of a finger that stands still. One that is lifted while it moves begins a fling, on any page, and Chromium
   * makes no click of a touch that ends a fling.
   */
  upFromRest(finger?: number): Promise<void>;
  /** The system takes all fingers away, as at a call. */
  cancel(): Promise<void>;
}

export async function touch(page: Page): Promise<Fingers> {
  const session = await page.context().newCDPSession(page);
  const points = new Map<number, Point>();
  const send = (
    type: "touchStart" | "touchMove" | "touchEnd" | "touchCancel",
    time: { readonly timestamp?: number } = {},
  ): Promise<unknown> =>
    session.send("Input.dispatchTouchEvent", {
      type,
      ...time,
      touchPoints: type === "touchCancel" ? [] : [...points].map(([id, { x, y }]) => ({ id, x, y })),
    });
  return {
    async down(at, finger = 0) {
      points.set(finger, at);
      await send("touchStart");
    },
    async move(to, finger = 0, steps = 8) {
      const from = points.get(finger);
      if (from === undefined) throw new Error(`finger ${finger} is not down`);
      for (let i = 1; i <= steps; i++) {
        const share = i / steps;
        points.set(finger, {
          x: from.x + (to.x - from.x) * share,
          y: from.y + (to.y - from.y) * share,
        });
        await send("touchMove");
      }
    },
    async up(finger = 0) {
      points.delete(finger);
      await send("touchEnd");
    },
    async upFromRest(finger = 0) {
      points.delete(finger);
      await send("touchEnd", { timestamp: Date.now() / 1000 + REST_S });
    },
    async cancel() {
      points.clear();
      await send("touchCancel");
    },
  };
}

/** The middle of what is drawn. */
export async function middleOf(what: Locator): Promise<Point> {
  const box = await what.boundingBox();
  if (box === null) throw new Error("it is not drawn");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
