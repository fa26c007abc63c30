// How figures are printed: quantiles, a table as a README takes it, and the machine that they are of.
import { cpus, totalmem, release } from "node:os";

/** The value below which `share` of them lie. @param {number[]} samples @param {number} share */
export function quantile(samples, share) {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** The first `names` columns are words, the others figures. @param {string[]} head @param {string[][]} body @param {number} [names] */
export function table(head, body, names = 2) {
  const widths = head.map((_, i) => Math.max(...[head, ...body].map((row) => row[i]?.length ?? 0)));
  const line = (/** @type {string[]} */ row) =>
    `| ${row.map((cell, i) => (i < names ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(" | ")} |`;
  console.log(line(head));
  console.log(
    `| ${widths.map((width, i) => (i < names ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`,
  );
  for (const row of body) console.log(line(row));
  console.log();
}

export const mb = (/** @type {number} */ bytes) => `${(bytes / 2 ** 20).toFixed(0)} MB`;
export const kb = (/** @type {number} */ bytes) => `${(bytes / 2 ** 10).toFixed(0)} KB`;

export function describeMachine() {
  const [cpu] = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  console.log(
    `${cpus().length} × ${cpu?.model.trim() ?? "?"}, ${memory} GB, ${process.platform} ${release()}, Node ${process.version}, loopback\n`,
  );
}
