/**
 * Power cuts during the first start. The power of this machine stays on: a power cut is simulated by a model of what the
 * file system has been told to keep, and the real server is started on what is left.
 */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../../party/ops/durableFiles";
import { readOrMakeKeys } from "../../party/ops/vapidKeys";
import { PowerCutRecorder } from "../harness/fakes/power-cut";
import type { Remains } from "../harness/fakes/power-cut";
import { newOpenRoom } from "../harness/client";
import { postAction } from "../harness/http";
import { temporaryFolder } from "../harness/paths";
import { startServer } from "../harness/server";

/** `cuts`: after how many of the steps of a first start the power is cut. Throws where a server does not start. */
export async function disturbPower({ cuts }: { cuts: number }): Promise<readonly string[]> {
  const place = temporaryFolder();
  try {
    const recorder = new PowerCutRecorder(place);
    recorder.run(() => {
      makeFolder(join(place, "data", "rooms"));
      readOrMakeKeys(join(place, "data", "vapid.json"), join(place, "data", "rooms"));
    });
    const step = Math.max(1, Math.floor(recorder.remains.length / cuts));
    const chosen = recorder.remains.filter((_, i) => i % step === 0);
    for (const remains of chosen) await startOn(remains);
    return [
      `the server starts after each of ${chosen.length} power cuts (${recorder.remains.length} possible)`,
    ];
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

async function startOn(remains: Remains): Promise<void> {
  const place = temporaryFolder();
  try {
    PowerCutRecorder.restore(remains, place);
    mkdirSync(join(place, "data"), { recursive: true });
    const server = await startServer({ dataDir: join(place, "data") });
    try {
      const { status } = await postAction(server, newOpenRoom(), { action: "press" });
      if (status !== 200) throw new Error(`a press is answered with ${status}`);
    } finally {
      await server.dispose();
    }
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
