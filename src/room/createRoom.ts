/** The room of a page: its state as signals, predicted up to now, and the actions that a person can take in it. */
import { createMemo, createSignal, onCleanup } from "solid-js";
import { isOpenRoom, newKey } from "../../party/shared/access";
import type { Role } from "../../party/shared/access";
import { toAction } from "../../party/shared/actions";
import type { ChangeMessage } from "../../party/shared/clientMessages";
import { fromRoomMessage } from "../../party/shared/codec";
import type { RoomView } from "../../party/shared/codec";
import { HEARTBEAT } from "../../party/shared/heartbeat";
import { nextDeadline } from "../../party/shared/pomodoro";
import type { Board, PeopleMessage, RoomMessage, ServerMessage } from "../../party/shared/serverMessages";
import { settingsToWire } from "../../party/shared/settings";
import { makeServerClock } from "./clock";
import type { Link } from "./link";
import { predict } from "./predict";
import type { PendingAction } from "./predict";
import { seenRevision, setLook } from "../device/presses";
import { settingsToRestore } from "./restore";
import type { ActionInput, ActionTarget, Answer, ConnectionState, FailureCode, Room } from "./room";
import { makeSocket } from "./socket";
import type { Drawback } from "./socket";

export type { ActionInput, ActionTarget, Answer, ConnectionState, Room } from "./room";

/** An action that reaches the server later than this after the press, in ms, must not happen any more. */
const STALE_MS = 4000;
/** An answer is overdue after this time, in ms; then the connection is tested. */
const OVERDUE_MS = 1000;
/** The longest time that one timer waits, in ms. */
const MAX_TIMER_MS = 3_600_000;

const OFFLINE: Answer = { ok: false, code: "offline" };

/**
 * `cached`: the state that is shown until the server sends one. `first`: what the page has brought of the server.
 */
