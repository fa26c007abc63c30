/** A plausible year of a room's work, the same each time: for what a test cannot wait for. */
import type { HistoryRecord } from "../../src/features/history/records";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Numbers from 0 up to 1 that look like chance and are none. */
function dice(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
}

/**
 * At most `count` records, the last of them before `now`: busy working days, quiet weekends, a holiday, weeks in which
 * little was done; in UTC.
 */
export function yearOfWork(now: number, count = 2000): HistoryRecord[] {
  const chance = dice(7);
  const records: HistoryRecord[] = [];
  const today = Math.floor(now / DAY) * DAY;
  for (let ago = 371; ago >= 0; ago--) {
    const midnight = today - ago * DAY;
    const weekend = [0, 6].includes(new Date(midnight).getUTCDay());
    const holiday = ago > 120 && ago < 136;
    const mood = ago < 7 ? 1 : 0.4 + 0.6 * Math.abs(Math.sin(ago / 23));
    const tomatoes = holiday || (weekend && chance() < 0.7) ? 0 : Math.round(chance() * 14 * mood);
    let at = midnight + (8 + chance() * 2) * 60 * MINUTE;
    for (let i = 0; i < tomatoes; i++) {
      const how = chance() < 0.86 ? "done" : chance() < 0.7 ? "skipped" : "reset";
      const worked = how === "done" ? 1500 : Math.round(60 + chance() * 1380);
      const paused = chance() < 0.1 ? Math.round(chance() * 900) : 0;
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
        people: 1 + Math.floor(chance() * 4),
      });
      at = ended_at + (i % 4 === 3 ? 20 + chance() * 40 : 5 + chance() * 4) * MINUTE;
    }
  }
  return records.slice(-count);
}
