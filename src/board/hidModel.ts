import type { LightState } from "./board";
import type { DeviceLike } from "./hidDevice";
import type { HidUnit } from "./hidUnit";

/** What the host must know of a HID device that shows one colour, as pure functions between reports and what they mean. */
export interface HidModel {
  /** What the device has; a light without a button is a board that presses nothing. */
  readonly caps: readonly ("button" | "led")[];
  /** How its light is set: an output report unless `isFeature`, with this id (0: the device has no report ids). */
  readonly light: { readonly reportId: number; readonly isFeature?: boolean };
  /** The longest time without a report in ms, after which the device would turn its light off; else STATE_INTERVAL_MS. */
  readonly keepAliveMs?: number;
  /** Whether the button is down according to an input report; null: the report does not say so. */
  isPressed(report: DataView, reportId: number): boolean | null;
  /** The report `elapsed` ms after the light has begun to show `light`; null: a dark light. */
  report(light: LightState | null, elapsed: number): Uint8Array<ArrayBuffer>;
  /** In how many ms that report changes; Infinity: never. */
  msUntilChange(light: LightState, elapsed: number): number;
}

export interface HidFilter {
  readonly vendorId?: number;
  readonly productId?: number;
  readonly usagePage?: number;
  readonly usage?: number;
}

/** The part of `HIDDevice` by which a model is recognised. */
export interface HidIdentity {
  readonly vendorId: number;
  readonly productId: number;
  readonly productName: string;
  readonly collections: readonly HidCollection[];
}
/** The part of `HIDCollectionInfo` that is used. */
export interface HidCollection {
  readonly usagePage?: number | undefined;
  readonly usage?: number | undefined;
  readonly inputReports?: readonly HidReportInfo[] | undefined;
  readonly outputReports?: readonly HidReportInfo[] | undefined;
}
interface HidReportInfo {
  readonly reportId?: number | undefined;
  readonly items?:
    | readonly { readonly reportSize?: number | undefined; readonly reportCount?: number | undefined }[]
    | undefined;
}

/** A supported device: what the picker offers, how it is recognised where that is not enough, and how it is used. */
export type HidEntry = {
  readonly filters: readonly HidFilter[];
  isOwn?(device: HidIdentity): boolean;
} & (
  | { readonly model: HidModel }
  /** For a device that shows more than one colour: loads its code, which opens it or rejects. */
  | { load(): Promise<(device: DeviceLike) => Promise<HidUnit>> }
);

/** The vendor and product of each pair of numbers. */
export const usb = (...ids: readonly (readonly [vendorId: number, productId: number])[]): HidFilter[] =>
  ids.map(([vendorId, productId]) => ({ vendorId, productId }));

/** Whether these are exactly one report, without an id and of so many bytes. */
export function isOneReport(reports: readonly HidReportInfo[] | undefined, bytes: number): boolean {
  const [report, another] = reports ?? [];
  if (!report || another || report.reportId) return false;
  const bits = (report.items ?? []).reduce(
    (sum, { reportSize = 0, reportCount = 0 }) => sum + reportSize * reportCount,
    0,
  );
  return bits === bytes * 8;
}

/** Whether one of these reports has this id. */
export const hasReport = (reports: readonly HidReportInfo[] | undefined, id: number): boolean =>
  reports?.some(({ reportId }) => reportId === id) ?? false;

/** A part of full brightness, 0 to 1, as a byte. */
export const toByte = (part: number): number => Math.round(part * 255);
