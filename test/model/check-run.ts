/**
 * Checks the log of a real run against the model that was written from docs/protocol.md. The replay on the code's machine
 * has found one way in which the log can have come about; the model must go the same way, say the same in every room
 * message, and give the same answers. PURE.
 */
import type { Change } from "../resilience/candidates";
import { contentOf } from "../resilience/check-order";
import { VIOLATIONS } from "../resilience/log";
import type { Sent, Violation } from "../resilience/log";
import type { Revision } from "../resilience/revisions";
import { modelMachine } from "./machines";
import type { Judged } from "./machines";
import type { Room } from "./generated/machine";

/** Clocks are read in whole ms on both sides. */
const ROUNDING_MS = 2;

/** The first difference, or null. `last`: the last change of the run, with all before it. */
export function checkAgainstModel(revisions: readonly Revision[], last: Change | null): Violation | null {
  const byRev = new Map(revisions.map((revision) => [revision.rev, revision]));
  let room = modelMachine.newRoom;
  const atStart = byRev.get(0);
  const first = atStart ? checkRevision(room, atStart, 0, null) : null;
  if (first !== null) return first;
  for (const { sent, at, rev } of inOrder(last)) {
    room = sent === null ? modelMachine.settle(room, at) : modelMachine.handle(room, askedOf(sent), at).room;
    const revision = byRev.get(rev);
    const difference = revision ? checkRevision(room, revision, at, sent?.id ?? null) : null;
    if (difference !== null) return difference;
  }
  return null;
}

function inOrder(last: Change | null): Change[] {
  const changes: Change[] = [];
  for (let change = last; change !== null; change = change.before) changes.push(change);
  return changes.reverse();
}

const askedOf = ({ message, by }: Sent) => ({ message, name: by });

/** `since`: when the room has changed to this rev; `cause`: the id of the request that did it. */
function checkRevision(
  room: Room,
  revision: Revision,
  since: number,
  cause: string | null,
): Violation | null {
  const differ = (detail: string, index = revision.index): Violation => ({
    what: VIOLATIONS.unlikeModel,
    detail: `rev ${revision.rev}: ${detail}`,
    index,
  });
  const message = modelMachine.show(room, revision.serverTime);
  const content = contentOf(message);
  if (content !== contentOf(JSON.parse(revision.content)))
    return differ(`${revision.content}\n  model ${content}`);
  if (message.undo_until !== revision.undoUntil) return differ(`undo until ${message.undo_until}`);
  const mayAnswer = (sent: Sent, until: number, isExpected: (judged: Judged<Room>) => boolean): boolean => {
    const from = Math.max(since, sent.at - ROUNDING_MS);
    const due = modelMachine.nextDue(room) ?? Infinity;
    const moments = [from, Math.max(from, Math.min(until, due - 1))];
    return moments.some((now) => isExpected(modelMachine.handle(room, askedOf(sent), now)));
  };
  for (const { sent, received } of revision.answers) {
    const hasNoEffect = ({ room: after, code }: Judged<Room>): boolean =>
      code === null && after.rev === room.rev;
    if (sent.id !== cause && !mayAnswer(sent, received.at, hasNoEffect)) {
      return differ(`the model does not answer ${JSON.stringify(sent.message)} with the unchanged room`);
    }
  }
  for (const { sent, at, code, index } of revision.refusals) {
    if (code !== "too-fast" && !mayAnswer(sent, at, (judged) => judged.code === code)) {
      return differ(`the model does not answer ${JSON.stringify(sent.message)} with ${code}`, index);
    }
  }
  return null;
}
