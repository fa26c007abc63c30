/** A room as the screen sees it: the server's last state, moved on to now, and everything that one may do. */
import { createMemo, createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import { isOpenRoom } from "../../party/shared/access";
import type { Role } from "../../party/shared/access";
import { toAction } from "../../party/shared/actions";
import type { ActionFields, ChangeMessage } from "../../party/shared/clientMessages";
import { fromRoomMessage } from "../../party/shared/codec";
import type { RoomView } from "../../party/shared/codec";
import type { ErrorCode } from "../../party/shared/errors";
import { nextDeadline } from "../../party/shared/pomodoro";
import type { Board, PeopleMessage, RoomMessage, ServerMessage } from "../../party/shared/serverMessages";
import { settingsToWire } from "../../party/shared/settings";
import { ServerClock } from "./clock";
import type { Link } from "./link";
import { predict } from "./predict";
import type { PendingAction } from "./predict";
import { settingsToRestore } from "./restore";
import { makeSocket } from "./socket";

/** `ms`: how long the server took to answer. `offline`: it was not sent. `unknown`: sent, and the connection died. */
export type Answer =
  | { readonly ok: true; readonly ms: number }
  | { readonly ok: false; readonly code: ErrorCode | "offline" | "unknown"; readonly detail: string };

/** What a person or a board may ask for; `createRoom` adds what it is aimed at. */
export type ActionInput = ActionFields & { readonly via?: "app" | "board" };

export type ConnectionState = "connecting" | "open" | "lost";

export interface Room {
  readonly link: Link;
  /**
   * What is on screen: the server's state, settled to now, with this device's unanswered actions on top. Null before
   * the first message.
   */
  readonly shown: Accessor<RoomView | null>;
  /** The server's last message, for the device's cache. */
  readonly received: Accessor<RoomMessage | null>;
  readonly connection: Accessor<ConnectionState>;
  readonly role: Accessor<Role>;
  /** Whether the server refused the key of this link. */
  readonly wrongKey: Accessor<boolean>;
  readonly people: Accessor<PeopleMessage | null>;
  /** This connection's id in `people`. */
  readonly me: Accessor<string | null>;
  /** Whether an action of this device waits for its answer. */
  readonly isPending: () => boolean;
  /** Epoch ms on the server's clock. */
  readonly now: () => number;
  readonly act: (input: ActionInput, aim?: { on?: number; until?: number }) => Promise<Answer>;
  readonly setName: (name: string) => void;
  readonly setBoard: (board: Board | null) => void;
}

/** An action that has not reached the server within this time, in ms, must not happen any more. */
const STALE_MS = 4000;
/** An answer that has not come after this time, in ms, makes the socket check its connection. */
const OVERDUE_MS = 1000;
/** Round trips after connecting: the shortest of a few is close to the truth. */
const CLOCK_SAMPLES = 4;
/** No timer waits longer than this, in ms. */
const MAX_TIMER_MS = 3_600_000;

const OFFLINE: Answer = { ok: false, code: "offline", detail: "not connected" };

export function createRoom(link: Link, options: { name: string; cached?: RoomMessage | null }): Room {
  const clock = new ServerClock();
  const cached = options.cached ? fromRoomMessage(options.cached) : null;
  const [known, setKnown] = createSignal<RoomView | null>(cached);
  const [received, setReceived] = createSignal<RoomMessage | null>(null);
  const [pending, setPending] = createSignal<readonly PendingAction[]>([]);
  const [tick, setTick] = createSignal(0);
  const [connection, setConnection] = createSignal<ConnectionState>("connecting");
  const [role, setRole] = createSignal<Role>(
    link.key !== null || isOpenRoom(link.room) ? "control" : "watch",
  );
  const [wrongKey, setWrongKey] = createSignal(false);
  const [people, setPeople] = createSignal<PeopleMessage | null>(null);
  const [me, setMe] = createSignal<string | null>(null);

  const waiting = new Map<string, { sentAt: number; resolve: (answer: Answer) => void }>();
  let name = options.name;
  let board: Board | null = null;
  let lastId = 0;
  let samplesLeft = 0;
  /** The last state of a room that somebody has changed, on this device; and that of this connection. */
  let lastChanged = cached;
  let current: RoomView | null = null;
  let deadline: ReturnType<typeof setTimeout> | undefined;

  const shown = createMemo<RoomView | null>(() => {
    tick();
    const base = known();
    if (base === null) return null;
    const view = predict(base, pending(), clock.now());
    lookAgainAt(nextDeadline(view));
    return view;
  });

  /** Recomputes `shown` when time itself changes the room. */
  function lookAgainAt(at: number | null): void {
    clearTimeout(deadline);
    if (at === null) return;
    const wait = Math.max(at - clock.now(), 0) + 1;
    deadline = setTimeout(() => setTick((n) => n + 1), Math.min(wait, MAX_TIMER_MS));
  }

  const socket = makeSocket(link.room, {
    onOpen() {
      setConnection("open");
      clock.jumped();
      socket.send({ action: "join", ...(link.key === null ? {} : { key: link.key }), name });
      if (board !== null) socket.send({ action: "board", board });
      samplesLeft = CLOCK_SAMPLES;
      socket.probe();
    },
    onLost() {
      setConnection("lost");
      current = null;
      setPeople(null);
      for (const id of waiting.keys()) {
        resolve(id, { ok: false, code: "unknown", detail: "the connection was lost" });
      }
    },
    onMessage,
    ping: () => ({ action: "ping", t0: performance.now() }),
  });

  function onMessage(message: ServerMessage): void {
    switch (message.type) {
      case "room":
        return onRoom(message);
      case "error":
        if (message.id !== undefined) {
          resolve(message.id, { ok: false, code: message.code, detail: message.detail });
        } else if (message.code === "wrong-key") setWrongKey(true);
        return;
      case "pong":
        if (clock.jumped()) samplesLeft = CLOCK_SAMPLES;
        clock.sample(message.t0, message.now);
        setTick((n) => n + 1);
        if (--samplesLeft > 0) socket.probe();
        return;
      case "you":
        setMe(message.id);
        setRole(message.role);
        if (message.role === "control") restoreSettings().catch(() => {}); // offline again: the next connection tries
        return;
      case "people":
        setPeople(message);
    }
  }

  /** Messages come in order; an older rev can only be that of a server that was restarted from an older state. */
  function onRoom(message: RoomMessage): void {
    clock.hear(message.now);
    current = fromRoomMessage(message);
    if (message.rev > 0) lastChanged = current;
    setKnown(current);
    setReceived(message);
    if (message.id === undefined) return;
    const sentAt = waiting.get(message.id)?.sentAt ?? performance.now();
    resolve(message.id, { ok: true, ms: performance.now() - sentAt });
  }

  /** Gives a room that was deleted on the server the settings that this device knew. The first device to do so counts. */
  async function restoreSettings(): Promise<void> {
    const settings = current === null ? null : settingsToRestore(current, lastChanged);
    if (settings === null || pending().length > 0) return;
    await act({ action: "setup", ...settingsToWire(settings) }, { on: 0 });
  }

  function resolve(id: string, answer: Answer): void {
    const request = waiting.get(id);
    waiting.delete(id);
    setPending((all) => all.filter((one) => one.id !== id));
    request?.resolve(answer);
  }

  function act(input: ActionInput, aim: { on?: number; until?: number } = {}): Promise<Answer> {
    const now = clock.now();
    const view = shown();
    if (view === null || connection() !== "open") return Promise.resolve(OFFLINE);
    const id = String(++lastId);
    const on = aim.on ?? view.rev;
    const message: ChangeMessage = { ...input, on, until: aim.until ?? now + STALE_MS, id };
    if (!socket.send(message)) return Promise.resolve(OFFLINE);
    // eslint-disable-next-line solid/reactivity -- it runs at once
    return new Promise((resolve) => {
      waiting.set(id, { sentAt: performance.now(), resolve });
      if (role() === "control") {
        const by = { name: name === "" ? null : name, via: input.via ?? "app" } as const;
        setPending((all) => [...all, { id, action: toAction(input), by, on, at: now }]);
      }
      setTimeout(() => waiting.has(id) && socket.probe(), OVERDUE_MS);
    });
  }

  onCleanup(() => {
    clearTimeout(deadline);
    socket.close();
  });

  return {
    link,
    shown,
    received,
    connection,
    role,
    wrongKey,
    people,
    me,
    isPending: () => pending().length > 0,
    now: () => clock.now(),
    act,
    setName(next) {
      name = next;
      socket.send({ action: "join", name });
    },
    setBoard(next) {
      board = next;
      socket.send({ action: "board", board });
    },
  };
}
