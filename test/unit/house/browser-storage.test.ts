/** Where a browser forbids storage, these interfaces throw or reject. So each is used in a few places that handle that. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const SRC = fileURLToPath(new URL("../../../src/", import.meta.url));
const PLACES: Readonly<Record<string, { readonly use: RegExp; readonly files: readonly string[] }>> = {
  "the service worker": { use: /navigator\.serviceWorker/, files: ["device/serviceWorker.ts"] },
  "channels between tabs": {
    use: /new BroadcastChannel/,
    files: ["board/browserHost.ts", "device/channel.ts"], // the board layer imports nothing of the app
  },
  IndexedDB: { use: /indexedDB|"idb-keyval"/, files: ["device/storage.ts"] },
  localStorage: {
    use: /\blocalStorage\b(?!`)/,
    // The simulation has one of its own for each simulated browser.
    files: ["board/browserHost.ts", "board/readRememberedBoard.ts", "simulation/browser.ts"],
  },
  sessionStorage: { use: /\bsessionStorage\b/, files: [] },
  "Web Locks": {
    use: /navigator\.locks\./,
    files: ["alarm/createRingTabs.ts", "device/subscribedRooms.ts"],
  },
  caches: { use: /\bcaches\./, files: ["worker/languageCache.ts"] },
};

const sources = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path) && !path.includes("/words/"))
  .map((path) => ({ path, code: readFileSync(SRC + path, "utf8").replace(/^ ?\*.*|\/\*.*|\/\/ .*/gm, "") }));

test.each(Object.entries(PLACES))("%s are reached only in places that do without", (_, { use, files }) => {
  expect(
    sources
      .filter(({ code }) => use.test(code))
      .map(({ path }) => path)
      .sort(),
  ).toEqual(files);
});
