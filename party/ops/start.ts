/** `npm start`: checks the settings, locks the data folder, builds what is not built, and keeps workerd running. */
import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { buildIfNeeded } from "./build";
import { removeLeftovers } from "./databases";
import { DataFolder } from "./dataFolder";
import { lockFolder } from "./dataLock";
import { watchClock } from "./clockWatch";
import { descriptorLimit, descriptorWarning } from "./descriptors";
import { makeFolder } from "./durableFiles";
import { readSettings } from "./environment";
import { LogFilter } from "./logFilter";
import { print } from "./print";
import { reachLine } from "./reach";
import { runWorkerd } from "./supervisor";
import { readVapidSettings } from "./vapidKeys";
import { ownUrlOf, startWorkerd, urlOf } from "./workerdProcess";
import type { Workerd, WorkerdOptions } from "./workerdProcess";

export async function main(): Promise<void> {
  try {
    let settings = readSettings(process.env);
    const filters = { stdout: new LogFilter(), stderr: new LogFilter() };
    const log = (line: string, stream: keyof typeof filters): void => {
      for (const text of filters[stream].next(line, performance.now())) process[stream].write(`${text}\n`);
    };
    const data = new DataFolder(settings.DATA_DIR, (line) => log(`Shared Pomodoro: ${line}`, "stderr"));
    makeDataFolder(data.rooms);
    await checkAddress(settings.HOST, settings.PORT);
    await data.untilWritable();
    const lock = await lockFolder(settings.DATA_DIR, data.print);
    const vapid = readVapidSettings(process.env, `${settings.DATA_DIR}/vapid.json`, data.rooms);
    await build();
    const limit = descriptorLimit();
    const warning = descriptorWarning(limit);
    if (warning !== null) console.error(warning);
    prepareRooms(data, limit);
    data.nameDamagedRooms();
    const token = randomBytes(16).toString("base64url");
    let current: Workerd | null = null;
    const { port, restart } = await runWorkerd({
      start: () => {
        const onLine: WorkerdOptions["onLine"] = (line, stream) => {
          log(line, stream);
          data.readLine(line, current);
        };
        return startWorkerd({ settings, vapid, descriptorLimit: limit, lock, token, onLine });
      },
      beforeRestart: () => {
        current = null;
        prepareRooms(data, limit);
      },
      mend: () => data.mend(),
      onListen: (port, workerd) => {
        current = workerd;
        data.attend(workerd, ownUrlOf(settings, port), token);
      },
      print: data.print,
      onError: fail,
    });
    settings = { ...settings, PORT: port }; // PORT=0 takes any free port, and a restart must take the same one
    const lockFile = `${settings.DATA_DIR}/lock`;
    data.onSpace = watchClock({ url: ownUrlOf(settings, port), token, lockFile, restart });
    const reach = reachLine(settings.HOST, port, interfacesOf());
    print([`Shared Pomodoro on ${urlOf(settings, port)}`, ...(reach === null ? [] : [reach])].join("\n"));
  } catch (error) {
    fail(error as Error);
  }
}

/** The network interfaces of this machine; none where the system does not let this process see them. */
function interfacesOf(): ReturnType<typeof networkInterfaces> {
  try {
    return networkInterfaces();
  } catch {
    return {};
  }
}

function fail({ message }: Error): never {
  console.error(`Shared Pomodoro cannot start: ${message}`);
  process.exit(1);
}

/** Before each start of workerd, while nothing uses the rooms. */
function prepareRooms(data: DataFolder, limit: number | null): void {
  removeLeftovers(data.rooms);
  data.prepare();
  data.spreadAlarms(limit);
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
