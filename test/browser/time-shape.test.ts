/** What is left of a period is a shape: it can be read from a picture of 20 × 20 grey pixels. */
import type { Browser } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { LONG_BREAK, SHORT_BREAK, WORK } from "../../party/shared/pomodoro";
import type { Phase } from "../../party/shared/pomodoro";
import { sharedBrowser } from "../harness/browser";
import { requireTools } from "../harness/with-tools";
import { smallGreys } from "../harness/first-pictures";
import type { FirstPicture } from "../harness/first-pictures";

const MINUTE_MS = 60_000;
/** What a person can read of a picture, and pictures in which it is to be read. */
interface Look {
  readonly name: string;
  /** `share`: 0 to 1, the place within what the look covers. */
  readonly at: (share: number, minutes: number) => FirstPicture;
}

const period = (
  state: typeof WORK | typeof SHORT_BREAK,
  isHeld: boolean,
  leftMs: number,
  totalMs: number,
) => {
  const base = { state, startedAt: 0, totalMs };
  return { phase: isHeld ? { ...base, heldMs: leftMs } : { ...base, endsAt: leftMs }, now: 0 };
};
const longBreak = (leftMs: number, totalMs: number): FirstPicture => ({
  phase: { state: LONG_BREAK, startedAt: 0, ringsAt: leftMs, over: false, rangAt: null },
  now: 0,
  cycle: 3,
  settings: { longBreakDuration: totalMs / 1000 },
});
const TIMED: readonly (readonly [string, (leftMs: number, totalMs: number) => FirstPicture])[] = [
  ["work", (left, total) => period(WORK, false, left, total)],
  ["paused work", (left, total) => period(WORK, true, left, total)],
  ["a short break", (left, total) => period(SHORT_BREAK, false, left, total)],
  ["a paused short break", (left, total) => period(SHORT_BREAK, true, left, total)],
  ["a long break", longBreak],
];
const STILL: readonly (readonly [string, Phase, cycle?: number])[] = [
  ["idle", { state: 0, startedAt: null }],
  ["break alarm", { state: 2, startedAt: -70_000, continuesAt: null, rangAt: 0 }],
  ["work alarm", { state: 4, startedAt: -70_000, continuesAt: null, rangAt: 0 }],
  ["a long break without an end", { state: 5, startedAt: 0, ringsAt: null, over: false, rangAt: null }, 3],
  ["a long break that is over", { state: 5, startedAt: 0, ringsAt: null, over: true, rangAt: 0 }, 3],
];
const LOOKS: readonly Look[] = [
  ...TIMED.flatMap(([name, make]): Look[] => [
    ...[1, 2, 3, 4].map((quarter) => ({
      name: `${name}, quarter ${quarter} of the time left`,
      at: (share: number, minutes: number) =>
        make(((quarter - 1 + share) / 4) * minutes * MINUTE_MS, minutes * MINUTE_MS),
    })),
    {
      name: `${name}, the last minute`,
      at: (share, minutes) => make(share * MINUTE_MS, minutes * MINUTE_MS),
    },
  ]),
  ...STILL.map(([name, phase, cycle = 0]): Look => ({ name, at: () => ({ phase, now: 0, cycle }) })),
  {
    name: "a set start",
    at: (share) => ({
      phase: { state: 0, startedAt: null, startsAt: (0.3 + share) * 60 * MINUTE_MS },
      now: 0,
    }),
  },
];

let browser: Browser;
const hasChromium = requireTools("Chromium");
beforeAll(async () => {
  if (hasChromium) browser = await sharedBrowser();
});

/** The mean difference of two pictures, in grey levels of 256. */
const distance = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, grey, i) => sum + Math.abs(grey - (b[i] ?? 0)), 0) / a.length;

/** So different are every two looks at least. */
const LEAST = 3;
/** Other pictures of each look than those that a reader has learnt: earlier or later, longer or shorter, in other languages. */
const OTHERS = [
  { share: 0.2, minutes: 50, language: "nl" },
  { share: 0.8, minutes: 10, language: "de" },
] as const;

describe.each(["light", "dark"] as const)("the tomato at 5 percent in grey, %s", (colorScheme) => {
  it(`in the ${colorScheme} theme a small grey picture tells the state and the quarter of the time`, async () => {
    const learnt = await smallGreys(
      browser,
      LOOKS.map(({ at }) => at(0.5, 25)),
      { colorScheme },
    );
    const alike = LOOKS.flatMap(({ name }, i) =>
      LOOKS.slice(i + 1).flatMap((other, j) => {
        const far = distance(learnt[i] ?? [], learnt[i + 1 + j] ?? []);
        return far < LEAST ? [`${name} and ${other.name}: ${far.toFixed(1)}`] : [];
      }),
    );
    expect(alike).toEqual([]);
    for (const { share, minutes, language } of OTHERS) {
      const seen = await smallGreys(
        browser,
        LOOKS.map(({ at }) => ({ ...at(share, minutes), language })),
        { colorScheme },
      );
      const read = seen.map((grey) => {
        const far = learnt.map((one) => distance(one, grey));
        return LOOKS[far.indexOf(Math.min(...far))]?.name;
      });
      expect(read).toEqual(LOOKS.map(({ name }) => name));
    }
  });
});
