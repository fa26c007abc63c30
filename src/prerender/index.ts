/** What `plugin.mjs` builds for the server and runs. */
export { makePictures } from "./pictures";
export { prerender } from "./Prerendered";
