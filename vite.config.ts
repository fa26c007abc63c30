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
import { simulatedProgramsPlugin } from "./src/simulatedPrograms.mjs";
import { simulatorPage } from "./src/simulatorPage.mjs";
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

/** Tests that measure milliseconds, or need an emulator to be in time: one at a time. */
const ALONE = [
  "test/browser/clock.test.ts",
  "test/browser/sound-time.test.ts",
  "test/firmware/microbit-chip.test.ts",
];
/** Tests of the firmware that need a compiler or an emulator, or that mostly wait: they run with those of the server. */
const SLOW_FIRMWARE = [
  "test/firmware/build.test.ts",
  "test/firmware/install-esp32.test.ts",
  "test/firmware/install-micropython.test.ts",
];
/** How many files of the tests of servers and browsers run at the same time. With four, all take as long, and each test longer. */
const TOGETHER = 3;
/** For projects whose files share their modules. */
const END_OF_FILE = ["test/harness/end-of-file.ts"];
/** The options of tests with real servers, browsers and firmware; times in ms. */
const WITH_SERVERS: NonNullable<UserConfig["test"]> = {
  root: ".",
  environment: "node",
  globalSetup: ["test/harness/build.ts"],
  testTimeout: 180_000, // a busy machine takes three times as long; a test that hangs still ends
  hookTimeout: 120_000,
  expect: { poll: { timeout: 30_000 } },
  setupFiles: END_OF_FILE,
};

/** The files of each project that take longest: they start first, so that no worker is left alone with one of them. */
const LONGEST = [
  "test/firmware/install-unplugged.test.ts",
  "test/firmware/install-uno.test.ts",
  "test/unit/shared/client-messages.test.ts",
  "test/firmware/uno-time.test.ts",
  "test/resilience/disturb.test.ts", // mostly waits
  "test/browser/board/hidden.test.ts", // waits for a minute
  "test/engines/series.test.ts",
  "test/engines/looks.test.ts",
  "test/engines/network.test.ts",
  "test/engines/small.test.ts",
  "test/browser/no-websockets.test.ts",
  "test/browser/alarm.test.ts",
  "test/security/attacks.test.ts",
  "test/server/upgrade.test.ts",
  "test/server/push-before.test.ts",
  "test/server/hooks.test.ts",
  "test/server/push-responses.test.ts",
  "test/resilience/faults.test.ts",
  "test/server/history.test.ts",
  "test/server/sleeping-rings.test.ts",
  "test/server/crash.test.ts",
  "test/server/unseen.test.ts",
  "test/firmware/install-micropython.test.ts",
  "test/browser/notification.test.ts",
  "test/browser/team-hour.test.ts",
  "test/browser/waiting.test.ts",
  "test/browser/board/cable.test.ts",
  "test/browser/board/put-on.test.ts",
  "test/browser/board/tabs.test.ts",
  "test/engines/no-storage.test.ts",
  "test/browser/board/put-on-pico.test.ts",
  "test/browser/network.test.ts",
  "test/browser/board/press.test.ts",
  "test/browser/https.test.ts",
  "test/engines/extension.test.ts",
];
const placeOf = ({ moduleId }: TestSpecification): number => {
  const at = LONGEST.findIndex((one) => moduleId.endsWith(one));
  return at === -1 ? LONGEST.length : at;
};

const folderOf = ({ moduleId }: TestSpecification): string =>
  moduleId.split("/test/")[1]?.split("/")[0] ?? "";

/**
 * The longest files of each folder first. The folders of a project are mixed, each from its first file to its last one:
 * the tests of the server mostly wait, and leave the processor to those of browsers.
 */
