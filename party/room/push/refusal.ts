/** A push that was refused in a way that another attempt would not change. */
export interface Refusal {
  /** The HTTP status of the push service; null: this server does not allow the push service any more. */
  readonly status: number | null;
  /** Epoch ms. */
  readonly at: number;
}

/** A device can learn of a refusal for this long, in ms. */
const KEPT_MS = 60 * 60 * 1000;

export const isRecent = ({ at }: Refusal, now: number): boolean => Math.abs(now - at) < KEPT_MS;
