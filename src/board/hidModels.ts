/** Every supported HID device. A new one is a file in `devices` and an entry here. */
import { BLINK1 } from "./devices/blink1";
import { BLINKSTICK } from "./devices/blinkstick";
import { BLYNCLIGHT } from "./devices/blynclight";
import { DIY } from "./devices/diy";
import { KUANDO } from "./devices/kuando";
import { LUXAFOR, LUXAFOR_MUTE } from "./devices/luxafor";
import { MUTEME } from "./devices/muteme";
import { STREAM_DECK } from "./devices/streamDeck";
import type { HidEntry, HidFilter, HidIdentity } from "./hidModel";

const DEVICES: readonly HidEntry[] = [
  DIY,
  MUTEME,
  BLINK1,
  LUXAFOR,
  LUXAFOR_MUTE,
  KUANDO,
  BLYNCLIGHT,
  BLINKSTICK,
  STREAM_DECK,
];

/** What the browser's picker offers. */
export const HID_FILTERS: HidFilter[] = DEVICES.flatMap(({ filters }) => filters);

const matches = (filter: HidFilter, { vendorId, productId, collections }: HidIdentity): boolean =>
  filter.usagePage === undefined
    ? filter.vendorId === vendorId && filter.productId === productId
    : collections.some(({ usagePage, usage }) => usagePage === filter.usagePage && usage === filter.usage);

/** The entry of a device; null: not supported. */
export const entryOf = (device: HidIdentity): HidEntry | null =>
  DEVICES.find(
    ({ filters, isOwn }) =>
      filters.some((filter) => matches(filter, device)) && (isOwn === undefined || isOwn(device)),
  ) ?? null;
