/**
 * The room's list as a person edits it. A change shows at once. It is sent for the list that the room has; where somebody
 * else was faster, both changes are merged and sent again. Without a connection it waits, since nobody else can make it.
 */
import { createEffect, createMemo, createRoot, createSignal, on, untrack } from "solid-js";
import type { Accessor } from "solid-js";
import type { ErrorCode } from "../../party/shared/errors";
import { MAX_ITEMS } from "../../party/shared/limits";
import type { Item } from "../../party/shared/team";
import type { Room } from "./createRoom";
import { areSameLists, mergeLists } from "./mergeLists";

/** The list of a room may be sent for this long, in ms: it is aimed at one state of the room, so it may be late. */
const PATIENCE_MS = 30_000;
/** The pause after an answer that a new attempt at once would get again, in ms. */
const PAUSE_MS = 1000;

export interface ListEditor {
  /** The list with the changes of this device that the room does not have yet. */
  readonly items: Accessor<readonly Item[]>;
  /** Whether changes of this device are not in the room yet. */
  readonly isWaiting: Accessor<boolean>;
  /** Why the room has refused the last change; `full`: others have filled the list meanwhile. Null: it has not. */
  readonly problem: Accessor<ErrorCode | "full" | null>;
  readonly change: (edit: (items: readonly Item[]) => readonly Item[]) => void;
}

const editors = new WeakMap<Room, ListEditor>();

/** One for each room of the page, so that a change is sent after its sheet was closed, too. */
export function listEditorOf(room: Room): ListEditor {
  const editor = editors.get(room) ?? createRoot(() => makeListEditor(room));
  editors.set(room, editor);
  return editor;
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

function makeListEditor(room: Room): ListEditor {
  /** What the room was known to have when `mine` was last brought up to date. */
  let base: readonly Item[] = [];
  /** Null: this device has changed nothing that the room does not have. */
  const [mine, setMine] = createSignal<readonly Item[] | null>(null);
  const [problem, setProblem] = createSignal<ErrorCode | "full" | null>(null);
  const ofRoom = createMemo<readonly Item[]>(() => {
    const received = room.received();
    return (received === null ? room.shown()?.list : received.list) ?? [];
  });
  let isSending = false;

  /** My changes, put into the room's list; null where it has them all. */
  function update(): readonly Item[] | null {
    const edited = mine();
    if (edited === null) return null;
    const theirs = ofRoom();
    let merged: readonly Item[] = mergeLists(base, edited, theirs);
    if (merged.length > MAX_ITEMS) {
      setProblem("full");
      const known = new Set([...base, ...theirs].map(({ id }) => id));
      let places = MAX_ITEMS - merged.filter(({ id }) => known.has(id)).length;
      merged = merged.filter(({ id }) => known.has(id) || places-- > 0).slice(0, MAX_ITEMS);
    }
    base = theirs;
    return setMine(areSameLists(merged, theirs) ? null : merged);
  }

  async function send(): Promise<void> {
    if (isSending) return;
    isSending = true;
    for (;;) {
      const received = room.received();
      if (received === null || room.connection() !== "open") break;
      const items = update();
      if (items === null) break;
      const until = room.now() + PATIENCE_MS;
      const answer = await room.act({ action: "list", items: [...items] }, { on: received.rev, until });
      if (answer.ok) {
        base = items;
        continue;
      }
      if (answer.code === "offline" || answer.code === "unknown") break; // the next connection tries again
      if (answer.code === "stale" || answer.code === "too-fast") {
        if (answer.code === "too-fast" || room.received()?.rev === received.rev) await pause();
        continue;
      }
      setProblem(answer.code);
      setMine(null);
      break;
    }
    isSending = false;
  }
  createEffect(on([room.connection, room.received], () => void untrack(send)));

  return {
    items: () => mine() ?? ofRoom(),
    isWaiting: () => mine() !== null,
    problem,
    change(edit) {
      untrack(() => {
        if (mine() === null) base = ofRoom();
        setProblem(null);
        setMine(edit(mine() ?? ofRoom()));
        void send();
      });
    },
  };
}
