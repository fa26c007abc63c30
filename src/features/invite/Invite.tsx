/** Once for each room, after this device's first press: offers to say one's name, and to invite somebody. */
import { createMemo, createSignal, onMount, Show, untrack } from "solid-js";
import type { JSX } from "solid-js";
import { isRunning, WORK } from "../../../party/shared/pomodoro";
import { getPreference } from "../../device/pagePreferences";
import { USER_NAME } from "../../device/preferences";
import { useRoom } from "../../room/context";
import { useSheets } from "../../ui/createSheets";
import type { SheetName } from "../../ui/createSheets";
import { Icon } from "../../ui/Icon";
import { saveInvited, wasInvited } from "./invitedRooms";
import { words } from "./words";
import style from "./Invite.module.css";

export default function Invite(): JSX.Element {
  const room = useRoom();
  const sheets = useSheets();
  const [isOpen, setOpen] = createSignal(false);
  /** Not while it is paused: the text above has two lines. */
  const isWork = createMemo(() => {
    const phase = room.shown()?.phase;
    return phase !== undefined && isRunning(phase) && phase.state === WORK;
  });
  const isNameless = (): boolean => getPreference(USER_NAME) === "";
  const isAlone = (): boolean => room.people()?.count === 1;
  const isShown = createMemo(() => isOpen() && isWork() && (isNameless() || isAlone()));
  onMount(async () => {
    if (await wasInvited(room.link.room)) return;
    if (!untrack(() => isNameless() || isAlone())) return;
    setOpen(true);
    await saveInvited(room.link.room);
  });

  const button = (sheet: SheetName, text: () => string): JSX.Element => (
    <button
      type="button"
      class={style["answer"]}
      onClick={() => {
        setOpen(false);
        sheets.show(sheet);
      }}
    >
      {text()}
    </button>
  );
  return (
    <Show when={isShown()}>
      <div class={style["invite"]} role="group" aria-label={words.label}>
        <Show when={isNameless()}>{button("people", () => words.name)}</Show>
        <Show when={isAlone()}>{button("share", () => words.bring)}</Show>
        <button
          type="button"
          class={style["dismiss"]}
          aria-label={words.dismiss}
          title={words.dismiss}
          onClick={() => setOpen(false)}
        >
          <Icon name="close" />
        </button>
      </div>
    </Show>
  );
}
