/** Finds out why a part of this version could not be loaded. */

/**
 * Whether the server answers and has another version of the app. `error`: the message of the failed `import()`, which
 * names the file in most browsers. Resolves to false without a network.
 */
export async function isGone(error: string): Promise<boolean> {
  const [path] = /\/assets\/[\w.-]+/.exec(error) ?? [];
  try {
    return (path !== undefined && (await isMissing(path))) || (await isOldPage());
  } catch {
    return false;
  }
}

/** Some servers answer with their page instead of a 404. */
async function isMissing(path: string): Promise<boolean> {
  const { status, headers } = await fetch(path, { cache: "no-store" });
  return status === 404 || status === 410 || headers.get("content-type")?.startsWith("text/html") === true;
}

/** Whether the server's page names another first script than this page, which has some more that are not of the build. */
async function isOldPage(): Promise<boolean> {
  const response = await fetch("/?newest", { cache: "no-store" }); // the query keeps the service worker from answering
  const script = document.querySelector("script[src^='/assets/']")?.getAttribute("src");
  const page = response.ok ? await response.text() : "";
  return page.includes('id="app"') && typeof script === "string" && !page.includes(script);
}
