/** Folders of the project and of the tests. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder with package.json. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** A new temporary folder, which the caller removes. */
export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), "shared-pomodoro-"));
