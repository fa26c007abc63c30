import { SHORT_BREAK, WORK } from "../../party/shared/pomodoro";
import type { BoardEvent } from "./board";
import { inReach, OUT_OF_REACH } from "./roomLink";
import type { RoomAnswer, RoomLink, RoomSnapshot } from "./roomLink";
import type { Timers } from "./timers";

/** How long the button is held for a skip, ms. */
export const HOLD_MS = 2000;
/** How long a press may take to reach the server, ms; after that it must not happen. */
export const PRESS_VALID_MS = 2000;

export type Deed = "press" | "skip";

/**
 * Makes actions of a button: `down` is a press, at once; held for 2 s in a running period it is a skip. `act`
 * hears of each and, later, of its answer. With the room out of reach it is refused there and then, so that
 * nothing fires later.
 */
export interface Relay {
  hear(event: BoardEvent): void;
  /** The board is gone: what is held no longer counts. */
  close(): void;
}

export function makeRelay(
  room: RoomLink,
  timers: Timers,
  act: (deed: Deed, answer: Promise<RoomAnswer>) => void,
): Relay {
  let letGo: () => void = () => {};

  function aim(deed: Deed): RoomSnapshot | null {
    const at = inReach(room);
    if (!at) act(deed, Promise.resolve({ ok: false, code: OUT_OF_REACH }));
    return at;
  }

  const until = () => room.now() + PRESS_VALID_MS;
  const settled = (answer: Promise<RoomAnswer>) =>
    answer.catch(() => ({ ok: false, code: OUT_OF_REACH }) as const);

  function down(): void {
    letGo();
    const at = aim("press");
    if (!at) return;
    // Before the press is sent: a room that answers at once has already moved on.
    const mayHold = (at.state === WORK || at.state === SHORT_BREAK) && at.held_ms === null;
    if (mayHold) letGo = timers.after(HOLD_MS, () => held(at));
    act("press", settled(room.press({ on: at.rev, until: until(), via: "board" })));
  }

  function held(from: RoomSnapshot): void {
    letGo = () => {};
    const at = aim("skip");
    if (at?.state !== from.state || at.rev !== from.rev) return;
    act("skip", settled(room.skip({ on: at.rev, until: until() })));
  }

  return {
    hear(event) {
      switch (event.type) {
        case "down":
          return down();
        case "log":
          // A line that did not arrive whole may have been the `up`.
          if (event.log === "gap" || event.log === "noise" || event.log === "restarted") letGo();
          return;
        case "up":
        case "identified":
        case "failed":
        case "lost":
          return letGo();
        case "asking":
        case "light":
      }
    },
    close: () => letGo(),
  };
}
