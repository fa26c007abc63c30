/** The whole page: a room's screen, or the sheet that finds one. */
import { Show } from "solid-js";
import type { JSX } from "solid-js";
import type { RoomMessage } from "../party/protocol";
import type { Arrival } from "./room/arrive";
import type { Wishes } from "./room/device";
import { RoomScreen } from "./screen/RoomScreen";
import { NoRoomScreen } from "./screen/NoRoomScreen";
import { createWishes, WishesContext } from "./ui/wishes";

export function App(props: { arrival: Arrival; wishes: Wishes; last: RoomMessage | null }): JSX.Element {
  const { arrival } = props;
  return (
    <WishesContext.Provider value={createWishes(props.wishes)}>
      <Show
        when={arrival.kind === "room" ? arrival : null}
        fallback={<NoRoomScreen why={arrival.kind === "join" ? arrival.why : "first"} />}
      >
        {(room) => <RoomScreen link={room().link} last={props.last} />}
      </Show>
    </WishesContext.Provider>
  );
}
