/** A room as the screen sees it: what the server said last, moved on to now, and everything one may do. */
import { createMemo, createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import { isOpenRoom } from "../../party/shared/access";
import type { Role } from "../../party/shared/access";
import { nextDeadline } from "../../party/shared/pomodoro";
import type { Pomodoro } from "../../party/shared/pomodoro";
import { toAction } from "../../party/shared/actions";
import { toRoomMessage } from "../../party/shared/codec";
import type { ChangeMessage } from "../../party/shared/clientMessages";
import type { ErrorCode } from "../../party/shared/errors";
import type { Board, PeopleMessage, RoomMessage, ServerMessage } from "../../party/shared/serverMessages";
import type { SettingsFields } from "../../party/shared/settings";
import { ServerClock } from "./clock";
import type { Link } from "./link";
import { predict, replicaOf } from "./replica";
import type { PendingAction } from "./replica";
import { setupFor } from "./restore";
import { makeSocket } from "./socket";

/** `ms`: how long the server took to answer. `offline`: it was not sent. `unknown`: sent, and the connection died. */
export type Answer =
  | { readonly ok: true; readonly ms: number; readonly room: RoomMessage }
  | { readonly ok: false; readonly code: ErrorCode | "offline" | "unknown"; readonly detail: string };

/** What a person or a board may ask for; `createRoom` adds what it was aimed at. */
export type Wish =
  | { readonly action: "press"; readonly via?: "app" | "board" }
  | { readonly action: "reset" | "skip" | "hold" | "resume" | "undo" }
  | { readonly action: "extend"; readonly seconds: number }
  | ({ readonly action: "setup"; readonly when?: "now" | "next" } & Readonly<SettingsFields>);

export type ConnectionState = "connecting" | "open" | "lost";

export interface Room {
  readonly link: Link;
  /** What is on screen: truth, settled to now, this device's unanswered actions on top. Null before the first word. */
  readonly shown: Accessor<RoomMessage | null>;
  readonly connection: Accessor<ConnectionState>;
  readonly role: Accessor<Role>;
  /** Whether the server refused the key of this link. */
  readonly wrongKey: Accessor<boolean>;
  readonly people: Accessor<PeopleMessage | null>;
  /** This connection's id in `people`. */
  readonly me: Accessor<string | null>;
  /** Whether an action of this device waits for its answer. */
  readonly asking: () => boolean;
  /** Epoch ms on the server's clock. */
  readonly now: () => number;
  readonly act: (wish: Wish, aim?: { on?: number; until?: number }) => Promise<Answer>;
  readonly setName: (name: string) => void;
  readonly setBoard: (board: Board | null) => void;
}

/** An action that has not reached the server within this time, in ms, must not happen any more. */
const STALE_MS = 4000;
/** Round trips on connecting: the shortest of a few is close to the truth. */
const SAMPLES = 4;

export function createRoom(link: Link, options: { name: string; last?: RoomMessage | null }): Room {
  const clock = new ServerClock();
  const [truth, setTruth] = createSignal<Pomodoro | null>(options.last ? replicaOf(options.last) : null);
  const [undoUntil, setUndoUntil] = createSignal<number | null>(null);
  const [pending, setPending] = createSignal<readonly PendingAction[]>([]);
  const [tick, setTick] = createSignal(0);
  const [connection, setConnection] = createSignal<ConnectionState>("connecting");
  const [role, setRole] = createSignal<Role>(
    link.key !== null || isOpenRoom(link.room) ? "control" : "watch",
  );
  const [wrongKey, setWrongKey] = createSignal(false);
  const [people, setPeople] = createSignal<PeopleMessage | null>(null);
  const [me, setMe] = createSignal<string | null>(null);

  const waiting = new Map<string, { sentAt: number; settle: (answer: Answer) => void }>();
  let name = options.name;
  let board: Board | null = null;
  let counter = 0;
  let samplesLeft = 0;
  /** The last word of a room that somebody has touched, and of this connection. */
  let remembered = options.last ?? null;
  let told: RoomMessage | null = null;
  let deadline: ReturnType<typeof setTimeout> | undefined;

  const shown = createMemo<RoomMessage | null>(() => {
    tick();
    const known = truth();
    if (known === null) return null;
    const now = clock.now();
    const pomodoro = predict(known, pending(), now);
    wakeAt(nextDeadline(pomodoro));
    const undo_until = pomodoro.rev === known.rev ? undoUntil() : null;
    return { ...toRoomMessage(pomodoro, now), undo_until };
  });

  /** Looks again when time itself changes the room, in steps that a timer can hold. */
  function wakeAt(at: number | null): void {
    clearTimeout(deadline);
    if (at === null) return;
    deadline = setTimeout(
      () => setTick((n) => n + 1),
      Math.min(Math.max(at - clock.now(), 0) + 1, 3_600_000),
    );
  }

  const socket = makeSocket(link.room, {
    opened() {
      setConnection("open");
      clock.jumped();
      socket.send({ action: "join", ...(link.key === null ? {} : { key: link.key }), name });
      if (board !== null) socket.send({ action: "board", board });
      samplesLeft = SAMPLES;
      socket.probe();
    },
    lost() {
      setConnection("lost");
      told = null;
      setPeople(null);
      for (const id of waiting.keys()) {
        settle(id, { ok: false, code: "unknown", detail: "the connection was lost" });
      }
    },
    heard,
    ping: () => ({ action: "ping", t0: performance.now() }),
  });

  function heard(message: ServerMessage): void {
    switch (message.type) {
      case "room":
        clock.hear(message.now);
        // Answers and broadcasts come in order; an older word can only be one of before a restart of the server.
        setUndoUntil(message.undo_until);
        setTruth(replicaOf(message));
        told = message;
        if (message.rev > 0) remembered = message;
        if (message.id !== undefined) answered(message.id, message);
        return;
      case "error":
        if (message.id !== undefined)
          settle(message.id, { ok: false, code: message.code, detail: message.detail });
        else if (message.code === "wrong-key") setWrongKey(true);
        return;
      case "pong":
        if (clock.jumped()) samplesLeft = SAMPLES;
        clock.sample(message.t0, message.now);
        setTick((n) => n + 1);
        if (--samplesLeft > 0) socket.probe();
        return;
      case "you":
        setMe(message.id);
        setRole(message.role);
        if (message.role === "control") bringBack().catch(() => {}); // offline again: the next connection tries
        return;
      case "people":
        setPeople(message);
    }
  }

  /** The room was gone for long: it gets the setup that this device knew. Of several devices the first one's counts. */
  async function bringBack(): Promise<void> {
    const setup = told === null ? null : setupFor(told, remembered);
    if (setup === null || pending().length > 0) return;
    await act({ action: "setup", ...setup }, { on: 0 });
  }

  function answered(id: string, room: RoomMessage): void {
    const sentAt = waiting.get(id)?.sentAt ?? performance.now();
    settle(id, { ok: true, ms: performance.now() - sentAt, room });
  }

  function settle(id: string, answer: Answer): void {
    const asked = waiting.get(id);
    waiting.delete(id);
    setPending((all) => all.filter((one) => one.id !== id));
    asked?.settle(answer);
  }

  function act(wish: Wish, aim: { on?: number; until?: number } = {}): Promise<Answer> {
    const now = clock.now();
    const room = shown();
    if (room === null || connection() !== "open") {
      return Promise.resolve({ ok: false, code: "offline", detail: "not connected" });
    }
    const id = String(++counter);
    const on = aim.on ?? room.rev;
    const message: ChangeMessage = { ...wish, on, until: aim.until ?? now + STALE_MS, id };
    if (!socket.send(message))
      return Promise.resolve({ ok: false, code: "offline", detail: "not connected" });
    const via = "via" in wish && wish.via !== undefined ? wish.via : "app";
    // eslint-disable-next-line solid/reactivity -- it runs at once
    return new Promise((settle) => {
      waiting.set(id, { sentAt: performance.now(), settle });
      if (role() === "control") {
        const by = { name: name === "" ? null : name, via } as const;
        setPending((all) => [...all, { id, action: toAction(wish), by, on, at: now }]);
      }
      setTimeout(() => waiting.has(id) && socket.probe(), 1000); // an answer is overdue: is anyone there?
    });
  }

  onCleanup(() => {
    clearTimeout(deadline);
    socket.close();
  });

  return {
    link,
    shown,
    connection,
    role,
    wrongKey,
    people,
    me,
    asking: () => pending().length > 0,
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
