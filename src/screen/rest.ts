/** All of the one screen that comes after the tomato, as one file: one line to wait for, not five. */
export { default as Celebration } from "../tomato/Celebration";
export { default as OpenSheet } from "../sheets/OpenSheet";
export { default as Head } from "./Head";
export { default as Panel } from "./Panel";
