/** The numbers of standby: when it begins, where the tomato is, and when it is dimmed. PURE. */

/** So long nobody has touched the device, in ms. */
export const STANDBY_MS = 30_000;
/** How often the tomato moves, in ms, so that no edge of it burns into the screen. */
export const DRIFT_MS = 60_000;

/** By how much the tomato is moved after so many minutes, in px: never far, and for hours never the same twice in a row. */
export const driftAt = (minute: number): { x: number; y: number } => ({
  x: Math.round(8 * Math.sin(minute * 2.4)),
  y: Math.round(5 * Math.sin(minute * 1.7 + 1)),
});

/** `hour`: of the local day. `isDark`: whether the page has dark colours. */
export const isNight = (hour: number, isDark: boolean): boolean => isDark || hour >= 21 || hour < 7;
