/** The words in the language of this page. */
import { en } from "./en";
import type { Words } from "./en";

export type { Words };
export const words: Words = en;

const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
/** A moment of today in this device's way of telling time. */
export const timeOfDay = (epochMs: number): string => clock.format(epochMs);
