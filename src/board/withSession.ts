import type { BoardLink, ByteLink, DeviceFinder, GrantedDevice } from "./board";
import { makeSession } from "./session";
import type { Timers } from "./timers";

/** Turns a finder of byte links into a finder of boards that speak the serial protocol. */
export function withSession(finder: DeviceFinder<ByteLink>, timers: Timers): DeviceFinder<BoardLink> {
  const wrap = (device: GrantedDevice<ByteLink>): GrantedDevice<BoardLink> => ({
    ...device,
    findAlike: async () => (await device.findAlike()).map(wrap),
    open: async () => makeSession(await device.open(), timers),
  });
  return {
    kind: finder.kind,
    request: async () => {
      const device = await finder.request();
      return device && wrap(device);
    },
    getGranted: async () => (await finder.getGranted()).map(wrap),
    onConnect: (callback) => finder.onConnect((device) => callback(wrap(device))),
  };
}
