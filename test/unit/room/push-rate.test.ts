/** How many pushes are sent, when a failed one is sent again, and how many devices may subscribe. */
import { describe, expect, test } from "vitest";
import { parseRetryAfter, retryAt } from "../../../party/room/delivery/retry";
import { resultOf } from "../../../party/room/push/sendPush";
import { nextAllowedAt } from "../../../party/room/delivery/sendRate";
import { MAX_PER_MINUTE } from "../../../party/room/push/sendLog";
import { findPlace, isExpired } from "../../../party/room/push/subscription";
import type { Subscription } from "../../../party/room/push/subscription";
import { hours, seconds } from "../shared/helpers";

describe("the rate limit of one subscription", () => {
  const T = 1_790_000_000_000;
  const nextAfter = (sent: readonly number[], now: number): number =>
    nextAllowedAt({ sent, notBefore: 0 }, MAX_PER_MINUTE, now);

  test("the seventh request within a minute waits until the first is a minute old", () => {
    const sent = [0, 1, 2, 3, 4, 5].map((s) => T + seconds(s));
    expect(nextAfter(sent.slice(1), T + seconds(6))).toBe(T + seconds(6));
    expect(nextAfter(sent, T + seconds(6))).toBe(T + seconds(60));
    expect(nextAfter(sent, T + seconds(60))).toBe(T + seconds(60));
    expect(nextAfter([...sent, T + seconds(60)], T + seconds(60))).toBe(T + seconds(61));
  });

  test("no minute ever contains more than six requests to one subscription", () => {
    const sent: number[] = [];
    for (let now = T; now < T + seconds(600); now = Math.max(now + 700, nextAfter(sent, now))) sent.push(now);
    for (const from of sent) {
      expect(sent.filter((at) => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(
        MAX_PER_MINUTE,
      );
    }
  });

  test("requests in the future, after the clock was set back, do not count", () => {
    expect(
      nextAfter(
        [1, 2, 3, 4, 5, 6].map((s) => T + seconds(s)),
        T,
      ),
    ).toBe(T);
  });
});

describe("retrying a failed request", () => {
  test("the pause before the next attempt grows from 2 s to 8 minutes", () => {
    expect([1, 2, 3, 4, 5, 6, 100].map((tries) => retryAt(tries, 0, null))).toEqual(
      [2, 8, 30, 120, 480, 480, 480].map(seconds),
    );
  });

  test("a retry waits as long as Retry-After says, at least its own pause and at most an hour", () => {
    expect(retryAt(1, 1000, seconds(20))).toBe(1000 + seconds(20));
    expect(retryAt(3, 0, seconds(20))).toBe(seconds(30));
    expect(retryAt(1, 0, hours(24))).toBe(hours(1));
  });

  const now = Date.parse("2026-10-01T12:00:00Z");
  test.each([
    ["7", 7000],
    [" 7 ", 7000],
    ["Thu, 01 Oct 2026 12:00:30 GMT", 30_000],
    ["Thu, 01 Oct 2026 11:00:00 GMT", null],
    ["0", null],
    ["-7", null],
    ["soon", null],
    ["", null],
    [null, null],
  ])("the Retry-After header %j is parsed to %j ms", (header, ms) => {
    expect(parseRetryAfter(header, now)).toBe(ms);
  });

  test.each([
    [200, "accepted"],
    [201, "accepted"],
    [204, "accepted"],
    [301, "refused"],
    [307, "refused"],
    [400, "refused"],
    [401, "refused"],
    [403, "refused"],
    [404, "gone"],
    [410, "gone"],
    [413, "refused"],
    [429, "retry"],
    [500, "retry"],
    [503, "retry"],
  ])("the status %i of a push service means %s", (status, kind) => {
    expect(resultOf(status, null, now).kind).toBe(kind);
  });
});

describe("a place for a subscription", () => {
  const subscription = (role: "control" | "watch", seenAt: number): Subscription => ({
    endpoint: "",
    keys: { p256dh: "", auth: "" },
    role,
    origin: "",
    device: null,
    before: 0,
    seenAt,
  });
  const crowd = (controllers: number, watchers: number): Map<string, Subscription> =>
    new Map([
      ...Array.from({ length: controllers }, (_, i) => [`c${i}`, subscription("control", i)] as const),
      ...Array.from({ length: watchers }, (_, i) => [`w${i}`, subscription("watch", 1000 - i)] as const),
    ]);

  test.each([
    ["watch", 0, 99, { displaced: null }],
    ["watch", 0, 100, null],
    ["watch", 499, 0, { displaced: null }],
    ["watch", 500, 0, null],
    ["watch", 450, 50, null],
    ["control", 499, 0, { displaced: null }],
    ["control", 500, 0, null],
    ["control", 400, 100, { displaced: "w99" }],
    ["control", 499, 1, { displaced: "w0" }],
    ["control", 399, 100, { displaced: null }],
  ] as const)(
    "a new subscription to %s, with %i controllers and %i watchers before it, finds its place or none",
    (role, controllers, watchers, place) => {
      expect(findPlace(role, crowd(controllers, watchers))).toEqual(place);
    },
  );

  test("a subscription expires 60 days after its last renewal", () => {
    expect(isExpired(subscription("control", 0), hours(60 * 24) - 1)).toBe(false);
    expect(isExpired(subscription("control", 0), hours(60 * 24))).toBe(true);
  });
});
