import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript";
import { readdirSync, readFileSync } from "node:fs";

const FIRMWARE = new URL("../../firmware/", import.meta.url);
const FAKES = new URL("fakes/", import.meta.url);

/** [simulated ms, what, value]: an input of the board, or something that it did. */
export type Event = [number, string, unknown];

type Kind = "micropython" | "circuitpython" | "microbit";

export interface Setup {
  platform?: string;
  machine?: string;
  /** The value of ticks_ms() at the start. */
  ticks?: number;
}

export interface Recording {
  log: Event[];
  /** The error that ended the program before the end of the simulated time; null if there was none. */
  error: string | null;
}

const pythonFiles = (folder: URL) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".py"))
    .map((name) => [name, readFileSync(new URL(name, folder), "utf8")] as const);

const RUN = `
import json, sys
sys.path.insert(0, "/test")
import world
setup = json.loads(setup_json)
the_world = world.World(json.loads(events_json), end)
__import__(kind + "_fakes").install(the_world, setup)
# "import sys" in a program finds the fake; this script still has the real one.
sys.path.insert(0, "/board")
error = None
try:
    for name in json.loads(programs_json):
        with open("/board/" + name) as file:
            program = file.read()
        exec(compile(program, name, "exec"), {"__name__": "__main__"})
except world.Stop:
    pass
except Exception as problem:
    error = "%s: %s" % (type(problem).__name__, problem)
result = json.dumps({"log": the_world.log, "error": error})
`;

/** Runs programs of a firmware folder under MicroPython with fake modules for some simulated ms. */
async function simulate(
  kind: Kind,
  programs: string[],
  ms: number,
  events: Event[],
  setup: Setup,
  extra: Record<string, string> = {},
): Promise<Recording> {
  const python = await loadMicroPython({ heapsize: 4 * 1024 * 1024 }); // the recording needs memory too
  python.FS.mkdir("/test");
  python.FS.mkdir("/board");
  for (const [name, text] of pythonFiles(FAKES)) python.FS.writeFile(`/test/${name}`, text);
  for (const [name, text] of pythonFiles(new URL(`${kind}/`, FIRMWARE)))
    python.FS.writeFile(`/board/${name}`, text);
  for (const [name, text] of Object.entries(extra)) python.FS.writeFile(`/board/${name}`, text);
  const values = {
    kind,
    end: ms,
    programs_json: JSON.stringify(programs),
    setup_json: JSON.stringify({ ticks: 0, ...setup }),
    events_json: JSON.stringify([...events].sort(([a], [b]) => a - b)),
  };
  for (const [name, value] of Object.entries(values)) python.globals.set(name, value);
  python.runPython(RUN);
  return JSON.parse(String(python.globals.get("result"))) as Recording;
}

export const runMicroPython = (ms: number, events: Event[] = [], setup: Setup = {}): Promise<Recording> =>
  simulate("micropython", ["main.py"], ms, events, {
    platform: "rp2",
    machine: "Raspberry Pi Pico with RP2040",
    ...setup,
  });

export const runMicrobit = (ms: number, events: Event[] = [], setup: Setup = {}): Promise<Recording> =>
  simulate("microbit", ["main.py"], ms, events, setup);

export const runCircuitPython = (ms: number, events: Event[] = [], setup: Setup = {}): Promise<Recording> =>
  simulate("circuitpython", ["boot.py", "code.py"], ms, events, setup);

/** Runs code.py alone, as on a board without boot.py. */
export const runWithoutBoot = (ms: number): Promise<Recording> =>
  simulate("circuitpython", ["code.py"], ms, [], {});

/** Runs a few lines of a program, to test the fakes themselves. */
export const runSnippet = (kind: Kind, text: string): Promise<Recording> => {
  const setup = { platform: "rp2", machine: "Raspberry Pi Pico with RP2040" };
  return simulate(kind, ["snippet.py"], 100, [], setup, { "snippet.py": text });
};

/** Bytes that the host sends at a moment; the board reads them as fast as it can. */
export const bytesAt = (ms: number, bytes: string | Iterable<number>): Event[] =>
  [...(typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes)].map((byte) => [
    ms,
    "stdin",
    byte,
  ]);

/** The lines that the board wrote. */
export const linesOf = ({ log }: Recording): string[] =>
  log.flatMap(([, what, value]) => (what === "stdout" ? [String(value).replace(/\n$/, "")] : []));

/** The changes of one output, each as [ms, level]. */
export const levelsOf = ({ log }: Recording, pin: string): [number, number][] =>
  log.flatMap(([ms, what, value]): [number, number][] => (what === pin ? [[ms, Number(value)]] : []));

/** The level of one output at a moment. */
export const levelAt = (recording: Recording, pin: string, ms: number): number =>
  levelsOf(recording, pin).findLast(([at]) => at <= ms)?.[1] ?? NaN;
