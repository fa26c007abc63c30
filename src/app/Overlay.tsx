/**
 * The overlay: a room's tomato alone, which nobody can press. It may be framed by any page, and tells that page the
 * state of the room: whoever frames it knows the room's address, and could ask the server.
 */
import { createEffect, createMemo, untrack } from "solid-js";
import type { JSX } from "solid-js";
import type { FrameMessage } from "../../party/shared/overlay";
import { startsAt } from "../../party/shared/pomodoro";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { createRoom } from "../room/createRoom";
import type { Link } from "../room/link";
import { readPageRoom } from "../room/pageRoom";
import { reachOf } from "../tomato/reachOf";
import { createNow } from "../tomato/createNow";
import { messageOf } from "../tomato/messageOf";
import { Tomato } from "../tomato/Tomato";
import { createLazy } from "../ui/createLazy";
import { loadScreenParts } from "./lazyScreen";
import { removePrerendered } from "./removePrerendered";

export default function Overlay(props: { link: Link; cached: RoomMessage | null }): JSX.Element {
  removePrerendered();
  // Without a name: the page around it may show a room of its own choice, which must not learn who looks at it.
  const room = untrack(() =>
    createRoom(props.link, { name: "", cached: props.cached, first: readPageRoom() }),
  );
  const now = createNow(room);
  const hasStart = createMemo(() => startsAt(room.shown()?.phase) !== undefined);
  const parts = createMemo(() => (hasStart() ? createLazy(loadScreenParts).loaded : () => null));
  const message = createMemo(() => messageOf(room.shown()?.phase, now(), parts()()?.startText, room.role()));
  createEffect(() => {
    const state = room.shown()?.phase.state;
    if (state !== undefined && parent !== window)
      parent.postMessage({ type: "shared-pomodoro", state } satisfies FrameMessage, "*");
  });
  return (
    <Tomato
      room={room.shown()}
      now={now()}
      message={message()}
      connected={reachOf(room)}
      onPress={undefined}
    />
  );
}
