/** How figures are printed: quantiles, Markdown tables, and a line about the machine. */
import { cpus, release, totalmem } from "node:os";

/** The value below which `share` (0 to 1) of the samples lie; NaN where there are none. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** The quantiles as cells of a table, with one decimal. */
export const quantiles = (samples: readonly number[], ...shares: readonly number[]): string[] =>
  shares.map((share) => quantile(samples, share).toFixed(1));

/** Prints a Markdown table; the first `textColumns` are aligned left, the others right. */
export function printTable(
  head: readonly string[],
  body: readonly (readonly string[])[],
  textColumns = 2,
): void {
  const widths = head.map((_, i) => Math.max(...[head, ...body].map((row) => row[i]?.length ?? 0)));
  const align = (cell: string, i: number): string =>
    i < textColumns ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0);
  const rule = widths.map((width, i) => (i < textColumns ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  for (const row of [head.map(align), rule, ...body.map((cells) => cells.map(align))]) {
    console.log(`| ${row.join(" | ")} |`);
  }
  console.log();
}

/** Bytes as whole MB or KB. */
export const formatMb = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MB`;
export const formatKb = (bytes: number): string => `${(bytes / 2 ** 10).toFixed(0)} KB`;

/** Prints the processor, the memory and the versions of the system and of Node. */
export function printMachine(): void {
  const [cpu] = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  console.log(
    `${cpus().length} × ${cpu?.model.trim() ?? "?"}, ${memory} GB, ${process.platform} ${release()}, Node ${process.version}, loopback\n`,
  );
}
