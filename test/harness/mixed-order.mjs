/** The order in which vitest starts the files of the tests. */
/**
 * @typedef {import("vitest/node").TestSpecification} TestSpecification
 * @typedef {import("vitest/node").TestSequencer} TestSequencer
 */

/** The files of each project that take longest: they start first, so that no worker is left alone with one of them. */
const LONGEST = [
  "test/server/push-crowd.test.ts",
  "test/server/push-responses.test.ts",
  "test/resilience/faults.test.ts",
  "test/server/unseen.test.ts",
  "test/server/crash.test.ts",
  "test/server/limits.test.ts",
  "test/browser/looks.test.ts",
  "test/browser/board/cable.test.ts",
  "test/browser/history.test.ts",
  "test/browser/network.test.ts",
  "test/browser/board/press.test.ts",
  "test/browser/series.test.ts",
  "test/browser/board/tabs.test.ts",
  "test/browser/alarm.test.ts",
  "test/browser/https.test.ts",
];
/** @param {TestSpecification} file */
const placeOf = ({ moduleId }) => {
  const at = LONGEST.findIndex((one) => moduleId.endsWith(one));
  return at === -1 ? LONGEST.length : at;
};

/**
 * The longest files of each project first. Projects that run together are mixed, each from its first file to its last
 * one: the tests of the server mostly wait, and leave the processor to those of browsers.
 *
 * @implements {TestSequencer}
 */
export class MixedOrder {
  /** @param {TestSpecification[]} files */
  sort(files) {
    const names = [...new Set(files.map(({ project }) => project.name))];
    return names
      .flatMap((name) => {
        const own = files.filter(({ project }) => project.name === name);
        own.sort((a, b) => placeOf(a) - placeOf(b));
        return own.map((file, i) => ({ file, share: (i + 0.5) / own.length }));
      })
      .sort((a, b) => a.share - b.share)
      .map(({ file }) => file);
  }
  /** @param {TestSpecification[]} files */
  shard(files) {
    return files;
  }
}
