/** How a person gets MicroPython onto a board that has none (`no-micropython`). */
import { words } from "./words";

export type StepsFor = "pico" | "esp32" | "microbit";

/** Where MicroPython for each kind of board is. */
const PAGES = {
  pico: "https://micropython.org/download/?port=rp2",
  esp32: "https://micropython.org/download/?port=esp32",
  microbit: "https://python.microbit.org",
} as const satisfies Record<StepsFor, string>;

/** The steps in the language of the page, and the page to get MicroPython from. Read it where it is shown. */
export const stepsToMicroPython = (
  kind: StepsFor,
): { title: string; steps: readonly string[]; download: string; page: string } => ({
  title: words.title,
  steps: words.steps[kind],
  download: words.download,
  page: PAGES[kind],
});
