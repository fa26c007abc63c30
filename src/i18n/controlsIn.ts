/** The controls' words in other languages; apart from `controlWords.ts`, so that they are sent for along with its code. */
import type { ControlWords } from "./en.controls";
import type { Other } from "./languages";

export const controlsIn: Readonly<Record<Other, () => Promise<ControlWords>>> = {
  nl: async () => (await import("./nl.controls")).nlControls,
  de: async () => (await import("./de.controls")).deControls,
};
