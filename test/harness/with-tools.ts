/** Tests that need a tool which this machine may lack: they are skipped with a message, and fail where CI is "true". */
import { beforeEach, test } from "vitest";
import type { TestContext } from "vitest";
import { missingTools, NEEDS } from "./tools";
import type { ToolName } from "./tools";

function skipWithout(names: readonly ToolName[], { skip }: Pick<TestContext, "skip">): void {
  const missing = missingTools(names);
  if (missing.length === 0) return;
  const note = NEEDS + missing.join(", ");
  if (process.env["CI"] === "true") throw new Error(`${note}: npm run test:tools`);
  skip(note);
}

/**
 * Skips every test of this file, or of the `describe` around the call, where a tool is missing. Returns whether all are
 * there: hooks that need them must look, because they run even where each test is skipped.
 */
export function requireTools(...names: ToolName[]): boolean {
  beforeEach((context) => skipWithout(names, context));
  return missingTools(names).length === 0;
}

/** As `test`, for a test that needs these tools. */
export const testWith =
  (...names: ToolName[]) =>
  (title: string, run: () => void | Promise<void>, timeoutMs?: number): void =>
    test(
      title,
      async (context) => {
        skipWithout(names, context);
        await run();
      },
      timeoutMs,
    );
