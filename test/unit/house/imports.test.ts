/*
 * Who may import whom in src, in party and in extension. The linter's rules are in .oxlintrc.json, where it is easy to lose one: an override replaces
 * earlier rules of the same name. So this test writes a small file for every pair of folders into a copy of the layout,
 * runs the linter with the real configuration on it, and looks at which imports are refused.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** For each folder of src the other folders of src that it may import. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  i18n: [],
  device: ["i18n"],
  room: ["i18n", "device"],
  ui: ["i18n", "device"],
  tomato: ["i18n", "room"],
  alarm: ["i18n", "device", "room"],
  board: [],
  programs: ["i18n", "board"],
  "features/share": ["i18n", "device", "room", "ui", "tomato", "alarm", "board", "programs"],
  simulation: ["i18n", "device", "room", "alarm", "board", "features/share", "features/device"],
  app: [
    "i18n",
    "device",
    "room",
    "ui",
    "tomato",
    "alarm",
    "board",
    "programs",
    "features/share",
    "simulation",
  ],
  prerender: ["i18n", "tomato", "app"],
  worker: ["i18n", "device", "room", "alarm"],
  embed: [],
};
const FOLDERS = Object.keys(ALLOWED);
/** Files in subfolders: their imports have more steps up. */
const SUBFOLDERS = ["i18n/first/words", "alarm/words", "ui/words", "worker/words", "features/share/words"];
const DEEP = [...SUBFOLDERS, "features/share/part/words"];

interface Import {
  /** A folder of src, or a file in src. */
  readonly from: string;
  /** A path from the root of the project, a package, or what the file itself writes (`./hid`). */
  readonly to: string;
  readonly isAllowed: boolean;
}

const baseOf = (folder: string): string =>
  FOLDERS.find((name) => `${folder}/`.startsWith(`${name}/`)) ?? folder;
const betweenFolders: Import[] = [...FOLDERS, ...DEEP].flatMap((from) =>
  [...FOLDERS, "features/device"].map((to) => {
    const isAbove = from === "app" || from === "simulation";
    const [own, target] = [baseOf(from), to === "features/device" && isAbove ? "features/share" : to];
    const isAllowed = target === own || (ALLOWED[own] ?? []).includes(target);
    return { from, to: `src/${to}/module`, isAllowed };
  }),
);
const everywhere: Import[] = [...FOLDERS, ...DEEP, "room/deep"].flatMap((from) => [
  { from, to: "party/shared/pomodoro", isAllowed: true },
  { from, to: "party/server", isAllowed: false },
  { from, to: "party/room/storage", isAllowed: from === "simulation" },
  { from, to: "party/room/push/storage", isAllowed: from === "simulation" },
  { from, to: "party/http/routing", isAllowed: false },
  { from, to: "party/ops/build", isAllowed: false },
  { from, to: "extension/background", isAllowed: false },
  { from, to: "node:fs", isAllowed: false },
  { from, to: "valibot", isAllowed: true },
]);
const special: Import[] = [
  { from: "board", to: "solid-js", isAllowed: false },
  { from: "programs/avr", to: "solid-js", isAllowed: false },
  { from: "worker", to: "solid-js", isAllowed: false },
  { from: "embed", to: "solid-js", isAllowed: false },
  { from: "worker/words", to: "solid-js/web", isAllowed: false },
  { from: "room", to: "solid-js", isAllowed: true },
  ...["serial.ts", "hid.ts"].flatMap((file): Import[] => [
    { from: `board/${file}`, to: "solid-js", isAllowed: false },
    { from: `board/${file}`, to: "node:fs", isAllowed: false },
    { from: `board/${file}`, to: "party/room/storage", isAllowed: false },
    { from: `board/${file}`, to: "src/room/module", isAllowed: false },
    { from: `board/${file}`, to: file === "hid.ts" ? "./serial" : "./hid", isAllowed: false },
    { from: `board/${file}`, to: "./board", isAllowed: true },
    { from: `board/${file}`, to: "party/shared/pomodoro", isAllowed: true },
  ]),
];
/** For each folder of party the other parts of party that it may import. */
const ALLOWED_IN_PARTY: Readonly<Record<string, readonly string[]>> = {
  "party/shared": [],
  "party/room": ["party/shared"],
  "party/http": ["party/shared", "party/room"],
  "party/platform": ["party/shared", "party/room", "party/http", "party/server"],
  "party/ops": ["party/shared"],
};
const inParty: Import[] = [...Object.keys(ALLOWED_IN_PARTY), "party/room/push", "party/http/openapi"].flatMap(
  (from) => {
    const own = from.split("/").slice(0, 2).join("/");
    const parts = [...Object.keys(ALLOWED_IN_PARTY), "party/server"];
    return [
      ...parts.map((to) => ({
        from,
        to: to === "party/server" ? to : `${to}/module`,
        isAllowed: to === own || (ALLOWED_IN_PARTY[own] ?? []).includes(to),
      })),
      { from, to: "src/room/module", isAllowed: false },
      { from, to: "extension/background", isAllowed: false },
      { from, to: "node:fs", isAllowed: own === "party/ops" },
      { from, to: "valibot", isAllowed: true },
    ];
  },
);
/** The files of the machine: `no-cycle` of the linter keeps their imports in one direction. */
const MACHINE = ["phases", "moment", "timerActions", "deadlines", "pomodoro"];
const machine: Import[] = MACHINE.flatMap((file): Import[] => [
  { from: `party/shared/${file}.ts`, to: "./settings", isAllowed: true },
  { from: `party/shared/${file}.ts`, to: "./team", isAllowed: true },
  ...MACHINE.filter((other) => other !== file && other !== "pomodoro").map((other) => ({
    from: `party/shared/${file}.ts`,
    to: `./${other}`,
    isAllowed: true,
  })),
  { from: `party/shared/${file}.ts`, to: "./codec", isAllowed: false },
  { from: `party/shared/${file}.ts`, to: "valibot", isAllowed: false },
]);
/** For each folder of extension the others that it may import, and whether it may draw. */
const ALLOWED_IN_EXTENSION: Readonly<Record<string, readonly string[]>> = {
  core: [],
  words: ["core"],
  shell: ["core", "words"],
  pages: ["core", "words"],
};
const inExtension: Import[] = Object.entries(ALLOWED_IN_EXTENSION).flatMap(([own, allowed]): Import[] => {
  const from = `extension/${own}`;
  return [
    ...Object.keys(ALLOWED_IN_EXTENSION).map((to) => ({
      from,
      to: `extension/${to}/module`,
      isAllowed: to === own || allowed.includes(to),
    })),
    ...["room", "tomato", "i18n", "ui"].map((to) => ({ from, to: `src/${to}/module`, isAllowed: true })),
    ...["app", "alarm", "device", "worker"].map((to) => ({ from, to: `src/${to}/module`, isAllowed: false })),
    { from, to: "party/shared/pomodoro", isAllowed: true },
    { from, to: "party/room/storage", isAllowed: false },
    { from, to: "extension/manifest", isAllowed: false },
    { from, to: "node:fs", isAllowed: false },
    { from, to: "solid-js", isAllowed: own === "pages" },
    { from, to: "valibot", isAllowed: true },
  ];
});
const IMPORTS = [...betweenFolders, ...everywhere, ...special, ...inParty, ...machine, ...inExtension];

