/** The parts of WebHID that are used. Tests have a fake with the same types. */
import type { HidFilter, HidIdentity } from "./hidModel";

export interface InputReport {
  readonly reportId: number;
  readonly data: DataView;
}

/** The part of `HIDDevice` that is used. */
export interface DeviceLike extends HidIdentity {
  open(): Promise<void>;
  close(): Promise<void>;
  forget?(): Promise<void>;
  sendReport(reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void>;
  sendFeatureReport(reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void>;
  addEventListener(type: "inputreport", listener: (event: InputReport) => void): void;
  removeEventListener(type: "inputreport", listener: (event: InputReport) => void): void;
}

export type ConnectionListener = (event: { readonly device: DeviceLike }) => void;

/** The part of `navigator.hid` that is used. */
export interface HidLike {
  getDevices(): Promise<DeviceLike[]>;
  requestDevice(options: { filters: HidFilter[] }): Promise<DeviceLike[]>;
  addEventListener(type: "connect" | "disconnect", listener: ConnectionListener): void;
  removeEventListener(type: "connect" | "disconnect", listener: ConnectionListener): void;
}

/** `navigator.hid`, or null where the browser has none. */
export const hidOf = (browser: { readonly hid?: HidLike }): HidLike | null => browser.hid ?? null;
