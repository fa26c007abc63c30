/** What the screen needs last: it is loaded after everything that a person sees at first. */
import { Show, useContext } from "solid-js";
import type { JSX } from "solid-js";
import { RoomContext } from "../room/context";
import { Lazy } from "../ui/Lazy";
import { Launches } from "./Launches";

export default function Later(): JSX.Element {
  const room = useContext(RoomContext); // undefined on the screen without a room
  return (
    <>
      <Launches />
      <Show when={room}>
        <Lazy load={() => import("./views/Views")} with={{}} />
      </Show>
    </>
  );
}