let layout: string;
/** What the linter refuses, as `src/board/serial.ts: node:fs`. */
let refused: ReadonlySet<string>;

function fileOf({ from }: Import): string {
  const path = /^(party|extension)\//.test(from) ? from : `src/${from}`;
  return from.endsWith(".ts") ? path : `${path}/file.ts`;
}
/** The import as the file writes it. */
function specifierOf(one: Import): string {
  if (!/^(src|party|extension)\//.test(one.to)) return one.to;
  const path = relative(dirname(fileOf(one)), one.to);
  return path.startsWith(".") ? path : `./${path}`;
}
const keyOf = (one: Import): string => `${fileOf(one)}: ${specifierOf(one)}`;

beforeAll(() => {
  layout = mkdtempSync(join(tmpdir(), "imports-"));
  symlinkSync(`${ROOT}node_modules`, join(layout, "node_modules"));
  copyFileSync(`${ROOT}.oxlintrc.json`, join(layout, ".oxlintrc.json"));
  for (const file of new Set(IMPORTS.map(fileOf))) {
    const specifiers = IMPORTS.filter((one) => fileOf(one) === file).map(specifierOf);
    const lines = [...new Set(specifiers)].map(
      (specifier, i) => `export { a as a${i} } from "${specifier}";\n`,
    );
    mkdirSync(join(layout, dirname(file)), { recursive: true });
    writeFileSync(join(layout, file), lines.join(""));
  }
  const { stdout } = spawnSync(
    `${ROOT}node_modules/.bin/oxlint`,
    ["--format", "json", "src", "party", "extension"],
    {
      cwd: layout,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { message: string; code: string; filename: string }[];
  };
  const found = diagnostics
    .filter(({ code }) => code.includes("no-restricted-imports"))
    .map(({ filename, message }) => `${filename}: ${/'([^']+)'/.exec(message)?.[1] ?? message}`);
  refused = new Set(found);
}, 60_000);
afterAll(() => rmSync(layout, { recursive: true, force: true }));

describe("the linter's rules about imports", () => {
  test("every forbidden import is refused", () => {
    const forbidden = IMPORTS.filter(({ isAllowed }) => !isAllowed).map(keyOf);
    expect(forbidden.length).toBeGreaterThan(100);
    expect(forbidden.filter((key) => !refused.has(key))).toEqual([]);
  });

  test("every allowed import passes", () => {
    const allowed = IMPORTS.filter(({ isAllowed }) => isAllowed).map(keyOf);
    expect(allowed.length).toBeGreaterThan(50);
    expect(allowed.filter((key) => refused.has(key))).toEqual([]);
  });
});
