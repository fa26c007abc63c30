/** Notices that the data folder was deleted or replaced while the server runs: workerd would go on in the old files. */
import { statSync } from "node:fs";
import { join } from "node:path";

/** Pause between two looks, in ms. */
const LOOK_MS = 500;

/** Identifies a file or folder, whatever its path; null where there is none. */
function idOf(path: string): string | null {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev} ${ino}`;
  } catch {
    return null;
  }
}

/**
 * Looks from now on whether these are still the same; `onLoss` is called once, with the path of the first that is not.
 * Returns what ends the watch.
 */
function watchFiles(paths: readonly string[], onLoss: (path: string) => void): () => void {
  const ids = paths.map(idOf);
  const timer = setInterval(() => {
    const lost = paths.find((path, i) => idOf(path) !== ids[i]);
    if (lost === undefined) return;
    clearInterval(timer);
    onLoss(lost);
  }, LOOK_MS);
  return () => clearInterval(timer);
}

/**
 * As `watchFiles`, for what a running server has open of a data folder: the folders, the list of alarms, and the lock,
 * without which another server could use the folder, too.
 */
export const watchDataFolder = (dataDir: string, onLoss: (path: string) => void): (() => void) =>
  watchFiles(
    [dataDir, join(dataDir, "rooms"), join(dataDir, "rooms", "metadata.sqlite"), join(dataDir, "lock")],
    onLoss,
  );
