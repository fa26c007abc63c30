/** The tomato of the room of the extension. */
import type { JSX } from "solid-js";
import { Tomato } from "../../src/tomato/Tomato";
import type { ShownRoom } from "./page";

/** `onPress`: undefined where nobody may press it. */
export function RoomTomato(props: { of: ShownRoom; onPress: (() => void) | undefined }): JSX.Element {
  return (
    <div class="stage">
      <Tomato
        room={props.of.room()}
        now={props.of.now()}
        message={props.of.message()}
        connected={props.of.shown().isReached}
        onPress={props.onPress}
      />
    </div>
  );
}
