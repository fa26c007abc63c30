import { asBoardError, BoardError } from "./board";
import type { BoardEvent, BoardKind, BoardLink, Finder, Found } from "./board";
import { NO_BOARD, withAnswer, withEvent } from "./hostView";
import type { HostStatus, HostView, NewEvent } from "./hostView";
import type { BoardLock } from "./lock";
import { makeOwner } from "./owner";
import type { Memory, Remembered } from "../device/rememberedBoard";
import { makeObservable } from "./observable";
import type { Observable } from "./observable";
import { makeRelay } from "./relay";
import { inReach } from "./roomLink";
import type { RoomLink, RoomSnapshot } from "./roomLink";
import { stateFrame } from "./stateFrame";
import type { Timers } from "./timers";

/** A device just plugged in may not be ours to open yet (Linux sets permissions afterwards): tries and ms apart. */
export const OPEN_TRIES = 5;
export const OPEN_AGAIN = 500;

/** Host mode of one tab in one room. None of its promises rejects: what fails shows in the view. */
export interface Host {
  readonly view: Observable<HostView>;
  /** The ways of connecting that this browser has. */
  readonly kinds: readonly BoardKind[];
  /** Reconnects the board that this device remembers, now or when it is plugged in. */
  start(): Promise<void>;
  /** Shows the picker and connects; call it from a tap. A dismissed picker changes nothing. */
  connect(kind: BoardKind): Promise<void>;
  /** Lets go of the board until the next visit, or the next `connect`. */
  disconnect(): Promise<void>;
  /** Disconnects, forgets the board and gives the browser's permission back. */
  forget(): Promise<void>;
  /** Disconnects and stops watching room and devices: the sheet's room is gone. */
  close(): Promise<void>;
}

export interface HostParts {
  readonly room: RoomLink;
  readonly timers: Timers;
  readonly finders: readonly Finder<BoardLink>[];
  readonly lock: BoardLock;
  readonly memory: Memory;
}

type Candidate = { readonly kind: BoardKind; readonly found: Found<BoardLink> };

