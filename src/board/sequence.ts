/** What a button event's number says: in order, told before, or how many went missing (null: no telling). */
export type Step = "next" | "repeat" | { readonly lost: number | null };

export interface Sequence {
  /** A hello. Only after a restart is it certain that the board counts from 1 again. */
  hello(restarted: boolean): void;
  step(n: number): Step;
}

/**
 * Follows the `n` of button events. The first number heard is taken as it is, because a board that was
 * running before us is anywhere. After a hello that was asked for, 1 is in order too: opening the port may
 * have reset the board, and it need not have.
 */
export function makeSequence(): Sequence {
  let last: number | null = null;
  let maybeOne = false;
  return {
    hello(restarted) {
      if (restarted) last = 0;
      maybeOne = true;
    },
    step(n) {
      const inOrder = last === null || n === last + 1 || (maybeOne && n === 1);
      if (!inOrder && n === last) return "repeat";
      const lost = last !== null && n > last ? n - last - 1 : null;
      last = n;
      maybeOne = false;
      return inOrder ? "next" : { lost };
    },
  };
}
