/** What a run has seen, in numbers. PURE. */
import type { Checked } from "./check";
import type { Entry } from "./log";
import type { Death, Step } from "./schedule";

export interface Figures extends Omit<Checked, "violations" | "decided"> {
  readonly rooms: number;
  /** Rooms of which too much happened in the dark for the machine to be asked to the end. */
  readonly undecided: number;
  /** Phones that were promised a ring by a room with nobody in it, and rang. */
  readonly phones: number;
  /** Deeds sent, answered with the room, and refused. */
  readonly deeds: number;
  readonly acknowledged: number;
  readonly refused: number;
  readonly heard: number;
  readonly kills: Partial<Record<Death["kind"], number>>;
  readonly steps: Partial<Record<Step, number>>;
}

export const EMPTY: Figures = {
  rooms: 0,
  undecided: 0,
  phones: 0,
  deeds: 0,
  acknowledged: 0,
  refused: 0,
  heard: 0,
  kills: {},
  steps: {},
  latenessMs: [],
  caughtUp: 0,
  unanswered: { in: 0, happened: 0 },
};

/** What one room's log says without the machine. */
export const counted = (entries: readonly Entry[]): Partial<Figures> => ({
  deeds: entries.filter(({ kind }) => kind === "sent").length,
  acknowledged: entries.filter((entry) => entry.kind === "heard" && entry.message.id !== undefined).length,
  refused: entries.filter(({ kind }) => kind === "refused").length,
  heard: entries.filter(({ kind }) => kind === "heard").length,
});

export function addUp(a: Figures, b: Figures): Figures {
  return {
    rooms: a.rooms + b.rooms,
    undecided: a.undecided + b.undecided,
    phones: a.phones + b.phones,
    deeds: a.deeds + b.deeds,
    acknowledged: a.acknowledged + b.acknowledged,
    refused: a.refused + b.refused,
    heard: a.heard + b.heard,
    kills: merged(a.kills, b.kills),
    steps: merged(a.steps, b.steps),
    latenessMs: [...a.latenessMs, ...b.latenessMs],
    caughtUp: a.caughtUp + b.caughtUp,
    unanswered: {
      in: a.unanswered.in + b.unanswered.in,
      happened: a.unanswered.happened + b.unanswered.happened,
    },
  };
}

export function told(figures: Figures): string {
  const { rooms, deeds, acknowledged, refused, unanswered, heard, kills, steps, caughtUp } = figures;
  const late = figures.latenessMs.toSorted((a, b) => a - b);
  const at = (share: number): number => late[Math.min(late.length - 1, Math.floor(late.length * share))] ?? 0;
  return [
    `${rooms} rooms (${figures.undecided} not decided to the end); ${deeds} deeds: ${acknowledged} acknowledged, ${refused} refused, ${unanswered.in} without an answer (of which ${unanswered.happened} happened)`,
    `${figures.phones} rooms left alone, each rang its locked phone`,
    `${heard} times a room was heard`,
    `${total(kills)} SIGKILLs: ${list(kills)}`,
    `${late.length} deadlines heard as they passed, late by p50 ${at(0.5)}, p95 ${at(0.95)}, at most ${at(1)} ms; ${caughtUp} caught up`,
    `steps: ${list(steps)}`,
  ].join("\n");
}

const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, n) => sum + n, 0);
const list = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, n]) => `${n} ${name}`)
    .join(", ");
const merged = <K extends string>(
  a: Partial<Record<K, number>>,
  b: Partial<Record<K, number>>,
): Partial<Record<K, number>> => {
  const sum: Partial<Record<K, number>> = { ...a };
  for (const [name, n] of Object.entries(b) as [K, number][]) sum[name] = (sum[name] ?? 0) + n;
  return sum;
};
