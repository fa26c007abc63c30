/** Writes a line to standard output, for the operator. */
export const print = (line: string): void => void process.stdout.write(`${line}\n`);
