/** `npm start`: checks the settings, locks the data folder, builds what is not built, and keeps workerd running. */
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { buildIfNeeded } from "./build";
import { lockFolder } from "./dataLock";
import { watchClock } from "./clockWatch";
import { descriptorLimit, descriptorWarning } from "./descriptors";
import { makeFolder } from "./durableFiles";
import { readSettings } from "./environment";
import { print } from "./print";
import { runWorkerd } from "./supervisor";
import { readVapidSettings } from "./vapidKeys";
import { loopbackUrlOf, startWorkerd, urlOf } from "./workerdProcess";

export async function main(): Promise<void> {
  try {
    let settings = readSettings(process.env);
    const rooms = `${settings.DATA_DIR}/rooms`;
    makeDataFolder(rooms);
    await checkAddress(settings.HOST, settings.PORT);
    const lock = await lockFolder(settings.DATA_DIR, (line) => console.error(`Shared Pomodoro: ${line}`));
    const vapid = readVapidSettings(process.env, `${settings.DATA_DIR}/vapid.json`, rooms);
    await build();
    removeEmptyRooms(rooms);
    const limit = descriptorLimit();
    const warning = descriptorWarning(limit);
    if (warning !== null) console.error(warning);
    const token = randomBytes(16).toString("base64url");
    const { port, restart } = await runWorkerd({
      start: () => startWorkerd({ settings, vapid, descriptorLimit: limit, lock, token }),
      beforeRestart: () => removeEmptyRooms(rooms),
      onError: fail,
    });
    settings = { ...settings, PORT: port }; // PORT=0 takes any free port, and a restart must take the same one
    const lockFile = `${settings.DATA_DIR}/lock`;
    watchClock({ url: loopbackUrlOf(settings, port), token, lockFile, restart });
    print(`Shared Pomodoro on ${urlOf(settings, port)}`);
  } catch (error) {
    fail(error as Error);
  }
}

function fail({ message }: Error): never {
  console.error(`Shared Pomodoro cannot start: ${message}`);
  process.exit(1);
}

/** workerd would make the folder of the rooms itself, but a power cut could then take it away again. */
function makeDataFolder(rooms: string): void {
  try {
    makeFolder(rooms);
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
