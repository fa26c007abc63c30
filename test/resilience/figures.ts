/** The figures of a run. PURE. */
import { quantile } from "../bench/report";
import type { CheckResult } from "./check-log";
import type { Entry } from "./log";
import type { Kill, Step } from "./schedule";

export interface Figures extends Omit<CheckResult, "violations" | "isComplete"> {
  readonly rooms: number;
  /** Rooms whose replay ended early, because too much happened while nobody was connected. */
  readonly incomplete: number;
  /** Rooms with nobody in them that sent the expected push to a phone. */
  readonly unattended: number;
  /** Requests that were sent, acknowledged with the room, and refused. */
  readonly requests: number;
  readonly acknowledged: number;
  readonly refused: number;
  /** Room messages that were received. */
  readonly received: number;
  readonly kills: Partial<Record<Kill["kind"], number>>;
  readonly steps: Partial<Record<Step, number>>;
}

/** The figures of a run without rooms. */
export const NO_FIGURES: Figures = {
  rooms: 0,
  incomplete: 0,
  unattended: 0,
  requests: 0,
  acknowledged: 0,
  refused: 0,
  received: 0,
  kills: {},
  steps: {},
  latenessMs: [],
  caughtUp: 0,
  unanswered: { total: 0, applied: 0 },
};

/** The figures that one room's log gives without the machine. */
export const countEntries = (entries: readonly Entry[]): Partial<Figures> => ({
  requests: entries.filter(({ kind }) => kind === "sent").length,
  acknowledged: entries.filter((entry) => entry.kind === "received" && entry.message.id !== undefined).length,
  refused: entries.filter(({ kind }) => kind === "refused").length,
  received: entries.filter(({ kind }) => kind === "received").length,
});

/** The sum of two runs or rooms. */
export function addFigures(a: Figures, b: Figures): Figures {
  return {
    rooms: a.rooms + b.rooms,
    incomplete: a.incomplete + b.incomplete,
    unattended: a.unattended + b.unattended,
    requests: a.requests + b.requests,
    acknowledged: a.acknowledged + b.acknowledged,
    refused: a.refused + b.refused,
    received: a.received + b.received,
    kills: addCounts(a.kills, b.kills),
    steps: addCounts(a.steps, b.steps),
    latenessMs: [...a.latenessMs, ...b.latenessMs],
    caughtUp: a.caughtUp + b.caughtUp,
    unanswered: {
      total: a.unanswered.total + b.unanswered.total,
      applied: a.unanswered.applied + b.unanswered.applied,
    },
  };
}

/** The figures as lines of text. */
export function formatFigures(figures: Figures): string {
  const { rooms, requests, acknowledged, refused, unanswered, received, kills, steps, caughtUp } = figures;
  const lateness = (share: number): number => quantile(figures.latenessMs, share) || 0;
  return [
    `${rooms} rooms (${figures.incomplete} not replayed to the end); ${requests} requests: ${acknowledged} acknowledged, ${refused} refused, ${unanswered.total} without an answer (of which ${unanswered.applied} were applied)`,
    `${figures.unattended} unattended rooms, each of which sent its push`,
    `${received} room messages received`,
    `${sumOf(kills)} SIGKILLs: ${listCounts(kills)}`,
    `${figures.latenessMs.length} deadlines received as they passed, late by p50 ${lateness(0.5)}, p95 ${lateness(0.95)}, at most ${lateness(1)} ms; ${caughtUp} caught up`,
    `steps: ${listCounts(steps)}`,
  ].join("\n");
}

/** The sum of all counts. */
export const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, n) => sum + n, 0);

const listCounts = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, n]) => `${n} ${name}`)
    .join(", ");

function addCounts<K extends string>(
  a: Partial<Record<K, number>>,
  b: Partial<Record<K, number>>,
): Partial<Record<K, number>> {
  const sum: Partial<Record<K, number>> = { ...a };
  for (const [name, n] of Object.entries(b) as [K, number][]) sum[name] = (sum[name] ?? 0) + n;
  return sum;
}
