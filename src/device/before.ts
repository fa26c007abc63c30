/** Whether this device is told a while before the end of work. The page and the service worker both read it. */
import * as v from "valibot";
import { definePreference } from "./preferences";

/** Minutes before the end; 0: not at all. */
export const BEFORE_CHOICES = [0, 1, 2, 5] as const;
export const BEFORE = definePreference("before", v.picklist(BEFORE_CHOICES), 0);
