/** The sheet for the settings of this device. Each part of it is a file of its own. */
import { Show, useContext } from "solid-js";
import type { JSX } from "solid-js";
import { isForgetful } from "../../device/storage";
import { RoomContext } from "../../room/context";
import { NameField } from "../../ui/NameField";
import ui from "../../ui/ui.module.css";
import { AppPart } from "./AppPart";
import { BigScreenPart } from "./BigScreenPart";
import { FloatPart } from "./FloatPart";
import { AppearancePart } from "./AppearancePart";
import { NotificationsPart } from "./NotificationsPart";
import { SoundPart } from "./SoundPart";
import { words } from "./words";

export default function Device(): JSX.Element {
  const room = useContext(RoomContext); // undefined on the screen without a room
  return (
    <div class={ui["stack"]}>
      <NameField />
      <Show when={isForgetful()}>
        <p class={ui["hint"]}>{words.forgetful}</p>
      </Show>
      <Show when={!isSecureContext}>
        <p class={ui["hint"]}>{words.insecure}</p>
      </Show>
      <Show when={room} keyed>
        {(room) => <NotificationsPart link={room.link} />}
      </Show>
      <SoundPart />
      <Show when={room} keyed>
        {(room) => (
          <>
            <FloatPart room={room} />
            <BigScreenPart />
          </>
        )}
      </Show>
      <AppearancePart />
      <AppPart link={room?.link} />
    </div>
  );
}
