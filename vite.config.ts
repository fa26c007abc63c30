import { defineConfig } from "vitest/config";
import solid from "vite-plugin-solid";

/** The rooms' port under `npm run dev`; `party/selfhost/dev.mjs` passes it. */
const rooms = `http://127.0.0.1:${process.env.ROOMS_PORT ?? "1998"}`;

export default defineConfig({
  root: "src",
  plugins: [solid()],
  build: {
    outDir: "../dist/app",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What the first tomato needs comes as one file; everything else is loaded when it is wanted.
        codeSplitting: {
          groups: [
            {
              name: "tomato",
              test: /node_modules\/(solid-js|partysocket|valibot|idb-keyval)\/|\/party\/(access|answers|pomodoro|protocol)\.ts|\/src\/(room\/(?!nickname)|tomato\/|screen\/(?!Controls)|i18n\/(en|words)\.ts|sheets\/createSheets|ui\/(Icon|Later|createLater|theme|ui\.module|wishes))/,
            },
          ],
        },
      },
    },
    assetsInlineLimit: 0, // the content security policy allows no data: addresses
  },
  server: { host: "127.0.0.1", proxy: { "/parties": { target: rooms, ws: true } } },
  test: {
    // Every test runs in Node: what needs a browser starts a real one.
    projects: [
      {
        extends: true,
        test: {
          name: "fast",
          root: ".",
          environment: "node",
          include: ["test/party/**/*.test.ts", "test/src/**/*.test.ts", "test/firmware/**/*.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "whole",
          root: ".",
          environment: "node",
          include: ["test/room/**/*.test.ts", "test/browser/**/*.test.ts", "test/chain/**/*.test.ts"],
          globalSetup: ["test/tools/build.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 1, // two cores: browsers and servers of several files at once would only slow each other
        },
      },
    ],
  },
});
