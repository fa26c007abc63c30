/** Opens a CSV file in LibreOffice Calc, without a screen. */
import { execFile } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { temporaryFolder } from "./paths";

/** A cell as Calc has interpreted it. */
export interface Cell {
  readonly type: "string" | "float" | "date";
  readonly text: string;
}

/** The cells of a CSV file, read with Calc's default settings. */
export async function openInCalc(csv: Uint8Array): Promise<Cell[][]> {
  const folder = temporaryFolder();
  try {
    writeFileSync(join(folder, "history.csv"), csv);
    // Flat XML has the whole sheet in one file that is not compressed.
    const profile = `-env:UserInstallation=file://${join(folder, "profile")}`; // two runs with the same profile would share one process
    const args = [
      profile,
      "--headless",
      "--convert-to",
      "fods",
      "--outdir",
      folder,
      join(folder, "history.csv"),
    ];
    await promisify(execFile)("soffice", args, { timeout: 120_000 });
    return cellsOf(readFileSync(join(folder, "history.fods"), "utf8"));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The file contains consecutive equal cells, and consecutive equal rows, once, with their number. */
function cellsOf(xml: string): Cell[][] {
  return [...xml.matchAll(/<table:table-row([^>]*)>([\s\S]*?)<\/table:table-row>/g)].flatMap(
    ([, row = "", inside = ""]) => {
      const cells = [
        ...inside.matchAll(/<table:table-cell([^>]*office:value-type="(\w+)"[^>]*)>\s*<text:p>([^<]*)</g),
      ].flatMap(([, cell = "", type, text = ""]) =>
        Array.from({ length: repeated(cell, "columns") }, () => ({ type: type as Cell["type"], text })),
      );
      return Array.from({ length: repeated(row, "rows") }, () => cells);
    },
  );
}

const repeated = (attributes: string, what: "columns" | "rows"): number =>
  Number(new RegExp(`number-${what}-repeated="(\\d+)"`).exec(attributes)?.[1] ?? 1);
