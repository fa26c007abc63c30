/** How the start program of `npm start` tells its rooms of a step of the wall clock. Only the server uses it. */
import * as v from "valibot";

/** The address of that request: a POST with a `ClockStep` in JSON. Without the token it is an address like any other. */
export const CLOCK_STEP_PATH = "/clock-step";
/** The header with the token, which the start program makes anew at each start. */
export const TOKEN_HEADER = "x-start-token";

const ms = v.pipe(v.number(), v.safeInteger());
export const ClockStepSchema = v.object({
  /** How far the wall clock went forward against the monotonic one, in ms; negative: back. */
  byMs: ms,
  /** From this moment on, the wall clock before the step made no step, epoch ms. */
  since: ms,
  /** The wall clock just after the step, epoch ms. */
  at: ms,
});
export type ClockStep = Readonly<v.InferOutput<typeof ClockStepSchema>>;
