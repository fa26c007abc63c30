/** Makes a failing run small: leaves out what happens as long as the same rule is broken. */
import type { Happening } from "./happenings";

/** `fails`: whether a run with these happenings breaks the rule. `budgetMs`: how long to try, by `clock` in ms. */
export function shrink(
  happenings: readonly Happening[],
  fails: (some: readonly Happening[]) => boolean,
  budgetMs: number,
  clock: () => number,
): readonly Happening[] {
  const end = clock() + budgetMs;
  let smallest = happenings;
  for (let size = Math.ceil(smallest.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = Math.max(0, smallest.length - size); ; from -= size) {
      if (clock() > end) return smallest;
      const start = Math.max(0, from);
      const some = smallest.toSpliced(start, size);
      if (some.length < smallest.length && fails(some)) smallest = some;
      if (from <= 0) break;
    }
  }
  return smallest;
}
