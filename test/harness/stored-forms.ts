/** Data folders of earlier versions (test/server/fixtures), with all their times moved to today. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HistoryRecord } from "../../party/shared/historyWire";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { root } from "./paths";
import { listFiles } from "./stored-rooms";

/** What fixtures/make.ts records with the rooms. */
export interface FormInfo {
  /** The key of the private room. */
  readonly key: string;
  /** The last message of each room, by its id. */
  readonly rooms: Readonly<Record<string, RoomMessage>>;
  /** By room id; form 1 had no history. */
  readonly history?: Readonly<Record<string, readonly HistoryRecord[]>>;
  readonly device: { readonly endpoint: string; readonly privateKey: string; readonly auth: string };
}

/** The description of the fixture with this name. */
export const readFormInfo = (form: string): FormInfo =>
  JSON.parse(readFileSync(join(root, "test/server/fixtures", form, "about.json"), "utf8")) as FormInfo;

/** Copies the rooms into a folder and adds `byMs` to all their times. */
export function copyForm(form: string, folder: string, byMs: number): void {
  cpSync(join(root, "test/server/fixtures", form), folder, { recursive: true });
  shiftTimes(folder, Object.values(readFormInfo(form).rooms)[0]?.now ?? NaN, byMs);
}

/** Adds `byMs` to all times of the rooms in a folder, which was in use at `usedAt` (epoch ms). */
export function shiftTimes(folder: string, usedAt: number, byMs: number): void {
  for (const path of listFiles(join(folder, "rooms"))) {
    const bytes = readFileSync(path);
    shiftTimesInBytes(bytes, usedAt, byMs);
    writeFileSync(path, bytes);
  }
}

/** Replaces bytes in all files of a folder by as many others, and returns the number of replacements. */
export function replaceBytes(folder: string, from: Buffer, to: Buffer): number {
  if (from.length !== to.length)
    throw new Error("the replacement must have the same length, because an SQLite file has fixed offsets");
  let times = 0;
  for (const path of listFiles(folder)) {
    const bytes = readFileSync(path);
    for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + to.length)) {
      to.copy(bytes, at);
      times++;
    }
    writeFileSync(path, bytes);
  }
  return times;
}

/** A time is at most 2 hours before the rooms were used, or 60 days after, when rooms are cleared; in ms. */
const [BEFORE_MS, AFTER_MS] = [7_200_000, 5_184_000_000];

/**
 * V8 serializes a room's times as "N" and a little-endian double, in ms; workerd stores its alarms as SQLite integers of
 * eight bytes, big-endian, in ns. Other bytes do not look like these by chance: the first 20 of 64 bits must match.
 */
function shiftTimesInBytes(bytes: Buffer, usedAt: number, byMs: number): void {
  const isMoment = (ms: number): boolean =>
    Number.isInteger(ms) && ms > usedAt - BEFORE_MS && ms < usedAt + AFTER_MS;
  for (let at = 0; at + 8 <= bytes.length; at++) {
    const double = bytes.readDoubleLE(at);
    const ns = bytes.readBigInt64BE(at);
    if (bytes[at - 1] === 0x4e && isMoment(double)) at = bytes.writeDoubleLE(double + byMs, at) - 1;
    else if (ns % 1_000_000n === 0n && isMoment(Number(ns / 1_000_000n))) {
      at = bytes.writeBigInt64BE(ns + BigInt(byMs) * 1_000_000n, at) - 1;
    }
  }
}
