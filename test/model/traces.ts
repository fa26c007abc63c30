/** The traces that Quint has made of one room. A step holds only the fields of the room message that changed. PURE. */
import type { Request, View } from "./generated/machine";

type Happening =
  { readonly tag: "Passed"; readonly value: number } | { readonly tag: "Asked"; readonly value: Request };

export interface Step {
  readonly happened: Happening;
  /** The code of the refusal; empty where the answer is the room. */
  readonly code: string;
  readonly now: number;
  readonly shown: View;
}
type PackedStep = readonly [Happening, code: string, now: number, changed: Partial<View>];

export function packTrace(steps: readonly Step[]): PackedStep[] {
  return steps.map(({ happened, code, now, shown }, i) => {
    const before: Record<string, unknown> = { ...steps[i - 1]?.shown };
    const changed = Object.entries(shown).filter(
      ([key, value]) => JSON.stringify(before[key]) !== JSON.stringify(value),
    );
    return [happened, code, now, Object.fromEntries(changed)];
  });
}

export function unpackTrace(steps: readonly PackedStep[]): Step[] {
  let shown = {} as View;
  return steps.map(([happened, code, now, changed]) => {
    shown = { ...shown, ...changed };
    return { happened, code, now, shown };
  });
}
