declare module "@micropython/micropython-webassembly-pyscript" {
  interface MicroPython {
    FS: {
      mkdir(path: string): void;
      writeFile(path: string, content: string | Uint8Array): void;
      readFile(path: string): Uint8Array;
      readdir(path: string): string[];
    };
    globals: { get(name: string): unknown; set(name: string, value: unknown): void };
    runPython(program: string): unknown;
    registerJsModule(name: string, module: object): void;
    /** Starts the REPL, which says its banner. */
    replInit(): void;
    /** One byte for the REPL; 0x100 where the interpreter is to be restarted. */
    replProcessChar(byte: number): number;
  }
  export function loadMicroPython(options?: {
    heapsize?: number;
    /** Whole lines, or single bytes if `linebuffer` is false. */
    stdout?: ((line: string) => void) | ((bytes: Uint8Array) => void);
    linebuffer?: boolean;
  }): Promise<MicroPython>;
}
