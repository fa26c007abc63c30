/** The sockets of a room as connections of PartyKit, and what workerd stores with each while the room sleeps. */
import type { Connection } from "../room/connections";
import { usage } from "./usage";

/** At most 2,048 bytes, or workerd throws. */
export interface Attachment {
  readonly id: string;
  /** The address of the room, without the host that the client has sent: that may have any length. */
  readonly uri: string;
  /** Who has connected. */
  readonly address: string;
  readonly state: unknown;
}

const attachments = new WeakMap<WebSocket, Attachment>();
/** Sockets that have the fields of a connection. */
const connections = new WeakSet<WebSocket>();
/** Sockets that are closed, and no longer counted. */
const released = new WeakSet<WebSocket>();

/** The socket with the fields of a PartyKit connection. While the room is awake, each call returns the same object. */
export function connectionOf(ws: WebSocket, ctx: DurableObjectState): Connection {
  if (!connections.has(ws)) {
    connections.add(ws);
    if (!attachments.has(ws)) attachments.set(ws, ws.deserializeAttachment() as Attachment);
    const attached = (): Attachment => attachments.get(ws)!;
    Object.defineProperties(ws, {
      id: { get: () => attached().id },
      uri: { get: () => attached().uri },
      socket: { value: ws },
      answeredAt: { get: () => ctx.getWebSocketAutoResponseTimestamp(ws)?.getTime() ?? 0 },
      state: { get: () => attached().state },
      setState: {
        value: (next: unknown) => {
          const state: unknown = typeof next === "function" ? next(attached().state) : next;
          attachments.set(ws, { ...attached(), state });
          ws.serializeAttachment(attached());
          return state;
        },
      },
    });
  }
  return ws as unknown as Connection;
}

/** Counts the socket as open. It counts until `releaseSocket`, also where what is attached to it cannot be stored. */
export function attach(ws: WebSocket, room: string, attachment: Attachment): void {
  usage.openSocket(room, attachment.address);
  attachments.set(ws, attachment);
  ws.serializeAttachment(attachment);
}

/** The socket is closed: its descriptors are free. A second event of the same socket changes nothing. */
export function releaseSocket(ws: WebSocket, room: string): void {
  if (released.has(ws)) return;
  released.add(ws);
  usage.touch(room, Date.now());
  usage.closeSocket(room, attachments.get(ws)?.address ?? "");
}
