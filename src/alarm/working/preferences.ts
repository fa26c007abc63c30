/** The sound that this device plays while the room works. */
import * as v from "valibot";
import { definePreference } from "../../device/preferences";

export const WORKING_SOUNDS = ["nothing", "tick", "rain", "brown"] as const;
export type WorkingSoundName = Exclude<(typeof WORKING_SOUNDS)[number], "nothing">;

export const WORKING_SOUND = definePreference("working-sound", v.picklist(WORKING_SOUNDS), "nothing");
/** 0–100, apart from that of the chime. */
export const WORKING_VOLUME = definePreference(
  "working-volume",
  v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
  40,
);
