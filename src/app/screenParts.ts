/** What `later.ts` loads. */
export { default as Celebration } from "../tomato/Celebration";
export { default as OpenSheet } from "./OpenSheet";
export { default as Head } from "./Head";
export { default as Panel } from "./Panel";
