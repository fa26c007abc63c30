import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript";
import { readdirSync, readFileSync } from "node:fs";

const FIRMWARE = new URL("../../firmware/", import.meta.url);
const FAKES = new URL("fakes/", import.meta.url);

/** [simulated ms, what, value]: what happens to the board, or what it did. */
export type Event = [number, string, unknown];

export interface Setup {
  platform?: string;
  machine?: string;
  /** What ticks_ms() says at the start. */
  ticks?: number;
}

export interface Recording {
  log: Event[];
  /** The error that ended a program before its time, if one did. */
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
# Its modules are looked up in the fakes first: the real sys, held here, no longer answers to its name.
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

/** Runs programs of a firmware folder under MicroPython for some simulated ms, their modules faked. */
async function simulate(
  kind: "micropython" | "circuitpython",
  programs: string[],
  ms: number,
  events: Event[],
  setup: Setup,
  extra: Record<string, string> = {},
): Promise<Recording> {
  const python = await loadMicroPython({ heapsize: 4 * 1024 * 1024 }); // the recording takes room too
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

export const runCircuitPython = (ms: number, events: Event[] = [], setup: Setup = {}): Promise<Recording> =>
  simulate("circuitpython", ["boot.py", "code.py"], ms, events, setup);

/** code.py alone, as on a board whose boot.py was forgotten. */
export const runWithoutBoot = (ms: number): Promise<Recording> =>
  simulate("circuitpython", ["code.py"], ms, [], {});

/** A few lines of a program of one's own, to try the fakes themselves. */
export const runSnippet = (kind: "micropython" | "circuitpython", text: string): Promise<Recording> => {
  const setup = { platform: "rp2", machine: "Raspberry Pi Pico with RP2040" };
  return simulate(kind, ["snippet.py"], 100, [], setup, { "snippet.py": text });
};

/** Bytes from the host, beginning at a moment; they come as fast as they are read. */
export const bytesAt = (ms: number, bytes: string | Iterable<number>): Event[] =>
  [...(typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes)].map((byte) => [
    ms,
    "stdin",
    byte,
  ]);

/** What the board wrote, as lines. */
export const linesOf = ({ log }: Recording): string[] =>
  log.flatMap(([, what, value]) => (what === "stdout" ? [String(value).replace(/\n$/, "")] : []));

/** [ms, level] of one output, each time it changed. */
export const levelsOf = ({ log }: Recording, pin: string): [number, number][] =>
  log.flatMap(([ms, what, value]): [number, number][] => (what === pin ? [[ms, Number(value)]] : []));

/** The level of one output at a moment. */
export const levelAt = (recording: Recording, pin: string, ms: number): number =>
  levelsOf(recording, pin).findLast(([at]) => at <= ms)?.[1] ?? NaN;
