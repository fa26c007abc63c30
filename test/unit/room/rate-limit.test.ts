/** Tests the rate limit: a bucket of 20 tokens, refilled by 5 a second, and the end of a sender after 200 refusals a minute. */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { RateLimit } from "../../../party/room/rateLimit";
import { T0 } from "../shared/helpers";

/** These tests try many inputs, and the machine may be busy. */
vi.setConfig({ testTimeout: 60_000 });

const burst = (bucket: RateLimit, count: number, now: number): number => {
  let allowed = 0;
  for (let i = 0; i < count; i++) if (bucket.take(now)) allowed++;
  return allowed;
};

describe("a bucket", () => {
  test("a bucket accepts twenty messages at once and refuses the twenty-first", () => {
    const bucket = new RateLimit(T0);
    expect(burst(bucket, 20, T0)).toBe(20);
    expect(bucket.take(T0)).toBe(false);
  });

  test("a bucket accepts one more message every 200 ms", () => {
    const bucket = new RateLimit(T0);
    burst(bucket, 20, T0);
    expect(bucket.take(T0 + 199)).toBe(false);
    expect(bucket.take(T0 + 200)).toBe(true);
    expect(bucket.take(T0 + 200)).toBe(false);
    expect(burst(bucket, 20, T0 + 1200)).toBe(5);
  });

  test("a bucket never holds more than twenty tokens, however long it is unused", () => {
    const bucket = new RateLimit(T0);
    expect(burst(bucket, 100, T0 + 3_600_000)).toBe(20);
    expect(burst(bucket, 100, T0 + 7_200_000)).toBe(20);
  });

  test("a bucket always accepts five messages a second", () => {
    const bucket = new RateLimit(T0);
    for (let i = 0; i < 5000; i++) expect(bucket.take(T0 + i * 200)).toBe(true);
  });

  test("a clock that is set back refills no bucket", () => {
    const bucket = new RateLimit(T0);
    burst(bucket, 20, T0);
    expect(burst(bucket, 10, T0 - 60_000)).toBe(0);
  });

  test("a bucket accepts 20 messages and 5 a second in any interval, not more and not fewer", () => {
    const waits = fc.array(fc.integer({ min: 0, max: 1500 }), { minLength: 1, maxLength: 300, size: "max" });
    fc.assert(
      fc.property(waits, (steps) => {
        const bucket = new RateLimit(T0);
        const allowed: number[] = [];
        let now = T0;
        let tokens = 20_000; // in thousandths
        for (const wait of steps) {
          now += wait;
          tokens = Math.min(20_000, tokens + wait * 5);
          const taken = bucket.take(now);
          if (taken) allowed.push(now);
          // A difference of one thousandth is rounding.
          if (taken ? tokens < 999 : tokens > 1001)
            expect.fail(`${taken} with ${tokens} thousandths of a token`);
          if (taken) tokens -= 1000;
        }
        let most = 0; // the most messages above 20 and 5 a second, in any interval
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
  test("a sender is closed with the 200th refused message, not with the 199th", () => {
    const bucket = new RateLimit(T0);
    burst(bucket, 20 + 199, T0);
    expect(bucket.exhausted).toBe(false);
    bucket.take(T0);
    expect(bucket.exhausted).toBe(true);
  });

  test("a sender within the limit is never closed", () => {
    const bucket = new RateLimit(T0);
    for (let i = 0; i < 2000; i++) bucket.take(T0 + i * 200);
    expect(bucket.exhausted).toBe(false);
  });

  test("a sender with 180 refused messages a minute is never closed", () => {
    const bucket = new RateLimit(T0);
    for (let i = 0; i < 8 * 600; i++) bucket.take(T0 + i * 125);
    expect(bucket.exhausted).toBe(false);
  });

  test("a sender with 200 refused messages spread over 59 seconds is closed", () => {
    const bucket = new RateLimit(T0);
    burst(bucket, 20, T0);
    let refused = 0;
    for (let ms = 0; refused < 200; ms += 100) if (!bucket.take(T0 + ms)) refused++;
    expect(bucket.exhausted).toBe(true);
  });

  test("a sender with 200 refused messages within any minute is closed", () => {
    const bucket = new RateLimit(T0);
    burst(bucket, 20 + 1, T0); // one refusal, a minute before the flood
    burst(bucket, 20 + 150, T0 + 59_500); // 150 refused
    expect(bucket.exhausted).toBe(false);
    burst(bucket, 5 + 150, T0 + 60_500); // 150 more refused, a second later
    expect(bucket.exhausted).toBe(true);
  });
});
