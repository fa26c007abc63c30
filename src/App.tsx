/** The whole page: a room's screen, or the sheet that finds one. */
import { Show, untrack } from "solid-js";
import type { JSX } from "solid-js";
import type { Arrival } from "./room/arrive";
import type { Wishes } from "./room/device";
import { RoomScreen } from "./screen/RoomScreen";
import type { SheetName } from "./sheets/createSheets";
import { Later } from "./ui/Later";
import { createWishes, WishesContext } from "./ui/wishes";

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
            load={() => import("./screen/NoRoomScreen")}
            with={{ why: props.arrival.kind === "join" ? props.arrival.why : "first" }}
          />
        }
      >
        {({ link, last }) => <RoomScreen link={link} last={last} sheet={props.sheet} />}
      </Show>
    </WishesContext.Provider>
  );
}
