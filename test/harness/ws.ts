/**
 * The package `ws`, imported by its path: vite-plugin-solid makes vitest use the import condition "browser", under which
 * the name `ws` is a stub that only throws.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import type * as Ws from "ws";

const require = createRequire(import.meta.url);
const folder = join(require.resolve("ws/package.json"), "..");

export const { WebSocket, WebSocketServer } = require(join(folder, "index.js")) as typeof Ws;
