/** What concerns this device alone. Each part of it is a file of `device/`. */
import { Show, useContext } from "solid-js";
import type { JSX } from "solid-js";
import { RoomContext } from "../../room/context";
import ui from "../../ui/ui.module.css";
import { AppPart } from "./AppPart";
import { FloatPart } from "./FloatPart";
import { LooksPart } from "./LooksPart";
import { NotificationsPart } from "./NotificationsPart";
import { SoundPart } from "./SoundPart";
import { NameField } from "../people/NameField";

export default function Device(): JSX.Element {
  const room = useContext(RoomContext); // there is none while the person still looks for one
  return (
    <div class={ui["stack"]}>
      <NameField />
      <Show when={room} keyed>
        {(room) => <NotificationsPart link={room.link} />}
      </Show>
      <SoundPart />
      <Show when={room} keyed>
        {(room) => <FloatPart room={room} />}
      </Show>
      <LooksPart />
      <AppPart />
    </div>
  );
}
