// npm run test:hardware: Chromium's own WebSerial and WebHID open an emulated Uno with the committed firmware and a HID
// button on a simulated USB bus. The bus needs a mount namespace, in which a simulated sysfs, udev database and /dev
// hide the real ones, and a network namespace, which udev's messages cannot leave. So it needs Linux and root.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildIfNeeded } from "../../party/ops/build";
import { load } from "../harness/load.mjs";

/** @typedef {typeof import("./checks")} Checks */
/** @typedef {typeof import("../harness/browser")} Browser */

const here = fileURLToPath(new URL("./", import.meta.url));
const [role, folder] = process.argv.slice(2);

if (role === "inside" && folder !== undefined) await runInside(folder);
else process.exitCode = await runOutside();

/** Builds the app and writes the policies, and then starts this program again inside the namespaces. */
async function runOutside() {
  const problem = await findMissing();
  if (problem !== null) {
    console.error(`test:hardware cannot run here: ${problem}`);
    return 1;
  }
  await buildIfNeeded();
  const { PORT } = /** @type {Checks} */ (await load(new URL("./checks.ts", import.meta.url)));
  const folder = mkdtempSync(join(tmpdir(), "shared-pomodoro-bus-"));
  try {
    const urls = [`http://127.0.0.1:${PORT}`];
    writeFileSync(
      join(folder, "policies.json"),
      JSON.stringify({
        SerialAllowUsbDevicesForUrls: [{ devices: [{ vendor_id: 0x2341, product_id: 0x0043 }], urls }],
        WebHidAllowDevicesForUrls: [{ devices: [{ vendor_id: 0x1209, product_id: 0xb10c }], urls }],
      }),
    );
    const command = [join(here, "bus.sh"), folder, process.execPath, join(here, "run.mjs"), "inside", folder];
    const { status } = spawnSync("unshare", ["--mount", "--net", ...command], { stdio: "inherit" });
    return status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runInside(/** @type {string} */ folder) {
  spawnSync("python3", [join(here, "usb.py"), "loopback"], { stdio: "inherit" });
  const { checkAll } = /** @type {Checks} */ (await load(new URL("./checks.ts", import.meta.url)));
  process.exit((await checkAll(folder)) ? 0 : 1);
}

/** Why the checks cannot run on this machine, or null if they can. */
async function findMissing() {
  if (process.platform !== "linux")
    return "it simulates the USB bus of a Linux machine, and this is no Linux";
  const missing = ["unshare", "mount", "python3"].filter((name) => !isOnPath(name));
  if (missing.length > 0)
    return `${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} missing (apt-get install util-linux mount python3)`;
  const { chromiumPath } = /** @type {Browser} */ (
    await load(new URL("../harness/browser.ts", import.meta.url))
  );
  try {
    chromiumPath();
  } catch (error) {
    return String(error);
  }
  if (process.getuid?.() !== 0) return "it needs root";
  const { status, stderr } = spawnSync("unshare", ["--mount", "--net", "true"], { encoding: "utf8" });
  if (status !== 0) return `private namespaces are forbidden on this machine (${stderr.trim()})`;
  return null;
}

function isOnPath(/** @type {string} */ name) {
  return (process.env["PATH"] ?? "").split(":").some((folder) => existsSync(join(folder, name)));
}
