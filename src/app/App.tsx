/** The whole page: a room's screen, or the sheet that finds one. */
import { Show, untrack } from "solid-js";
import type { JSX } from "solid-js";
import type { Arrival } from "../room/route";
import type { Wishes } from "../device/storage";
import { RoomScreen } from "./RoomScreen";
import type { SheetName } from "../ui/createSheets";
import { Later } from "../ui/Lazy";
import { createWishes, WishesContext } from "../device/preferences";

export function App(props: { arrival: Arrival; wishes: Wishes; sheet: SheetName | null }): JSX.Element {
  const wishes = createWishes(untrack(() => props.wishes));
  const room = () => (props.arrival.kind === "room" ? props.arrival : null);
  return (
    <WishesContext.Provider value={wishes}>
      <Show
        when={room()}
        keyed
        fallback={
          <Later
            load={() => import("./NoRoomScreen")}
            with={{ why: props.arrival.kind === "join" ? props.arrival.why : "first" }}
          />
        }
      >
        {({ link, last }) => <RoomScreen link={link} last={last} sheet={props.sheet} />}
      </Show>
    </WishesContext.Provider>
  );
}
