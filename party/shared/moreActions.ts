/**
 * The part of the machine that a device does not need before the tomato can be pressed: undo, which only the server can
 * judge, what teams do with the list, the turns and a start at a set time, and the room's title. PURE.
 */
import { IDLE, notNow, passDeadlines, refuse, UNDO_MS } from "./pomodoro";
import type { JudgeMore, Moment, MoreAction, Outcome, Phase, Pomodoro } from "./pomodoro";
import { nextAt, withTurn } from "./team";
import type { Item } from "./team";

/** How far ahead a start may be set: 7 days, in ms. */
export const MAX_START_MS = 7 * 24 * 60 * 60 * 1000;

export const judgeMore: JudgeMore = (pomodoro, action, now) => {
  switch (action.type) {
    case "undo":
      return undo(pomodoro, now);
    case "list":
      return editList(pomodoro, action.items);
    case "turns":
      return setTurns(pomodoro, action);
    case "next":
      return passTurn(pomodoro);
    case "start":
      return setStart(pomodoro, action.at, now);
    case "title":
      return setTitle(pomodoro, action.title);
  }
};

function undo({ undo, phase: current }: Pomodoro, now: number): Outcome {
  // Earlier than the change itself: the clock was set back since.
  if (undo === null || now > undo.until || now < undo.until - UNDO_MS)
    return refuse("no-undo", "there is nothing to take back");
  const { before } = undo;
  // An alarm that was answered does not ring again; one that still rings goes on ringing.
  const same = current.state === before.phase.state && current.startedAt === before.phase.startedAt;
  const phase: Phase = same || !("rangAt" in before.phase) ? before.phase : { ...before.phase, rangAt: null };
  const { moment, events } = passDeadlines({ ...before, phase }, now);
  return { moment, did: "undone", events };
}

function editList(moment: Moment, items: readonly Item[]): Outcome {
  const { list, phase } = moment;
  if (list.length + items.length === 0) return null;
  return {
    moment: { ...moment, list: items },
    did: "list-changed",
    events: [{ type: "listed", state: phase.state, before: list, after: items }],
  };
}

function setTurns(moment: Moment, { names, at = -1 }: Extract<MoreAction, { type: "turns" }>): Outcome {
  if (names !== null && !(at in names)) return refuse("bad-message", "at: must be the index of a name");
  const turns = names && { names, at };
  if (turns === null && moment.turns === null) return null;
  return { moment: { ...moment, turns }, did: "turns-changed" };
}

function passTurn(moment: Moment): Outcome {
  const { turns } = moment;
  if (turns === null) return refuse("not-now", "nobody takes turns");
  if (nextAt(turns, 1) === turns.at) return refuse("not-now", "everyone else is away");
  return { moment: { ...moment, turns: withTurn(turns, 1) }, did: "turn-passed" };
}

function setStart(moment: Moment, at: number | null, now: number): Outcome {
  const { phase } = moment;
  if (phase.state !== IDLE) return notNow("start");
  const { startsAt, ...waiting } = phase;
  if (at === null) {
    if (startsAt === undefined) return null;
    return { moment: { ...moment, phase: waiting }, did: "start-cleared" };
  }
  if (at <= now || at > now + MAX_START_MS) {
    return refuse("bad-message", "at: must be in the future, at most 7 days ahead");
  }
  return { moment: { ...moment, phase: { ...waiting, startsAt: at } }, did: "start-set" };
}

function setTitle({ title: before, ...untitled }: Moment, title: string | null): Outcome {
  if (title === (before ?? null)) return null;
  return { moment: title === null ? untitled : { ...untitled, title }, did: "title-changed" };
}
