/**
 * The Busylight of Kuando: a program of seven steps and a footer with a sum. One step that jumps to itself shows a
 * colour. The light turns itself off when it has received nothing for a while.
 */
import { usb } from "../hidModel";
import type { HidEntry } from "../hidModel";
import { colourModel } from "./colourModel";

const REPORT_BYTES = 64;
const JUMP = 0x10; // to step 0
const ON_TIME = 0xff; // longest time of a step; it starts again without a gap
const FULL = 100;
/** Sources disagree on when it turns itself off: after 7 s or 15 s. */
const KEEP_ALIVE_MS = 5000;

/** The steps, the footer (sensitivity, timeout, trigger, three bytes of 0xFF), and the sum of all that, high byte first. */
function toReport(step: readonly number[]): number[] {
  const report = [...step, ...Array.from({ length: REPORT_BYTES - step.length }, () => 0)];
  report.fill(0xff, REPORT_BYTES - 5, REPORT_BYTES - 2);
  const sum = report.reduce((total, byte) => total + byte, 0);
  report.splice(REPORT_BYTES - 2, 2, sum >> 8, sum & 0xff);
  return report;
}
const toPercent = (part: number): number => Math.round((part / 255) * FULL);

export const KUANDO: HidEntry = {
  filters: usb(
    [0x27bb, 0x3bca],
    [0x27bb, 0x3bcb],
    [0x27bb, 0x3bcc],
    [0x27bb, 0x3bcd],
    [0x27bb, 0x3bce],
    [0x27bb, 0x3bcf],
    [0x04d8, 0xf848],
  ),
  model: colourModel({
    light: { reportId: 0 },
    keepAliveMs: KEEP_ALIVE_MS,
    encode: (colour) => toReport([JUMP, 0, ...colour.map(toPercent), ON_TIME, 0, 0]),
  }),
};
