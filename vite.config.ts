import { defineConfig } from "vitest/config";
import type { ViteUserConfig as UserConfig } from "vitest/config";
import type { TestSequencer, TestSpecification } from "vitest/node";
import { VitePWA } from "vite-plugin-pwa";
import type { ManifestOptions } from "vite-plugin-pwa";
import solid from "vite-plugin-solid";
import { serveFirmware } from "./firmware/vitePlugin.mjs";
import { bundleAlone } from "./src/bundleAlone.mjs";
import { chunkFileName, chunkGroups } from "./src/chunks.mjs";
import { embedPlugin } from "./src/embedPlugin.mjs";
import { esModules } from "./src/esModules.mjs";
import { prerenderPlugin } from "./src/prerender/plugin.mjs";
import { BUILD_TARGETS } from "./src/supportedBrowsers.mjs";
import { unusedPartsPlugin } from "./src/unusedParts.mjs";
import { staticClasses } from "./src/staticClasses.mjs";
import { subsetFontPlugin } from "./src/subsetFont.mjs";

/** The rooms' port under `npm run dev`; `party/ops/dev.ts` passes it. */
const rooms = `http://127.0.0.1:${process.env.ROOMS_PORT ?? "1998"}`;

const manifest: Partial<ManifestOptions> = {
  id: "/",
  name: "Shared Pomodoro",
  short_name: "Pomodoro",
  description: "One tomato, shared: a Pomodoro timer that everyone in the room sees and may press.",
  lang: "en",
  dir: "ltr",
  scope: "/",
  start_url: "/",
  display: "standalone",
  orientation: "any",
  theme_color: "#f2be8a",
  background_color: "#f2be8a",
  categories: ["productivity", "utilities"],
  launch_handler: { client_mode: ["focus-existing", "auto"] },
  icons: [
    { src: "/icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" },
    { src: "/pwa-192x192.png", sizes: "192x192", type: "image/png", purpose: "any" },
    { src: "/pwa-512x512.png", sizes: "512x512", type: "image/png", purpose: "any" },
    { src: "/maskable-icon-512x512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    { src: "/icon-mono.svg", sizes: "any", type: "image/svg+xml", purpose: "monochrome" },
  ],
  shortcuts: [
    {
      name: "Join a room",
      short_name: "Join",
      url: "/?sheet=join",
      icons: [{ src: "/pwa-192x192.png", sizes: "192x192" }],
    },
    {
      name: "Share this room",
      short_name: "Share",
      url: "/?sheet=share",
      icons: [{ src: "/pwa-192x192.png", sizes: "192x192" }],
    },
  ],
  screenshots: [
    {
      src: "/screenshots/phone.png",
      sizes: "780x1688",
      type: "image/png",
      form_factor: "narrow",
      label: "Work, on a phone",
    },
    {
      src: "/screenshots/phone-dark.png",
      sizes: "780x1688",
      type: "image/png",
      form_factor: "narrow",
      label: "A break that rings, by night",
    },
    {
      src: "/screenshots/desktop.png",
      sizes: "1280x800",
      type: "image/png",
      form_factor: "wide",
      label: "A short break, on a laptop",
    },
  ],
};

/** Tests that measure milliseconds or memory, load the machine, or need an emulator to be in time: one at a time. */
const ALONE = [
  "test/browser/clock.test.ts",
  "test/firmware/microbit-chip.test.ts",
  "test/resilience/disturb.test.ts",
  "test/security/attacks.test.ts",
];
/** Tests of the firmware that need a compiler or an emulator, or that mostly wait: they run with those of the server. */
const SLOW_FIRMWARE = [
  "test/firmware/build.test.ts",
  "test/firmware/install-esp32.test.ts",
  "test/firmware/install-micropython.test.ts",
];
/** How many files of the tests of servers and browsers run at the same time; on average they use half a core each. */
const TOGETHER = 4;
/** The options of tests with real servers, browsers and firmware; times in ms. */
const WITH_SERVERS: NonNullable<UserConfig["test"]> = {
  root: ".",
  environment: "node",
  globalSetup: ["test/harness/build.ts"],
  testTimeout: 60_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 10_000 } },
};

/** The files of each project that take longest: they start first, so that no worker is left alone with one of them. */
const LONGEST = [
  "test/firmware/install-unplugged.test.ts",
  "test/firmware/install-uno.test.ts",
  "test/unit/shared/client-messages.test.ts",
  "test/firmware/uno-time.test.ts",
  "test/browser/board/hidden.test.ts", // waits for a minute
  "test/server/push-crowd.test.ts",
  "test/server/push-responses.test.ts",
  "test/resilience/faults.test.ts",
  "test/browser/team-hour.test.ts",
  "test/server/push-before.test.ts",
  "test/server/unseen.test.ts",
  "test/server/crash.test.ts",
  "test/server/limits.test.ts",
  "test/firmware/install-micropython.test.ts",
  "test/browser/looks.test.ts",
  "test/browser/board/cable.test.ts",
  "test/browser/history.test.ts",
  "test/browser/network.test.ts",
  "test/engines/extension.test.ts",
  "test/browser/board/press.test.ts",
  "test/browser/series.test.ts",
  "test/browser/board/tabs.test.ts",
  "test/browser/alarm.test.ts",
  "test/browser/https.test.ts",
];
const placeOf = ({ moduleId }: TestSpecification): number => {
  const at = LONGEST.findIndex((one) => moduleId.endsWith(one));
  return at === -1 ? LONGEST.length : at;
};

/**
 * The longest files of each project first. Projects that run together are mixed, each from its first file to its last
 * one: the tests of the server mostly wait, and leave the processor to those of browsers.
 */
