/** The tomato: the one button of the room. It only draws its props. */
import type { JSX } from "solid-js";
import { IDLE, isHeld, STATE_NAMES } from "../../party/shared/pomodoro";
import type { RoomView } from "../../party/shared/codec";
import { firstWords } from "../i18n/firstWords";
import { ringOf } from "../../party/shared/dial";
import { Drawing } from "./Drawing";
import "./Tomato.css";

export function Tomato(props: {
  room: RoomView | null;
  /** Epoch ms on the server's clock. */
  now: number;
  /** Whether a press can reach the room; "soon": it goes out when the connection opens. */
  connected: boolean | "soon";
  /** What it says: `messageOf`. */
  message: string;
  /** Undefined where nobody may press it. */
  onPress: (() => void) | undefined;
}): JSX.Element {
  const state = () => props.room?.phase.state ?? IDLE;
  const isPaused = () => props.room !== null && isHeld(props.room.phase);
  // Not translated: the elements that a translator puts into a drawing do not show.
  return (
    <div
      class="tomato"
      translate="no"
      data-tomato
      data-state={STATE_NAMES[state()]}
      data-held={isPaused()}
      data-timed={ringOf(props.room, props.now).timed}
      data-connected={props.connected}
    >
      <Drawing room={props.room} now={props.now} message={props.message} />
      {/* The drawing changes every second. The button lies over it, so that the button's name does not. */}
      <button
        type="button"
        class="t-press"
        data-state={STATE_NAMES[state()]}
        data-held={isPaused()}
        data-known={props.room !== null}
        aria-label={
          isPaused() ? `${props.message}, ${firstWords.paused}` : props.message || firstWords.messages[IDLE]
        }
        disabled={!props.onPress}
        onClick={() => props.onPress?.()}
      />
    </div>
  );
}
