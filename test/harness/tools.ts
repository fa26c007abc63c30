/** The programs that tests use and that npm does not install: the only list of them. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { findChromium, findHeadlessShell } from "./chromium";
import { findProgram } from "./engines/programs";

export interface Tool {
  /** Whether it is on this machine. */
  readonly isThere: () => boolean;
  /** The packages of Debian and Ubuntu. */
  readonly packages: readonly string[];
  readonly usedFor: string;
}

/** The folders of the system's own programs, too, which are not in everybody's PATH. */
const FOLDERS = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"];
const isProgram = (name: string): boolean => FOLDERS.some((folder) => existsSync(join(folder, name)));
const program = (name: string, packageName: string, usedFor: string): Tool => ({
  isThere: () => isProgram(name),
  packages: [packageName],
  usedFor,
});

/** MicroPython for the micro:bit V1, as Debian builds it. */
export const MICROBIT_HEX = "/usr/share/firmware-microbit-micropython/firmware.hex";

export const TOOLS = {
  Chromium: {
    isThere: () => findChromium() !== undefined,
    packages: ["chromium", "fonts-dejavu-core"],
    usedFor: "all tests of the app",
  },
  "headless Chromium": {
    isThere: () => findHeadlessShell() !== undefined,
    packages: ["chromium-headless-shell"],
    usedFor: "most tests of the app in half the time; else they run in a whole Chromium",
  },
  Firefox: {
    isThere: () => findProgram("firefox") !== undefined,
    packages: ["firefox-esr"],
    usedFor: "the tests of the app in Firefox",
  },
  WebKit: {
    isThere: () => (["webkitDriver", "miniBrowser", "xvfb"] as const).every((name) => findProgram(name)),
    packages: ["webkit2gtk-driver", "xvfb"],
    usedFor: "the tests of the app in the engine of Safari",
  },
  "C compiler": {
    isThere: () => isProgram("cc"),
    packages: ["gcc", "libc6-dev"],
    usedFor: "moving the clock of the server, and the boot loader of the Leonardo",
  },
  "C++ compiler": {
    isThere: () => isProgram("c++"),
    packages: ["g++", "libc6-dev"],
    usedFor: "the sketch on the cores of other boards",
  },
  Caddy: program("caddy", "caddy", "the tests behind a real proxy"),
  nginx: program("nginx", "nginx-light", "the tests behind a real proxy"),
  OpenSSL: program("openssl", "openssl", "the certificates of the tests behind a proxy"),
  "systemd-analyze": program("systemd-analyze", "systemd", "the checks of the systemd unit"),
  Python: program(
    "python3",
    "python3",
    "reading databases and archives, and the unit's filter of system calls",
  ),
  "Jinja and PyYAML": {
    isThere: () => spawnSync("python3", ["-c", "import jinja2, yaml"]).status === 0,
    packages: ["python3-jinja2", "python3-yaml"],
    usedFor: "the recipe for Home Assistant",
  },
  curl: program("curl", "curl", "the recipes in docs/protocol.md"),
  "avr-gcc": {
    isThere: () =>
      isProgram("avr-gcc") &&
      existsSync("/usr/lib/avr/include") &&
      existsSync(process.env["ARDUINO_AVR"] ?? "/usr/share/arduino/hardware/arduino/avr"),
    packages: ["gcc-avr", "avr-libc", "arduino-core-avr"],
    usedFor: "building the firmware of the Uno again, and Arduino's boot loaders",
  },
  "QEMU for ARM": program("qemu-system-arm", "qemu-system-arm", "the program of the micro:bit on its chip"),
  "MicroPython for the micro:bit": {
    isThere: () => existsSync(MICROBIT_HEX),
    packages: ["firmware-microbit-micropython"],
    usedFor: "the program of the micro:bit on its chip",
  },
  LibreOffice: program("soffice", "libreoffice-calc-nogui", "opening the CSV of the history"),
  unshare: program("unshare", "util-linux", "npm run test:hardware"),
  mount: program("mount", "mount", "npm run test:hardware"),
  ip: program("ip", "iproute2", "the addresses that webhooks may not reach"),
} as const satisfies Readonly<Record<string, Tool>>;
export type ToolName = keyof typeof TOOLS;
export const TOOL_NAMES = Object.keys(TOOLS) as ToolName[];

/** The note of a skipped test begins so; the names follow, with commas. */
export const NEEDS = "needs ";

/** Those of these tools that this machine lacks. */
export const missingTools = (names: readonly ToolName[] = TOOL_NAMES): ToolName[] =>
  names.filter((name) => !TOOLS[name].isThere());

/** The Debian packages of these tools. */
export const packagesOf = (names: readonly ToolName[]): string[] => [
  ...new Set(names.flatMap((name) => TOOLS[name].packages)),
];
