/** A deployment for the platform, made without `partykit`. */
import { build } from "esbuild";
import { createECDH } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Deployment } from "../harness/fakes/partykit-api";
import { root } from "../harness/paths";

/** New VAPID keys, as the variables that a deployment has. */
export function newVapidKeys(): Record<"VAPID_PUBLIC_KEY" | "VAPID_PRIVATE_KEY" | "VAPID_SUBJECT", string> {
  const pair = createECDH("prime256v1");
  pair.generateKeys();
  return {
    VAPID_PUBLIC_KEY: pair.getPublicKey("base64url"),
    VAPID_PRIVATE_KEY: Buffer.concat([Buffer.alloc(32), pair.getPrivateKey()])
      .subarray(-32)
      .toString("base64url"),
    VAPID_SUBJECT: "mailto:kim@example.org",
  };
}

/** A deployment of the room's code, bundled as partykit does it, with these variables. */
export async function bundleRoom(vars: Readonly<Record<string, string>>): Promise<Deployment> {
  const { main, compatibilityDate } = JSON.parse(readFileSync(`${root}partykit.json`, "utf8")) as {
    readonly main: string;
    readonly compatibilityDate: string;
  };
  return {
    code: await bundle(main, []),
    compatibilityDate,
    compatibilityFlags: [],
    vars,
    domain: null,
    assets: {},
    modules: new Map(),
  };
}

/** The code of a file with all that it imports, but `external`. */
export async function bundle(path: string, external: string[]): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [root + path],
    bundle: true,
    write: false,
    format: "esm",
    target: "esnext",
    conditions: ["partykit", "workerd", "worker"],
    external,
  });
  return outputFiles[0]?.text ?? "";
}
