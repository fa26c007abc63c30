/** How the checks on the simulated bus are reported, and what they have in common. */
import type { Page } from "playwright-core";
import { openHostSheet } from "../harness/host-page";
import type { Server } from "../harness/server";
import { within } from "../harness/wait";

/** The policies allow boards only for 127.0.0.1 on this port. */
export const PORT = 1999;
const CHECK_TIMEOUT_MS = 30_000;
const STORAGE_KEY = "shared-pomodoro board";

export const results = { passed: 0, failed: 0 };

/** Runs one check and says what it found. */
export async function check(
  sentence: string,
  act: () => Promise<void>,
  limitMs = CHECK_TIMEOUT_MS,
): Promise<void> {
  try {
    await within(limitMs, "the end of this check", act());
    results.passed++;
    console.log(`ok      ${sentence}`);
  } catch (error) {
    results.failed++;
    console.log(`FAILED  ${sentence}\n        ${String(error).replaceAll("\n", "\n        ")}`);
  }
}
export function checkEqual(actual: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`it is ${a} and should be ${b}`);
}

/** Makes the board one that this device remembers, because only a person can use the browser's picker. */
export const rememberBoard = async (page: Page, key: string): Promise<void> => {
  await page.evaluate(([name, key]) => localStorage.setItem(name, key), [STORAGE_KEY, key] as const);
  await page.reload();
  await openHostSheet(page);
};

/** Actions of somebody else in the room of `link`, one after the other; they must succeed. */
export async function act(
  server: Server,
  link: URL,
  ...actions: readonly (string | { readonly action: string; readonly number_cycles: number })[]
): Promise<void> {
  const room = link.pathname.split("/").at(-1) ?? "";
  for (const action of actions) {
    const response = await fetch(server.room(room), {
      method: "POST",
      headers: { authorization: `Bearer ${link.hash.slice(1)}` },
      body: JSON.stringify(typeof action === "string" ? { action } : action),
    });
    const isIdleAlready = action === "reset" && response.status === 409;
    if (!isIdleAlready) checkEqual([action, response.status], [action, 200]);
  }
}
