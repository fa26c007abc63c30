import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { takeTurns, wakesPerSecond } from "../../../party/ops/alarmTurns";
import { NEEDED_DESCRIPTORS } from "../../../party/ops/descriptors";
import { AWAKE_MS, DESCRIPTORS_PER_ROOM } from "../../../party/shared/descriptors";

const NOW = 1_800_000_000_000;
const HOUR_MS = 3_600_000;
/** An fsync of a fast disk, in ms. */
const FAST_MS = 0.1;

/** When each alarm rings after its turns are taken. */
function ringsOf(alarms: readonly number[], perSecond: number): number[] {
  const moved = takeTurns(alarms, NOW, perSecond);
  return alarms.map((at, place) => moved.get(place) ?? at);
}

describe("the turns of alarms that are due at a start", () => {
  it("with the descriptors that a start asks for, the alarms of 10,000 overdue rooms come within 510 s and leave two thirds of the descriptors", () => {
    const perSecond = wakesPerSecond(NEEDED_DESCRIPTORS, FAST_MS);
    const rings = ringsOf(Array<number>(10_000).fill(NOW - HOUR_MS), perSecond);
    expect(Math.max(...rings) - NOW).toBeLessThanOrEqual(510_000);
    const awake = perSecond * (AWAKE_MS / 1000) * DESCRIPTORS_PER_ROOM;
    expect(awake).toBeLessThanOrEqual(NEEDED_DESCRIPTORS / 3);
  });

  it.each([
    [null, 0, 20],
    [524_288, FAST_MS, 20],
    [2000, FAST_MS, 18],
    [1024, FAST_MS, 9],
    [50, FAST_MS, 1],
    [524_288, 2, 15],
    [524_288, 4, 7],
    [524_288, 200, 1],
  ])(
    "with %s descriptors and %s ms for an fsync, %i rooms wake within a second",
    (limit, syncMs, perSecond) => {
      expect(wakesPerSecond(limit, syncMs)).toBe(perSecond);
    },
  );

  it("no alarm becomes earlier, one that is to come and has room stays, and no second has more than its number", () => {
    const alarm = fc.integer({ min: NOW - HOUR_MS, max: NOW + 20_000 });
    fc.assert(
      fc.property(
        fc.array(alarm, { maxLength: 200 }),
        fc.integer({ min: 1, max: 9 }),
        (alarms, perSecond) => {
          const rings = ringsOf(alarms, perSecond);
          const bySecond = new Map<number, number>();
          for (const [place, at] of rings.entries()) {
            expect(at).toBeGreaterThanOrEqual(Math.max(alarms[place] ?? 0, at >= NOW ? 0 : NOW));
            const second = Math.floor((at - NOW) / 1000);
            bySecond.set(second, (bySecond.get(second) ?? 0) + 1);
          }
          expect(Math.max(0, ...bySecond.values())).toBeLessThanOrEqual(perSecond);
        },
      ),
    );
  });

  it("alarms that are to come keep their moment although many others are overdue", () => {
    const coming = [NOW + 500, NOW + 2500, NOW + HOUR_MS];
    expect(ringsOf([...Array<number>(50).fill(NOW - 1), ...coming], 10).slice(50)).toEqual(coming);
  });

  it("the alarm that became due last comes first, 10 s after the start", () => {
    const rings = ringsOf([NOW - HOUR_MS, NOW - 1000, NOW - 60_000], 1);
    expect(rings).toEqual([NOW + 12_000, NOW + 10_000, NOW + 11_000]);
  });

  it("alarms of one second that is still to come are spread, too", () => {
    const rings = ringsOf(Array<number>(25).fill(NOW + 5500), 10);
    expect(rings.filter((at) => at === NOW + 5500)).toHaveLength(10);
    expect(Math.max(...rings)).toBe(NOW + 7400);
  });
});
