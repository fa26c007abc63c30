/**
 * What the simulation runs of the app in a page: the room with its cache, host mode, the list and the notifications. All
 * of it is the app's own code; what the page draws is left out.
 */
import { createEffect, createRoot, on } from "solid-js";
import type { PeopleMessage, RoomMessage } from "../../party/shared/serverMessages";
import type { RoomView } from "../../party/shared/codec";
import type { Role } from "../../party/shared/access";
import type { Item } from "../../party/shared/team";
import { renewSubscription, turnOff } from "../alarm/push";
import { turnOn } from "../alarm/subscribe";
import { hasRememberedBoard } from "../board/readRememberedBoard";
import type { BrowserHost } from "../board/browserHost";
import { createHosting } from "../features/host/createHosting";
import { createRoom } from "../room/createRoom";
import type { ActionInput, ActionTarget, Answer, ConnectionState } from "../room/createRoom";
import { createRoomCache } from "../room/createRoomCache";
import { listEditorOf } from "../room/listEditor";
import type { ListEditor } from "../room/listEditor";
import { readCachedRoom } from "../room/roomCache";
import { saveRoom } from "../room/savedRooms";
import type { Link } from "../room/link";

/** What the simulation sees of a page, and does in it. */
export interface OpenPage {
  readonly shown: () => RoomView | null;
  readonly received: () => RoomMessage | null;
  readonly connection: () => ConnectionState;
  /** Whether the page asks for the room at intervals, because WebSockets fail. */
  readonly isOverHttp: () => boolean;
  readonly role: () => Role;
  readonly people: () => PeopleMessage | null;
  readonly isPending: () => boolean;
  /** The page's estimate of the server's clock, epoch ms. */
  readonly now: () => number;
  /** That clock minus the one of the page that nobody sets, ms. */
  readonly offsetMs: () => number;
  readonly cached: RoomMessage | null;
  readonly act: (input: ActionInput, target?: ActionTarget) => Promise<Answer>;
  readonly editList: (edit: (items: readonly Item[]) => readonly Item[]) => void;
  /** Null before the first edit. */
  readonly list: () => ListEditor | null;
  readonly turnNotificationsOn: () => Promise<unknown>;
  readonly turnNotificationsOff: () => Promise<unknown>;
  readonly connectBoard: () => Promise<void>;
  readonly disconnectBoard: () => Promise<void>;
  readonly boardPhase: () => string;
  readonly close: () => void;
}

/** An action of the page, as it asks for it. */
export interface Asked {
  readonly input: ActionInput;
  /** The revision that it is aimed at. */
  readonly on: number | undefined;
  /** When it was asked for: ms on the clock of the page that nobody sets. */
  readonly at: number;
  readonly role: Role;
}
export interface PageEvents {
  /** After each change of what the page shows. */
  onChange(): void;
  /** Before the page asks for an action. What is returned gets the answer. */
  onAct(asked: Asked): (answer: Answer) => void;
}

export async function openPage(link: Link, name: string, { onChange, onAct }: PageEvents): Promise<OpenPage> {
  const cached = await readCachedRoom(link.room);
  void saveRoom(link);
  return createRoot((dispose) => {
    const made = createRoom(link, { name, cached });
    const act = (input: ActionInput, target: ActionTarget = {}): Promise<Answer> => {
      const on = target.on ?? made.shown()?.rev;
      const onAnswer = onAct({ input, on, at: performance.now(), role: made.role() });
      const answer = made.act(input, target);
      void answer.then(onAnswer);
      return answer;
    };
    const room = { ...made, act };
    createRoomCache(room, cached);
    const hosting = createHosting(room, () => "a simulated page");
    let host: BrowserHost | null = null;
    let editor: ListEditor | null = null;
    const loadHost = async (): Promise<BrowserHost> => (host = await hosting.load());
    if (hasRememberedBoard()) void loadHost();
    createEffect(on([room.shown, room.connection, room.received], onChange, { defer: true }));
    void renewSubscription(link);
    return {
      shown: room.shown,
      received: room.received,
      connection: room.connection,
      isOverHttp: () => room.drawback() !== undefined,
      role: room.role,
      people: room.people,
      isPending: room.isPending,
      now: room.now,
      offsetMs: () => room.now() - performance.now(),
      cached,
      act,
      editList(edit) {
        editor ??= listEditorOf(room);
        editor.change(edit);
      },
      list: () => editor,
      turnNotificationsOn: () => turnOn(link),
      turnNotificationsOff: () => turnOff(link),
      connectBoard: async () => (await loadHost()).connect("serial"),
      disconnectBoard: async () => host?.disconnect(),
      boardPhase: () => hosting.view()?.status.phase ?? "off",
      close: dispose,
    };
  });
}
