/** What happens in a seed of the simulator: what three people do, and what breaks. PURE. */
import { SeededRandom } from "../../simulation/random";

export const PEOPLE = ["Ada", "Bo", "Cy"] as const;
/** The length of a story, ms of simulated time. */
export const STORY_MS = 180_000;

export type DeedKind =
  | "setup"
  | "press"
  | "skip"
  | "hold"
  /** A press on the button of the board. */
  | "board"
  | "cut"
  | "mend"
  | "kill"
  | "start";

/** `who`: the number of a person; of no meaning for the server. */
export interface Deed {
  /** True time, ms. */
  readonly at: number;
  readonly kind: DeedKind;
  readonly who: number;
}

const WEIGHTS = { press: 10, board: 5, skip: 4, hold: 2, cut: 4, kill: 3 } as const;
/** When everyone has arrived, ms. */
const ARRIVED_MS = 4000;

/** The deeds of a seed in the order of time. Whatever breaks works again before the end. */
export function drawStory(seed: number): Deed[] {
  const random = new SeededRandom(seed);
  const deeds: Deed[] = [{ at: ARRIVED_MS - 1000, kind: "setup", who: 0 }];
  const cutUntil = PEOPLE.map(() => 0);
  let downUntil = 0;
  for (let at = ARRIVED_MS; at < STORY_MS - 20_000; at += random.integer(1500, 6000)) {
    const kind = random.weighted(WEIGHTS);
    const who = random.below(PEOPLE.length);
    const until = at + random.integer(2000, 9000);
    if (kind === "cut") {
      if ((cutUntil[who] ?? 0) > at) continue;
      cutUntil[who] = until;
      deeds.push({ at: until, kind: "mend", who });
    } else if (kind === "kill") {
      if (downUntil > at) continue;
      downUntil = until;
      deeds.push({ at: until, kind: "start", who });
    }
    deeds.push({ at, kind, who });
  }
  return inOrder(deeds);
}

export const inOrder = (deeds: readonly Deed[]): Deed[] => [...deeds].sort((a, b) => a.at - b.at);
