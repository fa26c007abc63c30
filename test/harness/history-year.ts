/** A plausible year of work records, the same in every run, for tests that cannot wait a year. */
import type { HistoryRecord } from "../../party/shared/historyWire";
import { SeededRandom } from "./random";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * At most `count` records, all of which end before `now` (epoch ms): busy working days, quiet weekends, a holiday and
 * weeks with little work. `aheadMs`: of UTC, the zone whose days they are.
 */
export function yearOfWork(now: number, count = 2000, aheadMs = 0): HistoryRecord[] {
  const random = new SeededRandom(7);
  const records: HistoryRecord[] = [];
  const today = Math.floor((now + aheadMs) / DAY) * DAY - aheadMs;
  for (let ago = 371; ago >= 0; ago--) {
    const midnight = today - ago * DAY;
    const weekend = [0, 6].includes(new Date(midnight + aheadMs).getUTCDay());
    const holiday = ago > 120 && ago < 136;
    const mood = ago < 7 ? 1 : 0.4 + 0.6 * Math.abs(Math.sin(ago / 23));
    const tomatoes = holiday || (weekend && random.chance(0.7)) ? 0 : Math.round(random.next() * 14 * mood);
    let at = midnight + (8 + random.next() * 2) * 60 * MINUTE;
    for (let i = 0; i < tomatoes; i++) {
      const how = random.chance(0.86) ? "done" : random.chance(0.7) ? "skipped" : "reset";
      const worked = how === "done" ? 1500 : Math.round(60 + random.next() * 1380);
      const paused = random.chance(0.1) ? Math.round(random.next() * 900) : 0;
      const started_at = Math.round(at);
      const ended_at = started_at + (worked + paused) * 1000;
      if (ended_at > now) break;
      records.push({
        started_at,
        ended_at,
        planned: 1500,
        worked,
        paused,
        how,
        people: 1 + random.below(4),
        list_done: 0,
      });
      at = ended_at + (i % 4 === 3 ? 20 + random.next() * 40 : 5 + random.next() * 4) * MINUTE;
    }
  }
  return records.slice(-count);
}
