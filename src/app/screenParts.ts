/** The parts of the screen that are loaded after the tomato: the root of the build's file `screen` (`src/chunks.mjs`). */
export { startText } from "../tomato/startText";
export { default as Head } from "./Head";
export { default as OpenSheet } from "./OpenSheet";
export { default as Panel } from "./Panel";
export { SetEnd } from "./SetEnd";
