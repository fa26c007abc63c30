/** One socket to the room. It says that it is there every 20 s, which also keeps the browser from ending the background. */
import { HEARTBEAT } from "../../party/shared/heartbeat";
import { parseServerMessage } from "../../party/shared/serverMessages";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { ATTEMPT_MS } from "../core/plan";
import type { RoomLink } from "../core/state";

/** Chromium ends a background of which it has heard nothing for 30 s. */
const HEARTBEAT_MS = 20_000;
/** A connection on which no answer arrives for this time is dead, in ms. */
const ANSWER_MS = 5000;

export interface SocketEvents {
  onOpen(): void;
  onRoom(message: RoomMessage): void;
  /** The server has answered a heartbeat. */
  onAnswer(): void;
  /** Once; nothing follows. */
  onLost(): void;
}

/** Opens the socket; without a key, so that it watches. Returns what closes it, after which no event follows. */
export function openSocket({ origin, room }: RoomLink, events: SocketEvents): () => void {
  const socket = new WebSocket(`${origin.replace(/^http/, "ws")}/parties/main/${room}`);
  let isOver = false;
  let deadline = setTimeout(lose, ATTEMPT_MS);
  const heartbeat = setInterval(() => {
    if (socket.readyState !== WebSocket.OPEN) return;
    socket.send(JSON.stringify(HEARTBEAT));
    clearTimeout(deadline);
    deadline = setTimeout(lose, ANSWER_MS);
  }, HEARTBEAT_MS);

  function end(): void {
    isOver = true;
    clearTimeout(deadline);
    clearInterval(heartbeat);
    socket.close();
  }
  function lose(): void {
    if (isOver) return;
    end();
    events.onLost();
  }
  socket.addEventListener("open", () => !isOver && events.onOpen());
  socket.addEventListener("close", lose);
  socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (isOver) return;
    clearTimeout(deadline);
    const message = typeof data === "string" ? parseServerMessage(data) : null;
    if (message?.type === "room") events.onRoom(message);
    else events.onAnswer();
  });
  return end;
}
