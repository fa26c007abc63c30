/** Which interfaces of the web the built app uses, and which of them a supported browser lacks by MDN's data. */
import { createRequire } from "node:module";
import type { CompatData, Identifier, SimpleSupportStatement } from "@mdn/browser-compat-data";
import { parseSync } from "vite";
import { SUPPORTED_BROWSERS } from "../../src/supportedBrowsers.mjs";

type BrowserName = keyof typeof SUPPORTED_BROWSERS;
const data = createRequire(import.meta.url)("@mdn/browser-compat-data") as CompatData;
const NAMES = Object.keys(SUPPORTED_BROWSERS) as BrowserName[];

/** The browsers of the list that lack what this entry describes. */
function missingIn(entry: Identifier): BrowserName[] {
  const support = entry.__compat?.support;
  if (support === undefined) return [];
  return NAMES.filter((name) => {
    const statements = [support[name] ?? []].flat() as SimpleSupportStatement[];
    return !statements.some((statement) => isSince(statement, SUPPORTED_BROWSERS[name]));
  });
}

function isSince(statement: SimpleSupportStatement, version: string): boolean {
  const {
    version_added: added,
    version_removed: removed,
    flags,
    prefix,
    alternative_name: other,
  } = statement;
  if (typeof added !== "string" || removed !== undefined) return false;
  if (flags !== undefined || prefix !== undefined || other !== undefined) return false;
  if (added === "preview") return false;
  const [wanted, has] = [version, added.replace("≤", "")].map((text) => text.split(".").map(Number));
  const [major = 0, minor = 0] = has ?? [];
  const [ownMajor = 0, ownMinor = 0] = wanted ?? [];
  return major < ownMajor || (major === ownMajor && minor <= ownMinor);
}

const membersOf = (group: Identifier): [string, Identifier][] =>
  Object.entries(group).filter(([name]) => name !== "__compat") as [string, Identifier][];

/** Entries by the name that a script uses: a global, or a member of any interface. */
function indexScripts(): { globals: Map<string, Identifier>; members: Map<string, Identifier[]> } {
  const globals = new Map<string, Identifier>();
  const members = new Map<string, Identifier[]>();
  for (const group of [data.api, data.javascript["builtins"] as Identifier]) {
    for (const [name, entry] of membersOf(group as Identifier)) {
      globals.set(name, entry);
      for (const [member, inner] of membersOf(entry)) {
        const key = member.replace(/_static$/, "");
        members.set(key, [...(members.get(key) ?? []), inner]);
      }
    }
  }
  return { globals, members };
}

/** What the scripts use and a supported browser lacks: the browsers by name. */
export function unsupportedInScripts(sources: readonly string[]): Map<string, readonly BrowserName[]> {
  const { globals, members } = indexScripts();
  const found = new Map<string, readonly BrowserName[]>();
  /** Members of the scripts' own objects; a use of such a name says nothing about the browser. */
  const own = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== "object" || node === null) return;
    const { type, ...fields } = node as { type?: string } & Record<string, unknown>;
    if (type === "ObjectExpression" || type === "ClassBody") {
      for (const { computed, key } of (fields["properties"] ?? fields["body"]) as Member[]) {
        if (computed === false && key !== undefined) own.add(String(key.name ?? key.value));
      }
    }
    if (type === "Identifier") {
      const entry = globals.get(String(fields["name"]));
      const missing = entry === undefined ? [] : missingIn(entry);
      if (missing.length > 0) found.set(String(fields["name"]), missing);
    }
    if (type === "MemberExpression" && fields["computed"] === false) {
      const { name } = fields["property"] as { name: string };
      const entries = members.get(name) ?? [];
      const lacking = entries.map(missingIn);
      // A member that some interface has everywhere is taken for that one.
      if (lacking.length > 0 && lacking.every((names) => names.length > 0)) {
        found.set(name, [...new Set(lacking.flat())]);
      }
      return visit(fields["object"]);
    }
    if (type === "Property" || type === "MethodDefinition" || type === "PropertyDefinition") {
      if (fields["computed"] === true) visit(fields["key"]);
      return visit(fields["value"]);
    }
    Object.values(fields).forEach(visit);
  };
  for (const source of sources) visit(parseSync("script.js", source, { sourceType: "module" }).program);
  return new Map([...found].filter(([name]) => !own.has(name)));
}
interface Member {
  readonly computed?: boolean;
  readonly key?: { readonly name?: string; readonly value?: unknown };
}

/** What the style sheets use and a supported browser lacks: the browsers by name. */
export function unsupportedInStyles(source: string): Map<string, readonly BrowserName[]> {
  const css = data.css as unknown as Record<string, Identifier>;
  const at = (group: string, name: string): Identifier | undefined =>
    (css[group] as unknown as Record<string, Identifier> | undefined)?.[name];
  const functions = new Map<string, Identifier>();
  const collect = (group: Identifier): void => {
    for (const [name, entry] of membersOf(group)) {
      if (!functions.has(name)) functions.set(name, entry);
      collect(entry);
    }
  };
  if (css["types"] !== undefined) collect(css["types"]);
  const used: [string, Identifier | undefined][] = [
    ...matches(source, /[{;]\s*([a-z-]+)\s*:/g).map((name): [string, Identifier | undefined] => [
      name,
      at("properties", name),
    ]),
    ...matches(matches(source, /([^{}]+)\{/g).join("\n"), /::?([a-z-]+)/g).map(
      (name): [string, Identifier | undefined] => [`:${name}`, at("selectors", name)],
    ),
    ...matches(source, /@([a-z-]+)/g).map((name): [string, Identifier | undefined] => [
      `@${name}`,
      at("at-rules", name),
    ]),
    ...matches(source, /([a-z-]+)\(/g).map((name): [string, Identifier | undefined] => [
      `${name}()`,
      functions.get(name),
    ]),
  ];
  return new Map(
    used
      .map(([name, entry]) => [name, entry === undefined ? [] : missingIn(entry)] as const)
      .filter(([, missing]) => missing.length > 0),
  );
}

const matches = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, name = ""]) => name)),
];
