/** Finds code in the built files that the content security policy forbids. */

const HTML_RULES: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a script without an address", /<script(?![^>]*\ssrc=)[^>]*>/gi],
  ["a style element", /<style[\s>]/gi],
  ["a style attribute", /<[a-z][^<>`]*\sstyle\s*=/gi],
  ["a handler in an attribute", /<[a-z][^<>`]*\son[a-z]+\s*=/gi],
  ["an address that is a script", /["'=]\s*javascript:/gi],
  ["an address of another host", /<(?:script|link|img|iframe)\b[^>]*(?:src|href)="?(?:https?:)?\/\//gi],
];
const SCRIPT_RULES: typeof HTML_RULES = [
  // A template of the framework is HTML in a script. So the rules for HTML hold there too, but for scripts and styles.
  ...HTML_RULES.filter(([what]) => !what.startsWith("a script") && what !== "a style element"),
  ["a style as text", /setAttribute\(\s*["'`]style["'`]/g],
  ["HTML made at run time", /\.(?:insertAdjacentHTML|outerHTML\s*=|srcdoc\s*=)|document\.write/g],
  ["code made at run time", /\beval\(|new Function\(|(?:setTimeout|setInterval)\(\s*["'`]/g],
  ["a script of another host", /import(?:Scripts)?\(\s*["'`](?:https?:)?\/\//g],
];
const STYLE_RULES: typeof HTML_RULES = [
  ["a file within", /url\(\s*["']?data:/gi],
  ["a file of another host", /(?:url\(\s*["']?|@import\s+["']?)(?:https?:)?\/\//gi],
];

/** One line for each finding in a file of this name; only `.html`, `.js` and `.css` files have rules. */
export function findInlineCode(name: string, text: string): string[] {
  const rules = name.endsWith(".html")
    ? HTML_RULES
    : name.endsWith(".js")
      ? SCRIPT_RULES
      : name.endsWith(".css")
        ? STYLE_RULES
        : [];
  return rules.flatMap(([what, pattern]) =>
    [...text.matchAll(pattern)].map(({ 0: found }) => `${name}: ${what}: ${found.slice(0, 120)}`),
  );
}
