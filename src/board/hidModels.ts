/** Every supported HID device. A new one is a file in `devices` and an entry here. */
import { DIY } from "./devices/diy";
import { MUTEME } from "./devices/muteme";
import type { HidEntry, HidFilter, HidIdentity, HidModel } from "./hidModel";

const DEVICES: readonly HidEntry[] = [DIY, MUTEME];

/** What the browser's picker offers. */
export const HID_FILTERS: HidFilter[] = DEVICES.flatMap(({ filters }) => filters);

const matches = (filter: HidFilter, { vendorId, productId, collections }: HidIdentity): boolean =>
  filter.usagePage === undefined
    ? filter.vendorId === vendorId && filter.productId === productId
    : collections.some(({ usagePage, usage }) => usagePage === filter.usagePage && usage === filter.usage);

/** The model of a device; null: not supported. */
export const modelOf = (device: HidIdentity): HidModel | null =>
  DEVICES.find(
    ({ filters, isOwn }) =>
      filters.some((filter) => matches(filter, device)) && (isOwn === undefined || isOwn(device)),
  )?.model ?? null;
