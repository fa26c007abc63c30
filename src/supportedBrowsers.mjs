// The oldest versions in which the app runs, by the names of MDN's compatibility data. The build compiles for them, and a
// test compares every interface that the app uses with that data.
export const SUPPORTED_BROWSERS = /** @type {const} */ ({
  chrome: "109",
  edge: "109",
  firefox: "115",
  safari: "16.4",
  safari_ios: "16.4",
});

/** The same as the build's targets. */
export const BUILD_TARGETS = Object.entries(SUPPORTED_BROWSERS).map(
  ([name, version]) => `${name === "safari_ios" ? "ios" : name}${version}`,
);
