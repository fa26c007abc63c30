/** A data folder that is replaced, and files in it that are damaged. */
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isRoom, newOpenRoom } from "../harness/client";
import { getRoom, postAction, sendRequest } from "../harness/http";
import { startServer } from "../harness/server";
import { hasStored } from "../harness/stored-rooms";
import { waitFor, within } from "../harness/wait";

/** How long a server may take to notice that its folder is another one, in ms; the machine may be busy. */
const NOTICE_MS = 5000;
const WORK_S = 3;
/** How long after its end a period may take to ring, in ms. */
const LATE_MS = 10_000;

/** Throws on a fault. */
export const disturbFiles = (): Promise<readonly string[]> => Promise.all([replaceFolder(), damageFiles()]);

/** The server does not go on in files that nobody will find again. */
async function replaceFolder(): Promise<string> {
  const server = await startServer();
  const aside = `${server.dataDir}.aside`;
  try {
    const id = newOpenRoom();
    const { message } = await postAction(server, id, { action: "press" });
    const at = performance.now();
    renameSync(server.dataDir, aside);
    mkdirSync(join(server.dataDir, "rooms"), { recursive: true });
    const { code } = await within(NOTICE_MS, "the end of the server", server.exit);
    const ms = Math.round(performance.now() - at);
    if (code !== 1 || !server.output.includes(server.dataDir))
      throw new Error(`exit ${code}\n${server.output}`);
    rmSync(server.dataDir, { recursive: true });
    renameSync(aside, server.dataDir);
    await server.restart();
    const { rev } = await getRoom(server, id);
    if (!isRoom(message) || rev !== message.rev) throw new Error(`rev ${rev} after the folder is back`);
    return `a replaced folder ended the server after ${ms} ms`;
  } finally {
    await server.dispose();
  }
}

/** Alarms ring without anybody looking after the list of alarms was damaged, and other rooms go on beside a damaged one. */
async function damageFiles(): Promise<string> {
  const server = await startServer();
  try {
    const rooms = join(server.dataDir, "rooms");
    const damaged = newOpenRoom();
    await postAction(server, damaged, { action: "press" });
    const file = readdirSync(rooms).find((name) => /^[0-9a-f]{64}\.sqlite$/.test(name));
    const id = newOpenRoom();
    await postAction(server, id, { action: "setup", work_duration: WORK_S });
    const { message } = await postAction(server, id, { action: "press" });
    const endsAt = isRoom(message) ? (message.ends_at ?? 0) : 0;
    await server.stop();
    for (const name of [file ?? "", "metadata.sqlite"]) scribble(join(rooms, name));
    await server.restart();
    await waitFor("the ring", () => hasStored(server.dataDir, "startedAt", endsAt), LATE_MS + WORK_S * 1000);
    for (const name of [file ?? "", "metadata.sqlite"])
      if (!server.output.includes(join(rooms, name)))
        throw new Error(`${name} is not named\n${server.output}`);
    const statuses = [
      (await sendRequest(server, `/parties/main/${damaged}`)).status,
      (await postAction(server, newOpenRoom(), { action: "press" })).status,
      (await sendRequest(server, "/healthz")).status,
    ];
    if (statuses.join() !== "500,200,200")
      throw new Error(`a damaged room, another one and /healthz answer ${statuses.join()}`);
    return "a damaged list of alarms and a damaged room: the other room rang by itself";
  } finally {
    await server.dispose();
  }
}

/** Overwrites the whole file. */
const scribble = (path: string): void => writeFileSync(path, Buffer.alloc(statSync(path).size, 0x55));
