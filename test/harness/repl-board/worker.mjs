/**
 * A board with MicroPython, in a thread of its own so that a program of it can wait for bytes. The interpreter, its raw
 * REPL and the files are MicroPython's own (WebAssembly build); this file is the rest of a port: main(), the bytes of
 * the serial line, Ctrl-C, and raw-paste mode, which the WebAssembly build cannot read (as `do_reader_stdin` in
 * MicroPython's shared/runtime/pyexec.c). `board.ts` is the other side.
 */
import { readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript";

/** @type {import("./board").BoardData} */
const setup = workerData;
const control = new Int32Array(setup.memory, 0, 4); // bytes written, bytes read, button, power off
const bytes = new Uint8Array(setup.memory, 16);
const FAKES = new URL("../../firmware/fakes/", import.meta.url);
/** As in MicroPython: the window is half the buffer, and two windows are free at first. */
const WINDOW = 128;

class PowerOff extends Error {}
/** @type {Awaited<ReturnType<typeof loadMicroPython>>} */
let python;
/** @type {Map<string, Uint8Array>} */
const disk = new Map(setup.disk);
let isInterrupted = false;
let isOff = false;
/** Characters of the output that the host does not see. */
let skipped = 0;
let lastOutput = "";

/** @param {import("./board").BoardMessage} message */
const post = (message) => parentPort?.postMessage(message);
/** @param {string} text */
function write(text) {
  lastOutput = (lastOutput + text).slice(-64);
  const seen = text.slice(skipped);
  skipped -= text.length - seen.length;
  if (seen !== "" && !isOff)
    post({ type: "bytes", bytes: Uint8Array.from(seen, (char) => char.charCodeAt(0)) });
}
const available = () => Atomics.load(control, 0) - Atomics.load(control, 1);

/** Ends everything when the power is off: asked for, or because the last byte before the cut has been read. */
function checkPower() {
  isOff ||= Atomics.load(control, 3) === 1 || Atomics.load(control, 1) === setup.cutAfter;
  if (isOff) throw new PowerOff();
}
/** Waits until a byte has come, at most `ms`. @param {number} [ms] */
function wait(ms) {
  checkPower();
  const written = Atomics.load(control, 0);
  if (written === Atomics.load(control, 1)) Atomics.wait(control, 0, written, ms);
  checkPower();
}
/** The next byte; waits for it. */
function read() {
  while (available() === 0) wait();
  checkPower();
  const at = Atomics.load(control, 1);
  Atomics.store(control, 1, at + 1);
  return bytes[at % bytes.length] ?? 0;
}

/** While a program runs, Ctrl-C is no byte of its input: it drops what is before it, and interrupts. */
function takeInterrupts() {
  const end = Atomics.load(control, 0);
  for (let at = Atomics.load(control, 1); at < end; at++) {
    if (at === setup.cutAfter) return;
    if (bytes[at % bytes.length] !== 3) continue;
    Atomics.store(control, 1, at + 1);
    isInterrupted = true;
  }
}

/** What the Python side of the board calls; `live_world` below. */
const host = {
  now: () => Math.floor(performance.now()),
  write,
  /** @param {string} what @param {number | string} value */
  note: (what, value) => post({ type: "light", what, value }),
  button: () => Atomics.load(control, 2) === 1,
  count() {
    takeInterrupts();
    return available();
  },
  read,
  /** @param {number} ms */
  sleep(ms) {
    wait(ms);
    takeInterrupts();
    const was = isInterrupted;
    isInterrupted = false;
    return was;
  },
};

const BOOT = `
import builtins, json, os, sys
sys.path[:] = ["", "/test"]
import host, micropython_fakes
class Queue:
    def __len__(self):
        return int(host.count())
    def pop(self, index):
        return host.read()
class Inputs:
    def get(self, what):
        if what == "b":
            return False
        return host.button() if what in ("button", "a") else Queue()
class LiveWorld:
    inputs = Inputs()
    def note(self, what, value):
        host.write(value) if what == "stdout" else host.note(what, value)
    def advance(self, ms):
        if not 0 < ms <= 50:
            raise ValueError("a board that sleeps for %s ms misses the button" % ms)
        if host.sleep(ms):
            raise KeyboardInterrupt
    def __getattr__(self, name):
        if name == "now":
            return host.now()
        raise AttributeError(name)
print_exception = sys.print_exception
setup = json.loads(setup_json)
if setup["platform"] == "microbit":
    import microbit_fakes
    microbit_fakes.install(LiveWorld(), setup)
micropython_fakes.install(LiveWorld(), setup)
os.chdir("/flash")
`;

const RUN = `
for __name in ("boot.py",) if is_raw else ("boot.py", "main.py"):
    try:
        __file = open(__name)
    except OSError:
        continue
    try:
        exec(compile(__file.read(), __name, "exec"), {"__name__": "__main__"})
    except BaseException as __problem:
        print_exception(__problem)
    __file.close()
`;

/** Starts the interpreter, as after a reset; runs boot.py, and main.py unless the raw REPL was on. @param {boolean} isRaw */
async function start(isRaw) {
  python = await loadMicroPython({
    heapsize: setup.heap,
    linebuffer: false,
    stdout: (/** @type {Uint8Array} */ data) => write(String.fromCharCode(...data)),
  });
  const { FS } = python;
  for (const folder of ["/test", "/flash"]) FS.mkdir(folder);
  for (const name of ["world.py", "micropython_fakes.py", "microbit_fakes.py"])
    FS.writeFile(`/test/${name}`, readFileSync(new URL(name, FAKES), "utf8"));
  for (const [name, content] of disk) FS.writeFile(`/flash/${name}`, content);
  python.registerJsModule("host", host);
  const { platform, machine } = setup;
  python.globals.set("setup_json", JSON.stringify({ platform, machine, ticks: 0 }));
  python.runPython(BOOT);
  post({ type: "ready" });
  if (setup.boot !== "") python.runPython(setup.boot);
  python.globals.set("is_raw", isRaw);
  python.runPython(RUN);
  python.replInit();
  if (isRaw) python.replProcessChar(1);
}

function saveDisk() {
  disk.clear();
  for (const name of python.FS.readdir("/flash"))
    if (name !== "." && name !== "..") disk.set(name, python.FS.readFile(`/flash/${name}`).slice());
}

/** How many bytes of a program wait, up to the control character that ends it. */
function countProgram() {
  let count = 0;
  for (let at = Atomics.load(control, 1); at < Atomics.load(control, 0); at++, count++)
    if ((bytes[at % bytes.length] ?? 0) < 5) break;
  return count;
}

/** Raw-paste mode: reads a program with flow control, and runs it. */
function paste() {
  write(`R\x01${String.fromCharCode(WINDOW % 256, WINDOW >> 8)}\x01`);
  let code = "";
  let allowed = 2 * WINDOW;
  for (let remain = WINDOW; ;) {
    while (available() === 0) wait();
    const waiting = countProgram();
    if (waiting > allowed) post({ type: "violation", what: `${waiting} bytes where ${allowed} are allowed` });
    const byte = read();
    allowed--;
    if (byte === 3) return write("\x04\x04\r\nKeyboardInterrupt: \r\n\x04>");
    if (byte === 4) break;
    code += String.fromCharCode(byte);
    if (--remain === 0) {
      write("\x01");
      remain = WINDOW;
      allowed += WINDOW;
    }
  }
  write("\x04");
  skipped = "OK".length; // the interpreter runs the program in plain raw mode
  for (const char of `${code}\x04`) python.replProcessChar(char.charCodeAt(0));
}

/** Reads characters until the interpreter is to be restarted; returns whether that was in the raw REPL. */
function repl() {
  let line = "";
  let isRaw = lastOutput.endsWith("raw REPL; CTRL-B to exit\r\n>");
  for (;;) {
    const byte = read();
    if (isRaw && byte === 1 && line === "\x05A") {
      python.replProcessChar(3); // clears the line
      line = "";
      if (setup.hasPaste) {
        paste();
        continue;
      } // else it is before version 1.14, for which this Ctrl-A is any other
    }
    line = byte < 5 ? "" : line + String.fromCharCode(byte);
    const result = python.replProcessChar(byte);
    if (result & 0x100) return isRaw;
    if (byte === 1 && lastOutput.endsWith("raw REPL; CTRL-B to exit\r\n>")) isRaw = true;
    if (byte === 2) isRaw = false;
  }
}

try {
  for (let isRaw = false; ;) {
    await start(isRaw);
    isRaw = repl();
    saveDisk();
    write("MPY: soft reboot\r\n");
  }
} catch (error) {
  if (!isOff) post({ type: "violation", what: String(error) });
}
saveDisk();
post({ type: "off", disk: [...disk] });
