/** What the pages of the extension say to its background, and what it says to them. PURE. */
import * as v from "valibot";
import { RoomLinkSchema } from "./state";
import type { Known, Settings } from "./state";

/** One message, to which the background gives one answer. */
export const RequestSchema = v.variant("type", [
  v.object({ type: v.literal("use"), link: v.nullable(RoomLinkSchema) }),
  v.object({ type: v.literal("press"), on: v.number() }),
  v.object({ type: v.literal("sites"), sites: v.array(v.string()) }),
  v.object({ type: v.literal("grace") }),
]);
export type Request = v.InferOutput<typeof RequestSchema>;

/** What became of it. */
export type Outcome = "done" | "no-answer" | "watching" | "late" | "nothing" | "refused";

/** The name of the connection on which the background tells a page what it knows, at first and whenever it changes. */
export const SHOWN_PORT = "shown";
export interface Shown {
  readonly settings: Settings;
  readonly known: Known;
  readonly isReached: boolean;
}
