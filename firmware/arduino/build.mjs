// Builds the sketch with Debian's packages gcc-avr, avr-libc and arduino-core-avr.
//   node firmware/arduino/build.mjs           writes shared-pomodoro.uno.hex and its symbols, and shared-pomodoro.leonardo.hex
//   node firmware/arduino/build.mjs --check   compares the committed files with a new build
// Both also compile for the Nano, and discard the result: it runs the program of the Uno.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const sketch = join(here, "shared-pomodoro");
const arduino = process.env.ARDUINO_AVR ?? "/usr/share/arduino/hardware/arduino/avr"; // where Debian installs it
const core = join(arduino, "cores/arduino");

const boards = {
  uno: { mcu: "atmega328p", variant: "standard", defines: ["-DARDUINO_AVR_UNO"] },
  nano: { mcu: "atmega328p", variant: "eightanaloginputs", defines: ["-DARDUINO_AVR_NANO"] },
  leonardo: {
    mcu: "atmega32u4",
    variant: "leonardo",
    defines: ["-DARDUINO_AVR_LEONARDO", "-DUSB_VID=0x2341", "-DUSB_PID=0x8036", '-DUSB_PRODUCT="Arduino Leonardo"'],
  },
};

const SRAM = 0x800000; // avr-gcc adds this to the addresses of data memory

class BuildError extends Error {}

function requireTools() {
  try {
    execFileSync("avr-gcc", ["--version"], { stdio: "ignore" });
  } catch {
    throw new BuildError("avr-gcc is missing: apt-get install gcc-avr avr-libc arduino-core-avr");
  }
  if (!existsSync(core))
    throw new BuildError(`the Arduino core is not in ${arduino}: apt-get install arduino-core-avr, or set ARDUINO_AVR`);
}

/** Compiles everything for one board and returns the path of its .elf. */
function build(name, folder) {
  const { mcu, variant, defines } = boards[name];
  mkdirSync(folder, { recursive: true });
  // Core 1.8.7 uses DECIMAL_DIG, which this compiler defines only under its internal name.
  const common = `-mmcu=${mcu} -DF_CPU=16000000L -DARDUINO=10819 -DARDUINO_ARCH_AVR -DDECIMAL_DIG=__DECIMAL_DIG__
    -Os -flto -ffunction-sections -fdata-sections`.split(/\s+/);
  common.push(...defines, `-I${core}`, `-I${join(arduino, "variants", variant)}`);
  const languages = {
    c: ["-x", "c", "-std=gnu11"],
    cpp: ["-x", "c++", "-std=gnu++11", "-fpermissive", "-fno-exceptions", "-fno-threadsafe-statics"],
    ino: ["-x", "c++", "-std=gnu++11", "-fno-exceptions", "-fno-threadsafe-statics"],
    S: ["-x", "assembler-with-cpp"],
  };
  const compile = (directory, warnings) =>
    readdirSync(directory)
      .sort() // the link order changes the bytes of the result
      .flatMap((file) => {
        const language = languages[file.slice(file.lastIndexOf(".") + 1)];
        if (!language) return [];
        const object = join(folder, `${file}.o`);
        execFileSync("avr-gcc", [...common, ...warnings, ...language, "-c", file, "-o", object], {
          cwd: directory,
          stdio: ["ignore", "ignore", "inherit"],
        });
        return [object];
      });
  const sketchObjects = compile(sketch, ["-Wall", "-Wextra", "-Werror"]);
  const coreObjects = compile(core, ["-w"]);
  const archive = join(folder, "core.a");
  execFileSync("avr-gcc-ar", ["rcs", archive, ...coreObjects]);
  const elf = join(folder, `${name}.elf`);
  const linker = ["-w", "-fuse-linker-plugin", "-Wl,--gc-sections"];
  execFileSync("avr-gcc", [...common, ...linker, ...sketchObjects, archive, "-lm", "-o", elf]);
  return elf;
}

/** The text of a program as a .hex file. */
function readHex(elf) {
  const hex = `${elf}.hex`;
  execFileSync("avr-objcopy", ["-O", "ihex", "-R", ".eeprom", elf, hex]);
  return readFileSync(hex, "utf8").replaceAll("\r\n", "\n");
}

/** The committed files: their text by their name. */
function outputs(elfs) {
  const symbols = execFileSync("avr-nm", [elfs.uno], { encoding: "utf8" });
  const found = /^([0-9a-f]+) \w timer0_millis/m.exec(symbols);
  if (!found) throw new BuildError("timer0_millis, the counter behind millis(), is not in the .elf");
  const address = parseInt(found[1], 16) - SRAM;
  return {
    "shared-pomodoro.uno.hex": readHex(elfs.uno),
    "shared-pomodoro.uno.symbols.json": `${JSON.stringify({ timer0_millis: address })}\n`,
    "shared-pomodoro.leonardo.hex": readHex(elfs.leonardo),
  };
}

function run(check) {
  requireTools();
  const folder = mkdtempSync(join(tmpdir(), "shared-pomodoro-"));
  try {
    const elfs = Object.fromEntries(Object.keys(boards).map((name) => [name, build(name, join(folder, name))]));
    const files = Object.entries(outputs(elfs));
    process.stdout.write(execFileSync("avr-size", Object.values(elfs), { encoding: "utf8" }));
    for (const [name, text] of files) {
      const committed = join(here, name);
      if (!check) writeFileSync(committed, text);
      else if (!existsSync(committed) || readFileSync(committed, "utf8") !== text)
        throw new BuildError(`${name} is not what the source builds to: run node firmware/arduino/build.mjs`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  run(process.argv.includes("--check"));
} catch (error) {
  process.stderr.write(`${error instanceof BuildError ? error.message : error}\n`);
  process.exitCode = 1;
}
