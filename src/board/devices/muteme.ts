/**
 * The MuteMe and the MuteMe Mini: eight colours, each fully on or off. They have effects of their own: the slow pulse is
 * used for IDLE and the dim light for a paused period.
 */
import { IDLE } from "../../../party/shared/pomodoro";
import type { LightState } from "../board";
import { usb } from "../hidModel";
import type { HidEntry } from "../hidModel";
import { colourAt, msUntilChange } from "../rhythm";
import type { Colour } from "../rhythm";

const DIM = 0x10;
const SLOW_PULSE = 0x30;

const isPulsing = ({ state, offline }: LightState): boolean => state === IDLE && !offline;
const toBits = ({ r, g, b }: Colour): number => (r > 0 ? 1 : 0) | (g > 0 ? 2 : 0) | (b > 0 ? 4 : 0);

export const MUTEME: HidEntry = {
  filters: usb(
    [0x20a0, 0x42da],
    [0x20a0, 0x42db],
    [0x3603, 0x0001],
    [0x3603, 0x0002],
    [0x3603, 0x0003],
    [0x3603, 0x0004],
    [0x16c0, 0x27db],
  ),
  model: {
    caps: ["button", "led"],
    light: { reportId: 0 },
    isPressed(report, reportId) {
      if (reportId !== 0 || report.byteLength < 4) return null;
      switch (report.getUint8(3)) {
        case 0x04: // the touch starts
        case 0x40: // the same, according to another source
          return true;
        case 0x02: // the touch ends
        case 0x00: // no touch
          return false;
        default:
          return null; // 0x01: still touched
      }
    },
    report(light, elapsed) {
      if (!light) return Uint8Array.of(0);
      if (isPulsing(light)) return Uint8Array.of(0b111 | SLOW_PULSE);
      const colour = toBits(colourAt(light, elapsed));
      return Uint8Array.of(colour && light.held && !light.offline ? colour | DIM : colour);
    },
    msUntilChange: (light, elapsed) => (isPulsing(light) ? Infinity : msUntilChange(light, elapsed)),
  },
};
