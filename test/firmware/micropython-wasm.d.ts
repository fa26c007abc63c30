declare module "@micropython/micropython-webassembly-pyscript" {
  interface MicroPython {
    FS: { mkdir(path: string): void; writeFile(path: string, text: string): void };
    globals: { get(name: string): unknown; set(name: string, value: unknown): void };
    runPython(program: string): unknown;
  }
  export function loadMicroPython(options?: {
    heapsize?: number;
    stdout?: (line: string) => void;
    linebuffer?: boolean;
  }): Promise<MicroPython>;
}
