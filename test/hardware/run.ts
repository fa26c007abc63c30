/**
 * `npm run test:hardware`: Chromium's own WebSerial and WebHID open an emulated Uno with the committed firmware, and HID
 * buttons, lights and a Stream Deck, on a simulated USB bus. The bus needs a mount namespace, in which a simulated sysfs, udev database and /dev
 * hide the real ones, and a network namespace, which udev's messages cannot leave. So it needs Linux and root.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildIfNeeded } from "../../party/ops/build";
import { root } from "../harness/paths";
import { missingTools } from "../harness/tools";
import { PORT } from "./check";
import { checkAll, featuresLibrary } from "./checks";
import { HID_IDS, writeHidTable } from "./hid-bus";

const here = fileURLToPath(new URL("./", import.meta.url));
const [role, insideFolder] = process.argv.slice(2);

if (role === "inside" && insideFolder !== undefined) await runInside(insideFolder);
else process.exitCode = await runOutside();

/** Builds the app and writes the policies, and then starts this program again inside the namespaces. */
async function runOutside(): Promise<number> {
  const problem = findMissing();
  if (problem !== null) {
    console.error(`test:hardware cannot run here: ${problem}`);
    return 1;
  }
  await buildIfNeeded();
  const folder = mkdtempSync(join(tmpdir(), "shared-pomodoro-bus-"));
  try {
    const urls = [`http://127.0.0.1:${PORT}`];
    writeFileSync(
      join(folder, "policies.json"),
      JSON.stringify({
        SerialAllowUsbDevicesForUrls: [{ devices: [{ vendor_id: 0x2341, product_id: 0x0043 }], urls }],
        WebHidAllowDevicesForUrls: [{ devices: HID_IDS, urls }],
      }),
    );
    writeHidTable(folder);
    execFileSync("cc", [
      "-O2",
      "-shared",
      "-fPIC",
      "-o",
      featuresLibrary(folder),
      join(here, "hid-features.c"),
    ]);
    const program = [process.execPath, "--import", "tsx", join(here, "run.ts"), "inside", folder];
    const command = ["--mount", "--net", join(here, "bus.sh"), folder, ...program];
    const { status } = spawnSync("unshare", command, { cwd: root, stdio: "inherit" });
    return status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runInside(folder: string): Promise<never> {
  spawnSync("python3", [join(here, "usb.py"), "loopback"], { stdio: "inherit" });
  process.exit((await checkAll(folder)) ? 0 : 1);
}

/** Why the checks cannot run on this machine, or null if they can. */
function findMissing(): string | null {
  if (process.platform !== "linux") {
    return "it simulates the USB bus of a Linux machine, and this is no Linux";
  }
  const missing = missingTools(["unshare", "mount", "Python", "Chromium", "C compiler"]);
  if (missing.length > 0) return `${missing.join(", ")}: npm run test:tools`;
  if (process.getuid?.() !== 0) return "it needs root";
  const { status, stderr } = spawnSync("unshare", ["--mount", "--net", "true"], { encoding: "utf8" });
  if (status !== 0) return `private namespaces are forbidden on this machine (${stderr.trim()})`;
  return null;
}
