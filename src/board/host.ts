import { BoardError, toBoardError, unpluggedError } from "./board";
import type { BoardEvent, BoardKind, BoardLink, DeviceFinder, GrantedDevice } from "./board";
import { makeHostView } from "./hostView";
import type { HostView } from "./hostView";
import { OPEN_ATTEMPTS, PING_AFTER_MS } from "./limits";
import type { BoardLock } from "./lock";
import type { Observable } from "./observable";
import { openDevice } from "./openDevice";
import { makeOwnership } from "./ownership";
import { makeRelay } from "./relay";
import { reachableSnapshot } from "./roomLink";
import type { RoomLink, RoomSnapshot } from "./roomLink";
import { stateFrame } from "./stateFrame";
import type { Timers } from "./timers";
import type { RememberedBoard } from "./readRememberedBoard";
import type { RememberedBoardStore } from "./rememberedBoard";

/** Host mode of one tab in one room. None of its promises rejects: the view shows what fails. */
export interface Host {
  readonly view: Observable<HostView>;
  /** The kinds of boards that this browser supports. */
  readonly kinds: readonly BoardKind[];
  /** Connects the board that this device remembers, now or when it is plugged in. */
  start(): Promise<void>;
  /** Shows the picker and connects; call it in a click handler. A dismissed picker changes nothing. */
  connect(kind: BoardKind): Promise<void>;
  /** Connects a device that is granted already. `source`: the browser's object, such as a `SerialPort`. */
  connectGranted(kind: BoardKind, source: object): Promise<void>;
  /** Releases the board until the next visit or the next `connect`. */
  disconnect(): Promise<void>;
  /** Disconnects, forgets the board and gives the browser's permission back. */
  forget(): Promise<void>;
  /** Disconnects and stops watching the room and the devices. */
  close(): Promise<void>;
}

export interface HostParts {
  readonly room: RoomLink;
  readonly timers: Timers;
  readonly finders: readonly DeviceFinder<BoardLink>[];
  readonly lock: BoardLock;
  readonly store: RememberedBoardStore;
}

type Candidate = { readonly kind: BoardKind; readonly device: GrantedDevice<BoardLink> };

