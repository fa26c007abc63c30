/** What the content security policy would forbid, found in the built files before any browser meets it. */

const HTML: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a script without an address", /<script(?![^>]*\ssrc=)[^>]*>/gi],
  ["a style element", /<style[\s>]/gi],
  ["a style attribute", /<[a-z][^<>`]*\sstyle\s*=/gi],
  ["a handler in an attribute", /<[a-z][^<>`]*\son[a-z]+\s*=/gi],
  ["an address that is a script", /["'=]\s*javascript:/gi],
  ["an address of another host", /<(?:script|link|img|iframe)\b[^>]*(?:src|href)="?(?:https?:)?\/\//gi],
];
const SCRIPT: typeof HTML = [
  // Templates are HTML in a script; the framework gives the browser those, and only those.
  ...HTML.filter(([what]) => !what.startsWith("a script") && what !== "a style element"),
  ["a style as text", /setAttribute\(\s*["'`]style["'`]/g],
  ["HTML made at run time", /\.(?:insertAdjacentHTML|outerHTML\s*=|srcdoc\s*=)|document\.write/g],
  ["code made at run time", /\beval\(|new Function\(|(?:setTimeout|setInterval)\(\s*["'`]/g],
  ["a script of another host", /import(?:Scripts)?\(\s*["'`](?:https?:)?\/\//g],
];
const STYLE: typeof HTML = [
  ["a file within", /url\(\s*["']?data:/gi],
  ["a file of another host", /(?:url\(\s*["']?|@import\s+["']?)(?:https?:)?\/\//gi],
];

/** Everything found in a file of this name, as sentences; `.html`, `.js` and `.css` are read. */
export function findInlineCode(name: string, text: string): string[] {
  const rules = name.endsWith(".html")
    ? HTML
    : name.endsWith(".js")
      ? SCRIPT
      : name.endsWith(".css")
        ? STYLE
        : [];
  return rules.flatMap(([what, pattern]) =>
    [...text.matchAll(pattern)].map(({ 0: found }) => `${name}: ${what}: ${found.slice(0, 120)}`),
  );
}
