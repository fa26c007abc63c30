import type { BoardLink, DeviceFinder } from "./board";
import { makeHidFinder } from "./hid";
import { hidOf } from "./hidDevice";
import { makeHost } from "./host";
import type { Host } from "./host";
import { LOCK_CHANNEL, makeBoardLock } from "./lock";
import type { LocksLike } from "./lock";
import type { ChannelLike } from "./lockTalk";
import type { RoomLink } from "./roomLink";
import { makeSerialFinder, serialOf } from "./serial";
import type { SerialLike } from "./serial";
import { createTimers } from "./timers";
import type { Timers } from "./timers";
import { makeVirtualFinder } from "./virtual";
import type { VirtualBoard } from "./virtual";
import { withSession } from "./withSession";
import { makeRememberedBoardStore } from "./rememberedBoard";

export interface BrowserHost extends Host {
  /** For "Try without a board": call connect("virtual"), then press this board. */
  readonly virtual: VirtualBoard;
  /** Whether the browser lets this page remember the board until the next visit. */
  readonly remembers: () => boolean;
  /** For putting a program on a board: timers that run in a hidden tab, and WebSerial, or null where there is none. */
  readonly timers: Timers;
  readonly serial: SerialLike | null;
}

/** For browsers without Web Locks: every tab owns every board, as far as the system lets it open the device. */
const NO_LOCKS: LocksLike = { request: (_name, _options, callback) => callback({}) };

/** A browser that forbids storage forbids messages between tabs, too: then no tab knows of another. */
function openLockChannel(): ChannelLike {
  try {
    return new BroadcastChannel(LOCK_CHANNEL);
  } catch {
    return { postMessage() {}, addEventListener() {} };
  }
}

/**
 * Host mode with the interfaces that this browser has. Call it once a page, because it starts a worker. `title` returns
 * what another tab shows when it wants the same board.
 */
export function makeBrowserHost(room: RoomLink, title: () => string): BrowserHost {
  const browser: Partial<Pick<Navigator, "serial" | "hid" | "locks">> = navigator;
  const timers = createTimers();
  const serial = serialOf(browser);
  const hid = hidOf(browser);
  const virtual = makeVirtualFinder(timers);
  const finders: DeviceFinder<BoardLink>[] = [withSession(virtual, timers)];
  if (serial) finders.push(withSession(makeSerialFinder(serial, timers), timers));
  if (hid) finders.push(makeHidFinder(hid, timers));
  const lock = makeBoardLock(browser.locks ?? NO_LOCKS, openLockChannel(), timers, title);
  const store = makeRememberedBoardStore(() => localStorage);
  return {
    ...makeHost({ room, timers, finders, lock, store }),
    virtual: virtual.board,
    remembers: store.works,
    timers,
    serial,
  };
}
