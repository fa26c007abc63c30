/** Breadth-first search through all worlds. PURE. */
import { Broken, SmallWorld } from "./small-world";
import type { Rules, World } from "./small-world";
import { Difference } from "./machines";

export interface SearchResult {
  readonly states: number;
  readonly steps: number;
  /** Different rooms among the states. */
  readonly rooms: number;
  /** What is wrong and the shortest way to it; null: nothing. */
  readonly violation: { readonly what: string; readonly path: readonly string[] } | null;
}

/** Tries everything that can happen. Stops at the first world that is wrong. */
export function search(rules: Rules): SearchResult {
  const small = new SmallWorld(rules);
  const { start } = small;
  const keys = new Map<string, number>([[keyOf(start), 0]]);
  const cameFrom: number[] = [-1];
  const how: string[] = [""];
  let frontier: (readonly [number, World])[] = [[0, start]];
  let steps = 0;
  const result = (violation: SearchResult["violation"]): SearchResult => ({
    states: keys.size,
    steps,
    rooms: small.rooms.size,
    violation,
  });
  const pathTo = (state: number): string[] => {
    const path: string[] = [];
    for (let at = state; at > 0; at = cameFrom[at] ?? 0) path.unshift(how[at] ?? "");
    return path;
  };
  while (frontier.length > 0) {
    const following: (readonly [number, World])[] = [];
    for (const [state, world] of frontier) {
      try {
        small.check(world);
        for (const [what, next] of small.next(world)) {
          steps++;
          const key = keyOf(next);
          if (keys.has(key)) continue;
          const number = keys.size;
          keys.set(key, number);
          cameFrom.push(state);
          how.push(what);
          following.push([number, next]);
        }
      } catch (error) {
        if (!(error instanceof Broken || error instanceof Difference)) throw error;
        return result({ what: error.message, path: pathTo(state) });
      }
    }
    frontier = following;
  }
  return result(null);
}

const keyOf = ({ tick, room, crashes, losses, clients }: World): string =>
  `${tick},${room},${crashes},${losses}|${clients
    .map(
      (one) =>
        `${+one.isConnected}${+one.isCurrent}${one.actions},${one.known};${one.pending};${one.up};${one.down};${one.stray}`,
    )
    .join("|")}`;