export function makeHost({ room, timers, finders, lock, memory }: HostParts): Host {
  const view = makeObservable<HostView>({ ...NO_BOARD, inReach: inReach(room) !== null });
  let turn = 0; // grows whenever something newer makes what is under way void
  let link: BoardLink | null = null;
  let current: Candidate | null = null; // the board in use, or used last
  let awaited: Remembered | null = null; // the one that is taken up when it is plugged in
  let early: Candidate | null = null; // its like arrived before ours was told to be lost
  let pickers = 0; // only the last picker counts, and none across a disconnect
  const owner = makeOwner(lock);
  let closed: Promise<void> = Promise.resolve();
  let shown: RoomSnapshot | null = null;
  let lastId = 0;

  const change = (part: Partial<HostView>) => view.set({ ...view.value, ...part });
  const record = (event: NewEvent): number => {
    change({ events: withEvent(view.value.events, { ...event, id: ++lastId, at: room.now() }) });
    return lastId;
  };
  const become = (status: HostStatus) => {
    if (status.phase === view.value.status.phase && status.phase !== "failed" && status.phase !== "elsewhere")
      return;
    change({ status });
    record({ type: "status", status });
  };

  const relay = makeRelay(room, timers, (deed, answer) => {
    const id = record({ type: deed, answer: null });
    void answer.then((came) => change({ events: withAnswer(view.value.events, id, came) }));
  });

  function show(): void {
    shown = inReach(room);
    change({ inReach: shown !== null });
    const now = shown;
    link?.show(now && (() => stateFrame(now, room.now())));
  }

  function hear(kind: BoardKind, event: BoardEvent): void {
    relay.hear(event);
    switch (event.type) {
      case "asking":
        return become({ phase: "asking" });
      case "identified":
        change({ board: { ...event.board, kind } });
        if (awaited) memory.set(awaited); // not before: a wrong port should not be opened on every visit
        return become({ phase: "live" });
      case "light":
        return change({ light: view.value.board && event.light });
      case "log":
        return void record(event);
      case "failed":
        return become({ phase: "failed", error: event.error });
      case "lost":
        letGo();
        // The lock stays ours, so that of two tabs the same one goes on after a replug.
        become(awaited ? { phase: "waiting" } : { phase: "failed", error: event.error });
        return early ? void use(early, OPEN_TRIES) : undefined;
      case "down":
      case "up":
    }
  }

  /** Closes the link; `closed` resolves when the device may be opened again. */
  function letGo(): void {
    relay.close();
    const old = link;
    link = null;
    change({ board: null, light: null });
    if (old) closed = Promise.all([closed, old.close()]).then(() => {});
  }

  function drop(): number {
    owner.stopWaiting();
    early = null;
    letGo();
    return ++turn;
  }

  /** Opens, again after a while if `tries` allow. */
  async function open(found: Found<BoardLink>, tries: number, mine: number): Promise<BoardLink | null> {
    for (let left = tries; mine === turn; left--) {
      try {
        return await found.open();
      } catch (error) {
        if (left <= 1) throw error;
        await new Promise<void>((resolve) => timers.after(OPEN_AGAIN, resolve));
      }
    }
    return null;
  }

  async function use(candidate: Candidate, tries: number): Promise<void> {
    const { kind, found } = candidate;
    const mine = drop();
    current = candidate;
    awaited = found.key === null ? null : { kind, key: found.key };
    become({ phase: "opening" });
    try {
      await closed;
      if (mine !== turn) return;
      const owning = await owner.claim(
        found,
        () => mine === turn,
        () => void use(current ?? candidate, OPEN_TRIES),
      );
      if (owning === "void") return;
      if (owning !== "ours") return become({ phase: "elsewhere", owner: owning.owner });
      const opening = open(found, tries, mine);
      // What comes after waits for this too: a port is opened and closed by turns.
      closed = opening.then(
        (late) => (mine === turn ? undefined : late?.close()),
        () => {},
      );
      const opened = await opening;
      if (mine !== turn || !opened) return;
      link = opened;
      opened.start((event) => {
        if (link === opened) hear(kind, event);
      });
      show();
    } catch (error) {
      if (mine !== turn) return;
      owner.letGo();
      become({ phase: "failed", error: asBoardError(error, "no-open") });
    }
  }

  async function disconnect(): Promise<void> {
    pickers++;
    drop();
    const mine = turn;
    current = awaited = null;
    become({ phase: "off" });
    await closed;
    if (mine === turn) owner.letGo(); // not before: who waits for the board opens it at once
  }

  const stops = [
    room.subscribe(() => {
      if (inReach(room) !== shown) show();
    }),
    ...finders.map(({ kind, onArrival }) =>
      onArrival((found) => {
        if (awaited?.kind !== kind || awaited.key !== found.key) return;
        if (link) early = { kind, found };
        else if (view.value.status.phase === "elsewhere")
          current = { kind, found }; // the old object is dead
        else void use({ kind, found }, OPEN_TRIES);
      }),
    ),
  ];

  return {
    view,
    kinds: finders.map(({ kind }) => kind),
    async start() {
      const last = memory.get();
      const finder = finders.find(({ kind }) => kind === last?.kind);
      if (!last || !finder) return;
      const mine = turn;
      const found = (await finder.granted()).find(({ key }) => key === last.key);
      if (mine !== turn) return;
      if (found) return use({ kind: last.kind, found }, OPEN_TRIES);
      awaited = last;
      become({ phase: "waiting" });
    },
    async connect(kind) {
      const finder = finders.find((one) => one.kind === kind);
      const mine = ++pickers;
      try {
        if (!finder) throw new BoardError("unsupported");
        const found = await finder.request();
        if (found && mine === pickers) await use({ kind, found }, 1);
      } catch (error) {
        if (!link && mine === pickers) become({ phase: "failed", error: asBoardError(error, "no-open") });
      }
    },
    disconnect,
    async forget() {
      const last = current;
      await disconnect();
      memory.set(null);
      await last?.found.forget();
    },
    async close() {
      for (const stop of stops) stop();
      await disconnect();
    },
  };
}
