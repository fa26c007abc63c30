/** A DATA_DIR that an earlier version has left (test/server/fixtures), with every moment in it moved to today. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HistoryRecord } from "../../party/shared/historyWire";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { root } from "./server";
import { listFiles } from "./stored-rooms";

/** What fixtures/make.ts records with the rooms. */
export interface FormInfo {
  /** Of the private room. */
  readonly key: string;
  /** By their ids, as the server told them last. */
  readonly rooms: Readonly<Record<string, RoomMessage>>;
  /** By room id; form 1 had no history. */
  readonly history?: Readonly<Record<string, readonly HistoryRecord[]>>;
  readonly device: { readonly endpoint: string; readonly privateKey: string; readonly auth: string };
}

export const readFormInfo = (form: string): FormInfo =>
  JSON.parse(readFileSync(join(root, "test/server/fixtures", form, "about.json"), "utf8")) as FormInfo;

/** Copies the rooms into a folder; what they hold happened `byMs` later. */
export function copyForm(form: string, folder: string, byMs: number): void {
  cpSync(join(root, "test/server/fixtures", form), folder, { recursive: true });
  shiftTimes(folder, Object.values(readFormInfo(form).rooms)[0]?.now ?? NaN, byMs);
}

/** What the rooms in a folder hold, which was in use at `usedAt`, happened `byMs` later, or is to happen then. */
export function shiftTimes(folder: string, usedAt: number, byMs: number): void {
  for (const path of listFiles(join(folder, "rooms"))) {
    const bytes = readFileSync(path);
    shiftTimesInBytes(bytes, usedAt, byMs);
    writeFileSync(path, bytes);
  }
}

/** Bytes for as many other bytes, everywhere in a folder; how often they were there. */
export function replaceBytes(folder: string, from: Buffer, to: Buffer): number {
  if (from.length !== to.length) throw new Error("a file of SQLite keeps its length");
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

/** A moment lies at most two hours before the rooms were used, or two months after: they are cleared by then. */
const [BEFORE_MS, AFTER_MS] = [7_200_000, 5_184_000_000];

/**
 * A room's moments are numbers as V8 writes them ("N" and a little-endian double, ms); workerd's alarms are integers
 * of SQLite (eight bytes, big-endian, ns). Neither could be anything else by chance: of a number of 64 bits the first
 * 20 have to be right.
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
