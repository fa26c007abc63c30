import { expect } from "vitest";
import { stateLine } from "./lines";
import { bytesAt, type Event, type Recording, runMicroPython } from "./micropython";

/** What the tests of the MicroPython board share: a well-behaved host, and what they look at. */

/** A Pico's outputs, as the fakes name them. */
export const PICO = { red: "16", green: "17", blue: "18", mono: "LED" } as const;
export const FULL = 65535; // duty
export const PING = '{"t":"ping"}\n';

/** When the host below tells the state: between two blips of offline. */
export const START = 100; // ms

export const button = (e: "down" | "up", n: number): string => `{"t":"btn","e":"${e}","n":${n}}`;

/** The board without an error, which the end of the simulated time is not. */
export async function run(...args: Parameters<typeof runMicroPython>): Promise<Recording> {
  const recording = await runMicroPython(...args);
  expect(recording.error).toBeNull();
  return recording;
}

/** A host that says hello, tells a state and pings every 2 s. */
export const host = (s: number, held: 0 | 1, ms: number): Event[] => [
  ...bytesAt(10, '{"t":"hello","p":1}\n'),
  ...bytesAt(START, stateLine(s, held)),
  ...Array.from({ length: Math.floor(ms / 2000) }, (_, i) => bytesAt((i + 1) * 2000, PING)).flat(),
];

/** [from, to] of every whole stretch of light between two moments. */
export function lightsBetween(changes: [number, number][], start: number, end: number): [number, number][] {
  return changes.flatMap(([from, level], i): [number, number][] => {
    const to = changes[i + 1]?.[0];
    return level > 0 && from >= start && to !== undefined && to < end ? [[from, to]] : [];
  });
}
