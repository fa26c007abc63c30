/** A bucket of 20, refilled 5 a second; 200 refused within a minute, and the sender is closed. */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { RateLimit } from "../../../party/room/rateLimit";
import { T0 } from "../shared/helpers";

/** Much is tried in here, and the machine may be busy. */
vi.setConfig({ testTimeout: 60_000 });

const burst = (bucket: RateLimit, count: number, now: number): number => {
  let allowed = 0;
  for (let i = 0; i < count; i++) if (bucket.take(now)) allowed++;
  return allowed;
};

describe("a bucket", () => {
  test("lets twenty through at once, and not the twenty-first", () => {
    const bucket = new RateLimit(T0);
    expect(burst(bucket, 20, T0)).toBe(20);
    expect(bucket.take(T0)).toBe(false);
  });

  test("lets one more through every 200 ms", () => {
    const bucket = new RateLimit(T0);
    burst(bucket, 20, T0);
    expect(bucket.take(T0 + 199)).toBe(false);
    expect(bucket.take(T0 + 200)).toBe(true);
    expect(bucket.take(T0 + 200)).toBe(false);
    expect(burst(bucket, 20, T0 + 1200)).toBe(5);
  });

  test("never holds more than twenty, however long it was left alone", () => {
    const bucket = new RateLimit(T0);
    expect(burst(bucket, 100, T0 + 3_600_000)).toBe(20);
    expect(burst(bucket, 100, T0 + 7_200_000)).toBe(20);
  });

  test("lets a steady five a second through for ever", () => {
    const bucket = new RateLimit(T0);
    for (let i = 0; i < 5000; i++) expect(bucket.take(T0 + i * 200)).toBe(true);
  });

  test("gains nothing by a clock that steps back", () => {
    const bucket = new RateLimit(T0);
    burst(bucket, 20, T0);
    expect(burst(bucket, 10, T0 - 60_000)).toBe(0);
  });

  test("lets through, in any stretch of time, no more than 20 and 5 a second, and no fewer where as many ask", () => {
    const waits = fc.array(fc.integer({ min: 0, max: 1500 }), { minLength: 1, maxLength: 300, size: "max" });
    fc.assert(
      fc.property(waits, (steps) => {
        const bucket = new RateLimit(T0);
        const allowed: number[] = [];
        let now = T0;
        let tokens = 20_000; // thousandths, in whole numbers
        for (const wait of steps) {
          now += wait;
          tokens = Math.min(20_000, tokens + wait * 5);
          const taken = bucket.take(now);
          if (taken) allowed.push(now);
          // A thousandth more or less is rounding.
          if (taken ? tokens < 999 : tokens > 1001)
            expect.fail(`${taken} with ${tokens} thousandths of a token`);
          if (taken) tokens -= 1000;
        }
        let most = 0; // over what 20 and 5 a second allow, in any stretch
        allowed.forEach((from, i) => {
          for (let j = i; j < allowed.length; j++) {
            most = Math.max(most, j - i + 1 - 20 - (((allowed[j] ?? from) - from) * 5) / 1000);
          }
        });
        expect(most).toBeLessThan(0.001);
      }),
      { numRuns: 50 },
    );
  });
});

describe("a sender", () => {
  test("with 199 refused is heard, with the 200th it is not", () => {
    const bucket = new RateLimit(T0);
    burst(bucket, 20 + 199, T0);
    expect(bucket.exhausted).toBe(false);
    bucket.take(T0);
    expect(bucket.exhausted).toBe(true);
  });

  test("that sends only what is allowed is never closed", () => {
    const bucket = new RateLimit(T0);
    for (let i = 0; i < 2000; i++) bucket.take(T0 + i * 200);
    expect(bucket.exhausted).toBe(false);
  });

  test("that is refused three times a second is never closed: that is 180 a minute", () => {
    const bucket = new RateLimit(T0);
    for (let i = 0; i < 8 * 600; i++) bucket.take(T0 + i * 125);
    expect(bucket.exhausted).toBe(false);
  });

  test("with 200 refused within 59 seconds, spread out, is closed", () => {
    const bucket = new RateLimit(T0);
    burst(bucket, 20, T0);
    let refused = 0;
    for (let ms = 0; refused < 200; ms += 100) if (!bucket.take(T0 + ms)) refused++;
    expect(bucket.exhausted).toBe(true);
  });

  test("with 200 refused within a minute is closed, whenever that minute begins", () => {
    const bucket = new RateLimit(T0);
    burst(bucket, 20 + 1, T0); // one refusal, a minute before the flood
    burst(bucket, 20 + 150, T0 + 59_500); // 150 refused
    expect(bucket.exhausted).toBe(false);
    burst(bucket, 5 + 150, T0 + 60_500); // and 150 more within a second
    expect(bucket.exhausted).toBe(true);
  });
});
