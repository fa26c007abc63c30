/** The result of checking a number: in order, the same as before, or how many were lost (null: unknown). */
export type SequenceResult = "next" | "repeat" | { readonly lost: number | null };

export interface Sequence {
  /** The board has sent hello. Only after a restart is it certain that the board counts from 1 again. */
  onHello(hasRestarted: boolean): void;
  check(n: number): SequenceResult;
}

/**
 * Checks the numbers `n` of button events. Accepts the first number as it is, because the board may have been running
 * before the host connected. After a hello that the host requested, both the next number and 1 are in order: opening
 * the port resets some boards.
 */
export function makeSequence(): Sequence {
  let last: number | null = null;
  let mayBeOne = false;
  return {
    onHello(hasRestarted) {
      if (hasRestarted) last = 0;
      mayBeOne = true;
    },
    check(n) {
      const inOrder = last === null || n === last + 1 || (mayBeOne && n === 1);
      if (!inOrder && n === last) return "repeat";
      const lost = last !== null && n > last ? n - last - 1 : null;
      last = n;
      mayBeOne = false;
      return inOrder ? "next" : { lost };
    },
  };
}
