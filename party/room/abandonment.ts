/**
 * When a stored thing that nobody has used for long is deleted. PURE; moments are epoch ms.
 *
 * A clock that is wrong for a while makes everything look old. So nothing is deleted at the first look: that look is
 * stored as a mark, and only a second look deletes, at least a day after the mark and at most a week after it. One jump
 * of the clock, of whatever size, makes at most one look: the second one needs another day on the clock. A look that
 * comes before its mark (the clock was set back) or more than a week after it is a first look again.
 */

/** From the first look to the second, in ms. */
export const LOOK_INTERVAL_MS = 24 * 60 * 60 * 1000;
/** A mark that is older than this, in ms, says nothing any more. */
const MARK_LIFETIME_MS = 7 * LOOK_INTERVAL_MS;

/** Whether a mark is one that a second look can follow, now or later. */
export const isValidMark = (markedAt: number | undefined, now: number): markedAt is number =>
  markedAt !== undefined && markedAt <= now && now <= markedAt + MARK_LIFETIME_MS;

/** Whether a look now is the second one. */
export const isSecondLook = (markedAt: number | undefined, now: number): boolean =>
  isValidMark(markedAt, now) && now >= markedAt + LOOK_INTERVAL_MS;
