/** The Arduino sketch, compiled for this computer against stubs of the cores of common boards, and run in simulated time. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const STUBS = fileURLToPath(new URL("./cores/", import.meta.url));
const SKETCH = fileURLToPath(new URL("../../firmware/arduino/shared-pomodoro/", import.meta.url));

/** A board of the IDE's menu, by the macros that its core sets. */
export interface Core {
  readonly variant: string;
  readonly defines: readonly string[];
}
const esp32 = (target: string, variant: string, ...more: string[]): Core => ({
  variant,
  defines: ["ARDUINO_ARCH_ESP32", `CONFIG_IDF_TARGET_${target}=1`, ...more],
});
const cdc = (mode: 0 | 1): string[] => [`ARDUINO_USB_MODE=${mode}`, "ARDUINO_USB_CDC_ON_BOOT=1"];

export const CORES = {
  "ESP32 DevKit": esp32("ESP32", "devkit"),
  "Heltec WiFi LoRa 32 V2": esp32("ESP32", "heltec-v2"),
  "TTGO LoRa32 v2.1": esp32("ESP32", "ttgo-lora32-v21"),
  "ESP32-S2 with USB OTG": esp32("ESP32S2", "devkit", ...cdc(0)),
  "ESP32-S3 with USB OTG": esp32("ESP32S3", "rgb-s3", ...cdc(0)),
  "ESP32-S3 with hardware CDC": esp32("ESP32S3", "rgb-s3", ...cdc(1)),
  "ESP32-C3 with hardware CDC": esp32("ESP32C3", "lolin-c3", ...cdc(1)),
  "ESP32-C3 with CDC on boot off": esp32("ESP32C3", "lolin-c3", "ARDUINO_USB_MODE=1"),
  "UNO R4 WiFi": { variant: "uno-r4", defines: ["ARDUINO_ARCH_RENESAS", "ARDUINO_UNOR4_WIFI"] },
} as const satisfies Readonly<Record<string, Core>>;
export type CoreName = keyof typeof CORES;

/** Something that happens at a moment of simulated time, in ms, such as `[100, "down"]` or `[200, "send", "{…}"]`. */
export type CoreInput = readonly [
  ms: number,
  what: "down" | "up" | "open" | "close" | "send" | "end",
  text?: string,
];
export interface CoreRun {
  /** Every whole line that the board has sent, with the moment of its last byte. */
  readonly lines: readonly { readonly at: number; readonly text: string }[];
  /** Every change of a pin's level, 0 to 255. */
  readonly pins: readonly { readonly at: number; readonly pin: number; readonly level: number }[];
  readonly errors: readonly string[];
}

export interface CompiledCore {
  /** What the compiler has said. */
  readonly warnings: string;
  run(inputs: readonly CoreInput[]): CoreRun;
}

const folder = mkdtempSync(join(tmpdir(), "pomodoro-cores-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const compiled = new Map<CoreName, CompiledCore>();

/** Compiles the sketch as the IDE does: every file by itself, the .ino as C++. Throws what the compiler says. */
export function compileFor(name: CoreName): CompiledCore {
  const known = compiled.get(name);
  if (known) return known;
  const { variant, defines } = CORES[name];
  const out = mkdtempSync(join(folder, variant));
  const flags = ["-std=gnu++11", "-O1", "-Wall", "-Wextra", "-Werror", "-Wno-error=cpp", "-fno-exceptions"];
  flags.push(`-I${STUBS}`, `-I${join(STUBS, "variants", variant)}`, ...defines.map((one) => `-D${one}`));
  const sources = readdirSync(SKETCH).filter((file) => /\.(cpp|ino)$/.test(file));
  const files = [...sources.map((file) => join(SKETCH, file)), join(STUBS, "world.cpp")];
  const program = join(out, "program");
  const { status, stderr } = spawnSync("c++", [...flags, "-x", "c++", ...files, "-o", program], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  const result: CompiledCore = {
    warnings: stderr,
    run(inputs) {
      const input = inputs.map((one) => one.join(" ")).join("\n");
      return parseRun(execFileSync(program, { input, encoding: "utf8", maxBuffer: 1 << 28 }));
    },
  };
  compiled.set(name, result);
  return result;
}

function parseRun(output: string): CoreRun {
  const lines: { at: number; text: string }[] = [];
  const pins: { at: number; pin: number; level: number }[] = [];
  const errors: string[] = [];
  let text = "";
  for (const row of output.split("\n")) {
    const [at = 0, what, ...rest] = row.split(" ");
    const [first = 0, second = 0] = rest.map(Number);
    if (what === "pin") pins.push({ at: Number(at), pin: first, level: second });
    else if (what === "error") errors.push(rest.join(" "));
    else if (what === "tx" && first !== 10) text += String.fromCharCode(first);
    else if (what === "tx") {
      lines.push({ at: Number(at), text });
      text = "";
    }
  }
  return { lines, pins, errors };
}
