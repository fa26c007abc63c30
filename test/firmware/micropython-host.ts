import { expect } from "vitest";
import { stateLine } from "./lines";
import { bytesAt, type Event, type Recording, runMicroPython } from "./micropython";

/** What the tests of the MicroPython board share: a correct host, the outputs, and the button's lines. */

/** A Pico's outputs by their names in the fakes. */
export const PICO = { red: "16", green: "17", blue: "18", mono: "LED" } as const;
export const FULL = 65535; // duty
export const PING = '{"t":"ping"}\n';

/** When `host` sends the state, in ms: between two flashes of the offline light. */
export const START = 100;

export const button = (e: "down" | "up", n: number): string => `{"t":"btn","e":"${e}","n":${n}}`;

/** Runs the board for some simulated ms and fails the test if the program ends with an error. */
export async function run(...args: Parameters<typeof runMicroPython>): Promise<Recording> {
  const recording = await runMicroPython(...args);
  expect(recording.error).toBeNull();
  return recording;
}

/** The lines of a host that sends hello, a state, and a ping every 2 s. */
export const host = (s: number, held: 0 | 1, ms: number): Event[] => [
  ...bytesAt(10, '{"t":"hello","p":1}\n'),
  ...bytesAt(START, stateLine(s, held)),
  ...Array.from({ length: Math.floor(ms / 2000) }, (_, i) => bytesAt((i + 1) * 2000, PING)).flat(),
];

/** The start and end of each time with light that lies completely between two moments, in ms. */
export function lightsBetween(changes: [number, number][], start: number, end: number): [number, number][] {
  return changes.flatMap(([from, level], i): [number, number][] => {
    const to = changes[i + 1]?.[0];
    return level > 0 && from >= start && to !== undefined && to < end ? [[from, to]] : [];
  });
}
