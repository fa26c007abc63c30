/** Collects the errors of a browser profile in all tabs, frames and workers, with violations of the security policy. */
import type { BrowserContext } from "playwright-core";

/** Errors that Chromium prints when the network is lost. */
const NETWORK_ERRORS = /WebSocket connection to .* failed|net::ERR_|error occurred when fetching the script/;

/**
 * Returns a list to which later errors are added. A violation of the content security policy is reported twice, by the
 * page's event and by the console, because either alone could be missed: a script may stop the event, and the console
 * may be filtered.
 */
export async function collectPageErrors(context: BrowserContext): Promise<string[]> {
  const errors: string[] = [];
  context.on("weberror", (error) => errors.push(`error: ${error.error().message}`));
  context.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !NETWORK_ERRORS.test(text)) errors.push(`console: ${text}`);
  });
  await context.exposeBinding("reportViolation", (_, what: string) =>
    errors.push(`content security policy: ${what}`),
  );
  await context.addInitScript(() => {
    addEventListener(
      "securitypolicyviolation",
      ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) => {
        const page = globalThis as unknown as { reportViolation(what: string): void };
        page.reportViolation(`${effectiveDirective}, ${blockedURI}, ${sourceFile}:${lineNumber}`);
      },
    );
  });
  // A worker has no such binding, so it prints to its console.
  context.on("serviceworker", (worker) => {
    const listening = worker.evaluate(() => {
      addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
        console.error(`content security policy: ${effectiveDirective}, ${blockedURI}`),
      );
    });
    listening.catch(() => {}); // the worker has ended
  });
  return errors;
}
