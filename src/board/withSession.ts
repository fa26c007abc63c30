import type { BoardLink, ByteLink, Finder, Found } from "./board";
import { makeSession } from "./session";
import type { Timers } from "./timers";

/** A finder of byte links as a finder of boards that speak the protocol. */
export function withSession(finder: Finder<ByteLink>, timers: Timers): Finder<BoardLink> {
  const dress = (found: Found<ByteLink>): Found<BoardLink> => ({
    key: found.key,
    name: found.name,
    alike: () => found.alike(),
    forget: () => found.forget(),
    open: async () => makeSession(await found.open(), timers),
  });
  return {
    kind: finder.kind,
    request: async () => {
      const found = await finder.request();
      return found && dress(found);
    },
    granted: async () => (await finder.granted()).map(dress),
    onArrival: (callback) => finder.onArrival((found) => callback(dress(found))),
  };
}