export function makeHost({ room, timers, finders, lock, store }: HostParts): Host {
  const { view, update, setStatus, addEvent, setAnswer } = makeHostView(
    reachableSnapshot(room) !== null,
    () => room.now(),
  );
  const ownership = makeOwnership(lock);
  /** Incremented when an attempt to connect starts or is cancelled: an older attempt then ends. */
  let attempt = 0;
  /** Incremented by each picker and each disconnect: only the last picker's choice is used. */
  let lastPicker = 0;
  let link: BoardLink | null = null;
  /** The board that is in use, or was used last. */
  let current: Candidate | null = null;
  /** The board that the host opens when it is plugged in. */
  let expected: RememberedBoard | null = null;
  /** The expected board's new device object, which can arrive before the old one is reported as lost. */
  let replacement: Candidate | null = null;
  /** Resolves when all links are closed, so that the device may be opened again. */
  let closed: Promise<void> = Promise.resolve();
  /** Ends the opening that is under way. */
  let opening = new AbortController();
  let shownSnapshot: RoomSnapshot | null = null;
  let stopProbing: () => void = () => {};

  const relay = makeRelay(room, timers, (action, answer) => {
    const id = addEvent({ type: action, answer: null });
    void answer.then((received) => setAnswer(id, received));
  });

  function showRoom(): void {
    const snapshot = (shownSnapshot = reachableSnapshot(room));
    update({ isRoomReachable: snapshot !== null });
    link?.show(snapshot && (() => stateFrame(snapshot, room.now())));
  }

  function onBoardEvent(kind: BoardKind, event: BoardEvent): void {
    relay.receive(event);
    switch (event.type) {
      case "handshake":
        return setStatus({ phase: "handshake" });
      case "identified":
        update({ board: { ...event.board, kind } });
        if (expected) store.set(expected); // only now: a wrong port must not be opened on every visit
        return setStatus({ phase: "live" });
      case "light":
        return update({ light: view.value.board && event.light });
      case "log":
        return void addEvent(event);
      case "failed":
        update({ light: null }); // what it shows is not known
        return setStatus({ phase: "failed", error: event.error });
      case "lost":
        closeLink();
        // Keeps the lock, so that this tab and not another one gets the board back after a replug.
        if (expected) wait(expected);
        else setStatus({ phase: "failed", error: event.error });
        return replacement ? void use(replacement, OPEN_ATTEMPTS) : undefined;
      case "down":
      case "up":
      case "key":
      case "stalled":
    }
  }

  /** The board could not be opened. */
  function fail(error: BoardError): void {
    if (expected && error.code === "unplugged") return wait(expected);
    setStatus({ phase: "failed", error });
  }
  const wait = (board: RememberedBoard) =>
    setStatus({ phase: "waiting", kind: board.kind, returns: store.returns(board) });

  /** The page's own timers are late while it is hidden, and the board must not show a room that is out of reach. */
  function probe(): void {
    stopProbing = timers.after(PING_AFTER_MS, probe);
    room.probe();
  }

  function closeLink(): void {
    relay.close();
    stopProbing();
    const oldLink = link;
    link = null;
    update({ board: null, light: null });
    if (oldLink) closed = Promise.all([closed, oldLink.close()]).then(() => {});
  }

  /** Ends whatever is connected or connecting; returns the number of the next attempt. */
  function startAttempt(): number {
    ownership.stopWaiting();
    opening.abort();
    opening = new AbortController();
    replacement = null;
    closeLink();
    return ++attempt;
  }

  async function use(candidate: Candidate, openAttempts: number): Promise<void> {
    const { kind, device } = candidate;
    const ownAttempt = startAttempt();
    const isWanted = () => ownAttempt === attempt;
    current = candidate;
    expected = device.key === null ? null : { kind, key: device.key };
    setStatus({ phase: "opening" });
    try {
      await closed;
      if (!isWanted()) return;
      const result = await ownership.acquire(
        device,
        isWanted,
        () => void use(current ?? candidate, OPEN_ATTEMPTS),
      );
      if (result === "cancelled") return;
      if (result === "nowhere") return fail(unpluggedError());
      if ("owner" in result) return setStatus({ phase: "elsewhere", owner: result.owner });
      current = { kind, device: result.device };
      const linking = openDevice(result.device, openAttempts, timers, opening.signal, (error) =>
        setStatus({ phase: "failed", error, isTrying: true }),
      );
      // The next attempt waits for this one too: a port cannot be opened and closed at the same time.
      closed = linking.then(
        (lateLink) => (isWanted() ? undefined : lateLink?.close()),
        () => {},
      );
      const opened = await linking;
      if (!isWanted() || !opened) return;
      link = opened;
      opened.start((event) => {
        if (link === opened) onBoardEvent(kind, event);
      });
      showRoom();
      probe();
    } catch (error) {
      if (!isWanted()) return;
      const failure = toBoardError(error, "no-open");
      if (failure.code !== "unplugged") ownership.release();
      fail(failure);
    }
  }

  async function disconnect(): Promise<void> {
    lastPicker++;
    const ownAttempt = startAttempt();
    current = expected = null;
    setStatus({ phase: "off" });
    await closed;
    if (ownAttempt === attempt) ownership.release(); // only now: a waiting tab opens the board at once
  }

  function onConnect(kind: BoardKind, device: GrantedDevice<BoardLink>): void {
    if (expected?.kind !== kind || expected.key !== device.key) return;
    const candidate = { kind, device };
    store.setReturns(expected, true);
    if (link) replacement = candidate;
    else void use(candidate, OPEN_ATTEMPTS);
  }

  const unsubscribes = [
    room.subscribe(() => {
      if (reachableSnapshot(room) !== shownSnapshot) showRoom();
    }),
    ...finders.map((finder) => finder.onConnect((device) => onConnect(finder.kind, device))),
  ];

  return {
    view,
    kinds: finders.map(({ kind }) => kind),
    async start() {
      const last = store.get();
      const finder = finders.find(({ kind }) => kind === last?.kind);
      if (!last || !finder) return;
      const attemptBefore = attempt;
      const device = (await finder.getGranted()).find(({ key }) => key === last.key);
      if (attemptBefore !== attempt) return;
      if (device) return use({ kind: last.kind, device }, OPEN_ATTEMPTS);
      expected = last;
      wait(last);
    },
    async connect(kind) {
      const finder = finders.find((one) => one.kind === kind);
      const picker = ++lastPicker;
      try {
        if (!finder) throw new BoardError("unsupported");
        const device = await finder.request();
        if (!device || picker !== lastPicker) return;
        // It is there, but the browser has not given it back: it will not do so the next time either.
        if (view.value.status.phase === "waiting" && expected && expected.key === device.key)
          store.setReturns(expected, false);
        await use({ kind, device }, 1);
      } catch (error) {
        if (!link && picker === lastPicker)
          setStatus({ phase: "failed", error: toBoardError(error, "no-open") });
      }
    },
    async connectGranted(kind, source) {
      lastPicker++;
      const attemptBefore = attempt;
      const granted = (await finders.find((one) => one.kind === kind)?.getGranted()) ?? [];
      if (attemptBefore !== attempt) return;
      const device = granted.find((one) => one.source === source);
      if (device) await use({ kind, device }, OPEN_ATTEMPTS);
      else setStatus({ phase: "failed", error: unpluggedError() });
    },
    disconnect,
    async forget() {
      const last = current;
      await disconnect();
      store.set(null);
      await last?.device.forget();
    },
    async close() {
      for (const unsubscribe of unsubscribes) unsubscribe();
      await disconnect();
    },
  };
}
