/** `npm start`: checks the settings, builds what is not built, starts workerd, and ends with it. */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { buildIfNeeded } from "./build";
import { readSettings } from "./environment";
import { print } from "./print";
import { readVapidSettings } from "./vapidKeys";
import { endTogether, serve } from "./workerdProcess";

export async function main(): Promise<void> {
  try {
    const settings = readSettings(process.env);
    makeFolder(settings.DATA_DIR);
    const vapid = readVapidSettings(process.env, `${settings.DATA_DIR}/vapid.json`);
    await checkAddress(settings.HOST, settings.PORT);
    await build();
    removeEmptyRooms(`${settings.DATA_DIR}/rooms`);
    const { server, url } = serve(settings, vapid);
    endTogether(server, fail);
    print(`Shared Pomodoro on ${await url}`);
  } catch (error) {
    fail(error as Error);
  }
}

function fail({ message }: Error): never {
  console.error(`Shared Pomodoro cannot start: ${message}`);
  process.exit(1);
}

function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (error) {
    throw new Error(`DATA_DIR: ${(error as Error).message}`, { cause: error });
  }
}

/** Throws where nothing can listen on the address: workerd would only print a stack trace. */
function checkAddress(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      const address = `${host.includes(":") ? `[${host}]` : host}:${port}`;
      const isTaken = error.code === "EADDRINUSE";
      reject(
        new Error(isTaken ? `${address} is taken; set PORT to another` : `${address}: ${error.message}`),
      );
    });
    probe.listen({ port, host }, () => probe.close(() => resolve()));
  });
}

async function build(): Promise<void> {
  try {
    await buildIfNeeded();
  } catch (error) {
    throw new Error(`the build failed: ${(error as Error).message}`, { cause: error });
  }
}

/** workerd leaves an empty file (one page of 4096 bytes, without a log) for every room that was only read. */
function removeEmptyRooms(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const file = `${folder}/${name}`;
    const isRoom = /^[0-9a-f]{64}\.sqlite$/.test(name);
    if (isRoom && statSync(file).size <= 4096 && !existsSync(`${file}-wal`)) rmSync(file);
  }
}
