/**
 * The message by which a client shows that it is there, and finds out whether its connection is. Both texts are always
 * the same, so the runtime gives the answer without waking the room; where it does not, the room gives the same.
 */
import type { ClientMessage } from "./clientMessages";
import type { ServerMessage } from "./serverMessages";

export const HEARTBEAT = { action: "ping" } as const satisfies ClientMessage;
export const HEARTBEAT_ANSWER = { type: "pong" } as const satisfies ServerMessage;
