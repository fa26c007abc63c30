/** The tomato: the one button of the room. Draws what it is given, knows no network. */
import type { JSX } from "solid-js";
import { IDLE, isHeld, STATE_NAMES } from "../../party/shared/pomodoro";
import type { RoomView } from "../../party/shared/codec";
import { words } from "../i18n/words";
import { progressOf } from "./countdown";
import { Drawing } from "./Drawing";
import style from "./Tomato.module.css";

export function Tomato(props: {
  room: RoomView | null;
  /** Server time in ms. */
  now: number;
  /** Whether a press can reach the room. */
  connected: boolean;
  onPress: () => void;
}): JSX.Element {
  const state = () => props.room?.phase.state ?? IDLE;
  const held = () => props.room !== null && isHeld(props.room.phase);
  const message = () => words.messages[state()] ?? "";
  return (
    <div
      class={style["tomato"]}
      data-tomato
      data-state={STATE_NAMES[state()]}
      data-held={held()}
      data-timed={props.room !== null && progressOf(props.room, props.now) !== null}
      data-connected={props.connected}
    >
      <Drawing room={props.room} now={props.now} />
      {/* The button lies over the drawing, which changes every second, so that its name does not. */}
      <button
        type="button"
        class={style["press"]}
        data-state={STATE_NAMES[state()]}
        data-held={held()}
        data-known={props.room !== null}
        aria-label={held() ? `${message()}, ${words.paused}` : message()}
        onClick={() => props.onPress()}
      />
    </div>
  );
}