class MixedOrder implements TestSequencer {
  sort(files: TestSpecification[]): TestSpecification[] {
    const names = [...new Set(files.map(folderOf))];
    return names
      .flatMap((name) => {
        const own = files.filter((file) => folderOf(file) === name);
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

const solidPlugin = () =>
  solid({
    babel: { plugins: [staticClasses] },
    solid: { moduleName: `${import.meta.dirname}/src/ui/dom.ts` },
  });
/** Short class names, because the app has a budget in bytes. */
const css: UserConfig["css"] = { modules: { generateScopedName: "[hash:base64:5]" } };
const build: UserConfig["build"] = {
  outDir: "../dist/app",
  target: BUILD_TARGETS,
  modulePreload: { polyfill: false },
  assetsInlineLimit: 0, // the content security policy allows no data: addresses
};

export default defineConfig({
  root: "src",
  cacheDir: "../node_modules/.vite",
  plugins: [
    solidPlugin(),
    unusedPartsPlugin(),
    esModules(),
    bundleAlone("@elgato-stream-deck/webhid", ["openDevice"]),
    serveFirmware(),
    simulatedProgramsPlugin(),
    simulatorPage(() => [solidPlugin(), simulatedProgramsPlugin(), subsetFontPlugin()], { css, build }),
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
        // it, its files come from the internet, the people and the tasks of a room, undo, the invitation after a press, a
        // set start, turning the tomato, telling rooms about notifications, and a room over HTTP. The browser's own cache
        // keeps the readers of damaged links and of launches, the small window, the overlay, other views of the screen, the
        // celebration of a set, the sound while working, a chime of one's own, and what several tabs of a room need, after
        // their first use. The monochrome icon is stored by the system.
        globIgnores: [
          "assets/History-*",
          "assets/texts-*", // what it shares with the list of today
          "assets/MakeBoard-*",
          "assets/browserHost-*",
          "assets/hidModels-*",
          "assets/openDeck-*",
          "assets/jpeg.worker-*",
          "assets/{serial,session}-*", // a board on a cable
          "assets/*nstall-*", // puts a program on a board
          "assets/usbIds-*",
          "assets/*.{makeBoard,putOn,micropython,turn}-*",
          "assets/portBytes-*",
          "assets/flash-*", // its large parts, and what esptool-js starts on a chip
          "assets/esp*-*",
          "assets/rom-*",
          "assets/Hooks-*", // the services that a room tells
          "assets/{TitleField,giveTitle}-*", // the name of a room
          "assets/*.title-*",
          "assets/*.hooks-*",
          "assets/Offers-*",
          "assets/Faces-*",
          "assets/{RoomState,askRoom}-*",
          "assets/Invite-*",
          "assets/Join-*",
          "assets/Tasks-*",
          "assets/TeamLine-*",
          "assets/Turn-*",
          "assets/listEditor-*",
          "assets/workLog-*",
          "assets/moreActions-*",
          "assets/Start-*",
          "assets/People-*",
          "assets/readLink-*",
          "assets/Later-*",
          "assets/Views-*",
          "assets/words-*", // of other views of the screen
          "assets/Celebration-*", // loaded in the last work of a set
          "assets/Wide-*",
          "assets/{BigScreen,bigScreen}-*",
          "assets/{Vine,vine}-*",
          "assets/playWorking-*",
          "assets/workingSound-*",
          "assets/ownChime-*",
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
        // Its build would print what the build of the app does not.
        buildPlugins: { vite: [{ name: "quiet", config: () => ({ logLevel: "warn" }) }] },
      },
    }),
  ],
  css,
  build: {
    ...build,
    license: { fileName: "licenses.txt" }, // some licences of what is built in ask for their text
    emptyOutDir: true,
    rolldownOptions: {
      checks: { pluginTimings: false },
      output: {
        chunkFileNames: chunkFileName,
        codeSplitting: { groups: chunkGroups(`${import.meta.dirname}/src/`) },
      },
    },
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
          setupFiles: END_OF_FILE,
          testTimeout: 30_000, // property tests on a busy machine
          root: ".",
          environment: "node",
          include: [
            "test/unit/**/*.test.ts",
            "test/firmware/**/*.test.ts",
            "test/model/**/*.test.ts",
            "test/resilience/check-log.test.ts",
            "test/simulation/simulation.test.ts",
            "test/security/supply-chain.test.ts",
          ],
          exclude: [...SLOW_FIRMWARE, ...ALONE],
        },
      },
      {
        // Without the plugins: Solid's makes Node import what packages offer to browsers, as which Puppeteer starts none.
        test: {
          ...WITH_SERVERS,
          name: "slow",
          isolate: false, // the files of a worker share the modules that they import, and the browser
          include: [
            "test/{server,browser,engines}/**/*.test.ts",
            ...SLOW_FIRMWARE,
            "test/resilience/{disturb,faults}.test.ts",
            "test/security/{attacks,pages}.test.ts",
          ],
          exclude: ALONE,
          maxWorkers: TOGETHER,
          sequence: { groupOrder: 1 }, // after the fast ones, which need all cores
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
