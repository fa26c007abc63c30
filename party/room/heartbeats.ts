/**
 * Heartbeats that wake nobody under PartyKit. It has no name for that, but with `hibernate` its iterator over the
 * connections carries what the runtime offers an object. Where it does not, the room answers each heartbeat itself.
 * `npm start` has its own: party/platform.
 */
import { HEARTBEAT, HEARTBEAT_ANSWER } from "../shared/heartbeat";

/** The part of a Durable Object's state that is used. */
interface Runtime {
  setWebSocketAutoResponse(pair: object): void;
  getWebSocketAutoResponseTimestamp(socket: object): Date | null;
}
interface Globals {
  readonly WebSocketRequestResponsePair: new (request: string, response: string) => object;
}
interface Answered {
  /** When the runtime answered a heartbeat of the connection last, epoch ms; undefined: this is not known. */
  readonly answeredAt?: number;
}

/** `connections`: what `getConnections` of the room returns. The result tells when the runtime answered last; 0: never. */
export function letRuntimeAnswer(connections: object): (connection: Answered) => number {
  const { state } = connections as { readonly state?: Partial<Runtime> };
  // Without the second one, a connection of which only the runtime hears would count as dead.
  const isOffered =
    state?.setWebSocketAutoResponse !== undefined && state.getWebSocketAutoResponseTimestamp !== undefined;
  if (!isOffered) return ({ answeredAt = 0 }) => answeredAt;
  const runtime = state as Runtime;
  const { WebSocketRequestResponsePair: Pair } = globalThis as unknown as Globals;
  runtime.setWebSocketAutoResponse(new Pair(JSON.stringify(HEARTBEAT), JSON.stringify(HEARTBEAT_ANSWER)));
  return (connection) => runtime.getWebSocketAutoResponseTimestamp(connection)?.getTime() ?? 0;
}
