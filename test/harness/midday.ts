/** A time zone in which it is about midday now, so that no midnight comes between what a test does and what it reads. */

/** Ms that its clocks are ahead of UTC, and its name, for Playwright. */
export interface Zone {
  readonly aheadMs: number;
  readonly timezoneId: string;
}

/** The zone in which it is between 12:00 and 13:00 now. */
export function middayZone(now = new Date()): Zone {
  const hours = 12 - now.getUTCHours(); // ahead of UTC, −11 to 12
  // These zones are named by the hours that they are behind.
  return { aheadMs: hours * 3_600_000, timezoneId: `Etc/GMT${hours > 0 ? "-" : "+"}${Math.abs(hours)}` };
}
