/** The time zones of tests that must not meet a midnight. */
import { expect, it } from "vitest";
import { middayZone } from "../../harness/midday";

it("at every hour of the day there is a zone in which it is between 12:00 and 13:00", () => {
  for (let hour = 0; hour < 24; hour++) {
    const now = new Date(Date.UTC(2026, 0, 5, hour, 59));
    const { timezoneId, aheadMs } = middayZone(now);
    const local = new Intl.DateTimeFormat("en-GB", { timeZone: timezoneId, timeStyle: "short" });
    expect(local.format(now)).toBe("12:59");
    expect(new Date(now.getTime() + aheadMs).getUTCHours()).toBe(12);
  }
});
