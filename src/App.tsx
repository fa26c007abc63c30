/** The whole page: a room's screen, or the sheet that finds one. */
import { Show, untrack } from "solid-js";
import type { JSX } from "solid-js";
import type { RoomMessage } from "../party/protocol";
import type { Arrival } from "./room/arrive";
import type { Link } from "./room/link";
import type { Wishes } from "./room/device";
import { RoomScreen } from "./screen/RoomScreen";
import type { SheetName } from "./sheets/createSheets";
import { Later } from "./ui/Later";
import { createWishes, WishesContext } from "./ui/wishes";

export function App(props: {
  arrival: Arrival;
  wishes: Wishes;
  last: RoomMessage | null;
  sheet: SheetName | null;
}): JSX.Element {
  const wishes = createWishes(untrack(() => props.wishes));
  const link = (): Link | null => (props.arrival.kind === "room" ? props.arrival.link : null);
  return (
    <WishesContext.Provider value={wishes}>
      <Show
        when={link()}
        keyed
        fallback={
          <Later
            load={() => import("./screen/NoRoomScreen")}
            with={{ why: props.arrival.kind === "join" ? props.arrival.why : "first" }}
          />
        }
      >
        {(link) => <RoomScreen link={link} last={props.last} sheet={props.sheet} />}
      </Show>
    </WishesContext.Provider>
  );
}
