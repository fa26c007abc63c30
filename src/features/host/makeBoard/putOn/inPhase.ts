import { installation } from "./installation";
import type { Installation } from "./installation";

export type Of<Phase extends Installation["phase"]> = Extract<Installation, { phase: Phase }>;
/** The installation, while it is in this phase. */
export function inPhase<Phase extends Installation["phase"]>(phase: Phase): Of<Phase> | null {
  const now = installation();
  return now.phase === phase ? (now as Of<Phase>) : null;
}
