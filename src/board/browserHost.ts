import type { BoardLink, Finder } from "./board";
import { hidOf, makeHidFinder } from "./hid";
import { makeHost } from "./host";
import type { Host } from "./host";
import { LOCK_CHANNEL, makeBoardLock } from "./lock";
import type { LocksLike } from "./lock";
import { makeMemory } from "../device/rememberedBoard";
import type { RoomLink } from "./roomLink";
import { makeSerialFinder, serialOf } from "./serial";
import { createTimers } from "./timers";
import { makeVirtualFinder } from "./virtual";
import type { VirtualBoard } from "./virtual";
import { withSession } from "./withSession";

export interface BrowserHost extends Host {
  /** For "Try without a board": connect("virtual"), then press this one. */
  readonly virtual: VirtualBoard;
}

/** Without Web Locks every tab thinks that it is alone, as far as the system lets it open the device. */
const NO_LOCKS: LocksLike = { request: (_name, _options, callback) => callback({}) };

/**
 * Host mode with whatever this browser has; make it once a page, for it starts a worker. `title` is what
 * another tab is told when it wants the same board.
 */
export function makeBrowserHost(room: RoomLink, title: () => string): BrowserHost {
  const browser: Partial<Pick<Navigator, "serial" | "hid" | "locks">> = navigator;
  const timers = createTimers();
  const serial = serialOf(browser);
  const hid = hidOf(browser);
  const virtual = makeVirtualFinder(timers);
  const finders: Finder<BoardLink>[] = [withSession(virtual, timers)];
  if (serial) finders.push(withSession(makeSerialFinder(serial), timers));
  if (hid) finders.push(makeHidFinder(hid, timers));
  const channel = new BroadcastChannel(LOCK_CHANNEL);
  const lock = makeBoardLock(browser.locks ?? NO_LOCKS, channel, timers, title);
  return {
    ...makeHost({ room, timers, finders, lock, memory: makeMemory(() => localStorage) }),
    virtual: virtual.board,
  };
}
