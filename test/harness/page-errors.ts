/** What a browser profile complains of, in every tab, frame and worker: errors, and what the security policy forbade. */
import type { BrowserContext } from "playwright-core";

/** What a lost network says by itself. */
const NETWORK_ERRORS = /WebSocket connection to .* failed|net::ERR_|error occurred when fetching the script/;

/**
 * From now on: whatever is complained of is in the list that comes back. A violation of the content security policy is
 * heard of twice, from the page's own event and from the console, since either alone could be missed: a page's script
 * may swallow the event, and the console may be filtered.
 */
export async function collectPageErrors(context: BrowserContext): Promise<string[]> {
  const complaints: string[] = [];
  context.on("weberror", (error) => complaints.push(`error: ${error.error().message}`));
  context.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !NETWORK_ERRORS.test(text)) complaints.push(`console: ${text}`);
  });
  await context.exposeBinding("complainOfViolation", (_, what: string) =>
    complaints.push(`content security policy: ${what}`),
  );
  await context.addInitScript(() => {
    addEventListener(
      "securitypolicyviolation",
      ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) => {
        const page = globalThis as unknown as { complainOfViolation(what: string): void };
        page.complainOfViolation(`${effectiveDirective}, ${blockedURI}, ${sourceFile}:${lineNumber}`);
      },
    );
  });
  // A worker has no such binding, but its console is heard.
  context.on("serviceworker", (worker) => {
    const listening = worker.evaluate(() => {
      addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
        console.error(`content security policy: ${effectiveDirective}, ${blockedURI}`),
      );
    });
    listening.catch(() => {}); // it has ended before it did anything
  });
  return complaints;
}