export function createRoom(
  link: Link,
  options: { name: string; cached?: RoomMessage | null; first?: RoomMessage | null },
): Room {
  const clock = makeServerClock();
  const cached = options.cached ? fromRoomMessage(options.cached) : null;
  const [known, setKnown] = createSignal<RoomView | null>(cached);
  const [received, setReceived] = createSignal<RoomMessage | null>(null);
  const [pending, setPending] = createSignal<readonly PendingAction[]>([]);
  const [tick, setTick] = createSignal(0);
  const [connection, setConnection] = createSignal<ConnectionState>("connecting");
  const [role, setRole] = createSignal<Role>(
    link.key !== null || isOpenRoom(link.room) ? "control" : "watch",
  );
  const [drawback, setDrawback] = createSignal<Drawback>();
  const [wrongKey, setWrongKey] = createSignal(false);
  const [people, setPeople] = createSignal<PeopleMessage | null>(null);
  const [me, setMe] = createSignal<string | null>(null);

  /** What ends each request that waits for its answer; without a code it was accepted. */
  const requests = new Map<string, (code?: FailureCode) => void>();
  /** By this the room knows the page when it reconnects. */
  const client = newKey();
  let name = options.name;
  let doing: string | undefined;
  let board: Board | null = null;
  let lastId = 0;
  /** The last state that somebody had changed. It stays when the connection is lost. */
  let lastChanged = cached;
  /** The last state that this connection has received. */
  let current: RoomView | null = null;
  let deadlineTimer: ReturnType<typeof setTimeout> | undefined;
  /** Actions that go out with the first message of the connection; null once it has come. */
  let waiting: (() => void)[] | null = [];

  /** The server's clock minus the monotonic one. It changes while actions wait for their answer. */
  const offsetMs = (): number => clock.now() - performance.now();

  const shown = createMemo<RoomView | null>(() => {
    tick();
    const base = known();
    if (base === null) return null;
    const view = predict(base, pending(), clock.now(), offsetMs());
    updateAt(nextDeadline(view));
    return view;
  });

  // eslint-disable-next-line solid/reactivity -- called when a press begins
  setLook(() => shown()?.rev);

  /** Computes `shown` again at `at` (server ms), when time itself changes the room. */
  function updateAt(at: number | null): void {
    clearTimeout(deadlineTimer);
    if (at === null) return;
    const waitMs = Math.max(at - clock.now(), 0) + 1;
    deadlineTimer = setTimeout(() => setTick((n) => n + 1), Math.min(waitMs, MAX_TIMER_MS));
  }

  if (options.first) onRoom(options.first);
  const socket = makeSocket(link.room, {
    onOpen(drawback) {
      setDrawback(drawback);
      setConnection("open");
      join(link.key ?? undefined);
      if (board !== null) socket.send({ action: "board", board });
      clock.ask();
      socket.probe();
    },
    onLost() {
      setConnection("lost");
      current = null;
      setPeople(null);
      const code = waiting ? "offline" : "unknown";
      for (const id of requests.keys()) end(id, code);
      waiting = [];
    },
    onMessage,
    makePing: () => (clock.isDue() ? { ...HEARTBEAT, t0: performance.now() } : HEARTBEAT),
  });

  function join(key?: string): void {
    socket.send({ action: "join", key, name, client, doing });
  }

  function onMessage(message: ServerMessage): void {
    switch (message.type) {
      case "room":
        onRoom(message);
        waiting?.forEach((send) => send());
        waiting = null;
        return;
      case "error":
        if (message.id !== undefined) {
          end(message.id, message.code);
          if (message.code === "stale") {
            clock.ask(1); // perhaps this page is wrong about the time
            socket.probe();
          }
        } else if (message.code === "wrong-key") {
          setWrongKey(true);
          setRole("watch");
          join(); // joined without a key, the connection watches and receives `people`
        }
        return;
      case "pong":
        if (message.t0 === undefined || message.now === undefined) return;
        if (clock.sample(message.t0, message.now)) socket.probe();
        setTick((n) => n + 1);
        return;
      case "you":
        setMe(message.id);
        setRole(message.role);
        if (message.role === "control") void restoreSettings();
        return;
      case "people":
        setPeople(message);
    }
  }

  /** Messages arrive in order. A lower `rev` only comes from a server that was restarted, and counts too. */
  function onRoom(message: RoomMessage): void {
    if (clock.observe(message.now)) socket.probe();
    current = fromRoomMessage(message);
    if (message.rev > 0) lastChanged = current;
    setKnown(current);
    setReceived(message);
    if (message.id !== undefined) end(message.id);
  }

  /**
   * Gives a room that the server has deleted the settings that this device knows. If several devices do, the server
   * accepts the first. If the connection is lost meanwhile, the next one tries again.
   */
  async function restoreSettings(): Promise<void> {
    const settings = current === null ? null : settingsToRestore(current, lastChanged);
    if (settings === null || pending().length > 0) return;
    await act({ action: "setup", ...settingsToWire(settings) }, { on: 0 });
  }

  function end(id: string, code?: FailureCode): void {
    requests.get(id)?.(code);
    requests.delete(id);
    setPending((all) => all.filter((one) => one.id !== id));
  }

  function act(input: ActionInput, target: ActionTarget = {}): Promise<Answer> {
    const view = shown();
    if (view === null || connection() === "lost") return Promise.resolve(OFFLINE);
    const id = String(++lastId);
    const on = target.on ?? seenRevision() ?? view.rev;
    // This rev may be predicted, and the room may reach it in another way.
    const on_state = on === view.rev ? view.phase.state : undefined;
    // Monotonic: until the first message, the clock of a page may be that of a device that is wrong.
    const sentAt = performance.now();
    const endsAt = target.until === undefined ? sentAt + STALE_MS : target.until - offsetMs();
    const send = (): boolean =>
      socket.send({ ...input, on, on_state, until: endsAt + offsetMs(), id } as ChangeMessage);
    if (waiting) waiting.push(() => (endsAt >= performance.now() && send()) || end(id, "offline"));
    else if (!send()) return Promise.resolve(OFFLINE);
    // eslint-disable-next-line solid/reactivity -- the function runs synchronously
    return new Promise((resolve) => {
      requests.set(id, (code) =>
        resolve(code === undefined ? { ok: true, ms: performance.now() - sentAt } : { ok: false, code }),
      );
      if (role() === "control") {
        const by = { name: name === "" ? null : name, via: input.via ?? "app" } as const;
        setPending((all) => [...all, { id, action: toAction(input), by, on, at: sentAt }]);
      }
      setTimeout(() => {
        if (!requests.has(id)) return;
        clock.ask(1); // the room itself has to answer
        socket.probe();
      }, OVERDUE_MS);
    });
  }

  onCleanup(() => {
    clearTimeout(deadlineTimer);
    socket.close();
  });

  return {
    link,
    shown,
    received,
    connection,
    role,
    drawback,
    wrongKey,
    people,
    me,
    isPending: () => pending().length > 0,
    now: clock.now,
    probe: socket.probe,
    act,
    setName(next) {
      name = next;
      join();
    },
    setDoing(next) {
      doing = next;
      join();
    },
    setBoard(next) {
      board = next;
      socket.send({ action: "board", board });
    },
  };
}