class MixedOrder implements TestSequencer {
  sort(files: TestSpecification[]): TestSpecification[] {
    const names = [...new Set(files.map(({ project }) => project.name))];
    return names
      .flatMap((name) => {
        const own = files.filter(({ project }) => project.name === name);
        own.sort((a, b) => placeOf(a) - placeOf(b));
        return own.map((file, i) => ({ file, share: (i + 0.5) / own.length }));
      })
      .sort((a, b) => a.share - b.share)
      .map(({ file }) => file);
  }
  shard(files: TestSpecification[]): TestSpecification[] {
    return files;
  }
}

export default defineConfig({
  root: "src",
  cacheDir: "../node_modules/.vite",
  plugins: [
    solid({
      babel: { plugins: [staticClasses] },
      solid: { moduleName: `${import.meta.dirname}/src/ui/dom.ts` },
    }),
    unusedPartsPlugin(),
    esModules(),
    bundleAlone("@elgato-stream-deck/webhid", ["openDevice"]),
    serveFirmware(),
    subsetFontPlugin(),
    embedPlugin(),
    prerenderPlugin(),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "worker",
      filename: "sw.ts",
      registerType: "prompt",
      injectRegister: null, // src/device/update.ts registers it
      manifest,
      includeManifestIcons: false, // the system stores the icons of an installed app; the two that notifications use are listed below
      injectManifest: {
        globPatterns: [
          "index.html",
          "old-browser.js",
          "assets/*.{js,css,woff2}",
          "icon*.svg",
          "pwa-192x192.png",
          "badge-96x96.png",
          "manifest.webmanifest",
        ],
        // Left out, since they need a network anyway: the history comes from the server, a board shows a room and presses
        // it, its files come from the internet, the people and the tasks of a room, a set start, telling rooms about
        // notifications, and a room over HTTP. The browser's own cache keeps the readers of damaged links and of launches,
        // the small window, the overlay, and what several tabs of a room need, after their first use. The monochrome icon is stored by
        // the system.
        globIgnores: [
          "assets/History-*",
          "assets/MakeBoard-*",
          "assets/browserHost-*",
          "assets/hidModels-*",
          "assets/openDeck-*",
          "assets/jpeg.worker-*",
          "assets/session-*", // a board on a cable
          "assets/*nstall-*", // puts a program on a board
          "assets/usbIds-*",
          "assets/*.{makeBoard,putOn,micropython}-*",
          "assets/portBytes-*",
          "assets/flash-*", // its large parts, and what esptool-js starts on a chip
          "assets/esp*-*",
          "assets/rom-*",
          "assets/Hooks-*", // the services that a room tells
          "assets/*.hooks-*",
          "assets/Tasks-*",
          "assets/TeamLine-*",
          "assets/listEditor-*",
          "assets/workLog-*",
          "assets/moreActions-*",
          "assets/Start-*",
          "assets/People-*",
          "assets/readLink-*",
          "assets/Launches-*",
          "assets/Floating-*",
          "assets/Overlay-*",
          "assets/subscribe-*",
          "assets/unsubscribe-*",
          "assets/createRingTabs-*",
          "assets/plainRoomOf-*",
          "assets/httpLink-*",
          "icon-mono.svg",
        ],
        rollupFormat: "iife",
      },
    }),
  ],
  // Short class names, because the app has a budget in bytes.
  css: { modules: { generateScopedName: "[hash:base64:5]" } },
  build: {
    outDir: "../dist/app",
    license: { fileName: "licenses.txt" }, // some licences of what is built in ask for their text
    emptyOutDir: true,
    target: BUILD_TARGETS,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        chunkFileNames: chunkFileName,
        codeSplitting: { groups: chunkGroups(`${import.meta.dirname}/src/`) },
      },
    },
    assetsInlineLimit: 0, // the content security policy allows no data: addresses
  },
  server: { host: "127.0.0.1", proxy: { "/parties": { target: rooms, ws: true } } },
  test: {
    environment: "node",
    sequence: { sequencer: MixedOrder },
    reporters: ["default", `${import.meta.dirname}/test/harness/tools-reporter.ts`],
    // Every test runs in Node; a test that needs a browser starts a real one.
    projects: [
      {
        extends: true,
        test: {
          name: "fast",
          maxWorkers: "100%", // one fewer by default, which leaves one of two cores unused
          isolate: false, // the files of a worker share the modules that they import, which takes a quarter less time
          testTimeout: 30_000, // property tests on a busy machine
          root: ".",
          environment: "node",
          include: [
            "test/unit/**/*.test.ts",
            "test/firmware/**/*.test.ts",
            "test/resilience/check-log.test.ts",
            "test/security/supply-chain.test.ts",
          ],
          exclude: [...SLOW_FIRMWARE, ...ALONE],
        },
      },
      {
        extends: true,
        test: {
          ...WITH_SERVERS,
          name: "server",
          include: ["test/server/**/*.test.ts", ...SLOW_FIRMWARE, "test/resilience/faults.test.ts"],
          maxWorkers: TOGETHER,
          sequence: { groupOrder: 1 }, // after the fast ones, which need all cores
        },
      },
      {
        extends: true,
        test: {
          ...WITH_SERVERS,
          name: "browser",
          include: ["test/browser/**/*.test.ts", "test/security/pages.test.ts"],
          exclude: ALONE,
          maxWorkers: TOGETHER,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // Without the plugins: Solid's makes Node import what packages offer to browsers, as which Puppeteer starts none.
        test: {
          ...WITH_SERVERS,
          name: "engines",
          include: ["test/engines/**/*.test.ts"],
          maxWorkers: TOGETHER,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...WITH_SERVERS,
          name: "alone",
          include: ALONE,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
