/** The do-it-yourself button (firmware/circuitpython). The host plays the rhythms, so the blink flag stays 0. */
import { isOneReport, toByte } from "../hidModel";
import type { HidEntry } from "../hidModel";
import { BLACK, colourAt, msUntilChange } from "../rhythm";

const INPUT_BYTES = 1;
const OUTPUT_BYTES = 4;
const USAGE = { usagePage: 0xff00, usage: 1 };

export const DIY: HidEntry = {
  filters: [USAGE],
  // This usage belongs to everybody: receivers of mice and lights of other makers have it too, with other reports.
  isOwn: ({ collections }) =>
    collections.some(
      ({ usagePage, usage, inputReports, outputReports }) =>
        usagePage === USAGE.usagePage &&
        usage === USAGE.usage &&
        isOneReport(inputReports, INPUT_BYTES) &&
        isOneReport(outputReports, OUTPUT_BYTES),
    ),
  model: {
    caps: ["button", "led"],
    light: { reportId: 0 },
    isPressed: (report, reportId) =>
      reportId !== 0 || report.byteLength < INPUT_BYTES ? null : (report.getUint8(0) & 1) === 1,
    report(light, elapsed) {
      const { r, g, b } = light ? colourAt(light, elapsed) : BLACK;
      return Uint8Array.of(toByte(r), toByte(g), toByte(b), 0);
    },
    msUntilChange,
  },
};
