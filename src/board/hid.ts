import { BoardError, isPickerDismissed, toBoardError, toHex } from "./board";
import type { BoardLink, DeviceFinder, GrantedDevice } from "./board";
import type { ConnectionListener, DeviceLike, HidLike } from "./hidDevice";
import { makeHidLink } from "./hidLink";
import type { HidEntry } from "./hidModel";
import { entryOf, HID_FILTERS } from "./hidModels";
import type { HidUnit } from "./hidUnit";
import { makeLightUnit } from "./lightUnit";
import { inTime, openInTime, settled } from "./timers";
import type { Timers } from "./timers";

const keyOf = ({ vendorId, productId }: DeviceLike) => `hid:${toHex(vendorId)}:${toHex(productId)}`;

/** Finds buttons, lights and decks on WebHID. */
export function makeHidFinder(hid: HidLike, timers: Timers): DeviceFinder<BoardLink> {
  const getGranted = async () =>
    (
      await inTime(
        timers,
        hid.getDevices().catch(() => []),
        [],
      )
    ).flatMap((device) => toGranted(device) ?? []);

  function toGranted(device: DeviceLike): GrantedDevice<BoardLink> | null {
    const entry = entryOf(device);
    if (!entry) return null;
    const key = keyOf(device);
    return {
      key,
      name: device.productName,
      source: device,
      findAlike: async () => (await getGranted()).filter((other) => other.key === key),
      open: async () => {
        try {
          return makeHidLink(hid, device, await openUnit(device, entry, timers), timers);
        } catch (cause) {
          throw toBoardError(cause, "no-open");
        }
      },
      forget: () => settled(timers, device.forget?.() ?? Promise.resolve()),
    };
  }

  return {
    kind: "hid",
    getGranted,
    async request() {
      const devices = await hid.requestDevice({ filters: HID_FILTERS }).catch((cause: unknown) => {
        if (isPickerDismissed(cause)) return [];
        throw toBoardError(cause, "no-open");
      });
      if (devices.length === 0) return null; // dismissed
      const [first] = devices.flatMap((device) => toGranted(device) ?? []);
      if (!first) throw new BoardError("not-a-board");
      return first;
    },
    onConnect(callback) {
      const listener: ConnectionListener = ({ device }) => {
        const granted = toGranted(device);
        if (granted) callback(granted);
      };
      hid.addEventListener("connect", listener);
      return () => hid.removeEventListener("connect", listener);
    },
  };
}

async function openUnit(device: DeviceLike, entry: HidEntry, timers: Timers): Promise<HidUnit> {
  if ("model" in entry) {
    await openInTime(timers, device);
    return makeLightUnit(device, entry.model);
  }
  const open = await entry.load(); // a slow network is no slow device
  return openInTime(timers, { open: () => open(device), close: () => device.close() });
}
