/**
 * The overlay: a room's page that shows only the tomato, and only watches. It is the one page that other pages may frame.
 * What it tells the page around it is its state alone.
 */
import { MESSAGES } from "./phases";
import type { State } from "./phases";

/** Whether an address asks for the overlay. */
export const isOverlay = ({ searchParams }: URL): boolean => searchParams.get("view") === "overlay";

/** What the overlay posts to the page that frames it, when the state is known and whenever it changes. */
export interface FrameMessage {
  readonly type: "shared-pomodoro";
  readonly state: State;
}

/** Null for everything that is not such a message. */
export function readFrameMessage(data: unknown): FrameMessage | null {
  const { type, state } = (data ?? {}) as { type?: unknown; state?: unknown };
  return type === "shared-pomodoro" && typeof state === "number" && state in MESSAGES
    ? { type, state: state as State }
    : null;
}
