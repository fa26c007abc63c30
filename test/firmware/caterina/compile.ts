/** Compiles the commands of Arduino's Caterina.c for this computer and runs them. */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SOURCE = "/usr/share/arduino/hardware/arduino/avr/bootloaders/caterina/";
const HOST = fileURLToPath(new URL("./host.c", import.meta.url));
/** Headers of the chip and of LUFA; `host.c` has what they declare. */
const EMPTY_HEADERS = [
  ...["io", "wdt", "boot", "eeprom", "power", "interrupt"].map((name) => `avr/${name}.h`),
  "LUFA/Drivers/USB/USB.h",
];

/** What the boot loader answers to these packets, one after another, and the 32 KiB of flash afterwards. */
export function runCaterina(packets: readonly (readonly number[])[]): {
  readonly answers: readonly number[];
  readonly flash: Uint8Array;
} {
  const folder = mkdtempSync(join(tmpdir(), "caterina-"));
  try {
    for (const name of ["Caterina.h", "Descriptors.h"]) copyFileSync(SOURCE + name, join(folder, name));
    // The jump to the program is an instruction of the chip; nothing here gets there.
    const code = readFileSync(`${SOURCE}Caterina.c`, "utf8").replace(/__asm__ volatile\(.*\);/, "");
    writeFileSync(join(folder, "Caterina.c"), code);
    for (const name of EMPTY_HEADERS) {
      mkdirSync(join(folder, name, ".."), { recursive: true });
      writeFileSync(join(folder, name), "");
    }
    const program = join(folder, "caterina");
    execFileSync("cc", ["-w", '-DCATERINA="Caterina.c"', `-I${folder}`, "-o", program, HOST]);
    const input = Uint8Array.from(packets.flatMap((packet) => [packet.length, ...packet]));
    return parse(execFileSync(program, { input, maxBuffer: 1 << 24 }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function parse(output: Uint8Array) {
  const answers: number[] = [];
  let at = 0;
  for (let length = output[at++]; length !== 0 && length !== undefined; length = output[at++]) {
    answers.push(...output.subarray(at, at + length));
    at += length;
  }
  return { answers, flash: new Uint8Array(output.subarray(at)) };
}
