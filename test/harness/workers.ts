/** What `npm run deploy -- --workers` uploads, run by wrangler's own runtime on this machine. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { workersConfig } from "../../party/ops/workersConfig";
import { startDevelopmentServer } from "./development-server";
import type { DevelopmentServer } from "./development-server";
import { ltsNode } from "./lts-node";
import { root } from "./paths";
import { freePort } from "./processes";

/** `folder`: has the configuration and the stored rooms, and can be used again. */
export async function startWorker(
  folder: string,
  vars: Readonly<Record<string, string>>,
): Promise<DevelopmentServer> {
  mkdirSync(folder, { recursive: true });
  const config = join(folder, "wrangler.json");
  writeFileSync(config, JSON.stringify({ ...workersConfig(null), vars }));
  const [port, inspector] = [await freePort(), await freePort()];
  const args = ["dev", "--no-bundle", "--config", config, "--ip", "127.0.0.1", "--port", String(port)];
  const more = ["--inspector-port", String(inspector), "--persist-to", join(folder, "state")];
  const quiet = ["--show-interactive-dev-session=false", "--live-reload=false"];
  const bin = join(root, "node_modules/wrangler/bin/wrangler.js");
  return startDevelopmentServer("wrangler", [ltsNode(), bin, ...args, ...more, ...quiet], {
    port,
    readyMs: 60_000,
    cwd: folder,
    env: {
      ...process.env,
      HOME: folder,
      CI: "1",
      CLOUDFLARE_CF_FETCH_ENABLED: "false",
      WRANGLER_SEND_METRICS: "false",
    },
  });
}
