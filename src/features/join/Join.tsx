/** The Join sheet: another room by its link, by the name of an open room, by a QR code, or from the list of recent rooms. */
import { createSignal, For, onMount, Show } from "solid-js";
import type { JSX } from "solid-js";
import { addressOf, isOpen } from "../../room/link";
import type { Link } from "../../room/link";
import { nicknameOf } from "../../room/nickname";
import { readLink } from "../../room/readLink";
import { makePrivateRoom } from "../../room/route";
import type { NoRoomReason } from "../../room/route";
import { forgetRoom, readSavedRooms, saveRoom } from "../../room/savedRooms";
import type { SavedRoom } from "../../room/savedRooms";
import { Icon } from "../../ui/Icon";
import ui from "../../ui/ui.module.css";
import { canScan, Scan } from "./Scan";
import { words } from "./words";
import style from "./Join.module.css";

/** Opens the room. A link that differs from this page's only in its key changes the fragment, so the page is reloaded. */
async function openLink(link: Link): Promise<void> {
  await saveRoom(link);
  location.assign(addressOf(link));
  if (location.pathname === addressOf({ ...link, key: null })) location.reload();
}

/** `noRoomReason`: why the page has no room, if it has none. */
export default function Join(props: { noRoomReason?: NoRoomReason | undefined }): JSX.Element {
  const [text, setText] = createSignal("");
  const [problem, setProblem] = createSignal<string | null>(null);
  const [isScanning, setScanning] = createSignal(false);
  const [rooms, setRooms] = createSignal<readonly SavedRoom[]>([]);
  const refetch = async (): Promise<void> => void setRooms(await readSavedRooms());
  onMount(refetch);

  function openText(typed: string): void {
    const link = readLink(typed, location.host);
    if (typeof link === "string") setProblem(words.problem[link]);
    else void openLink(link);
  }
  async function startNewRoom(): Promise<void> {
    const link = await makePrivateRoom();
    if (link === null) setProblem(words.insecure);
    else await openLink(link);
  }
  const reasonText = (): string | null => {
    if (props.noRoomReason === "bad-address") return words.badAddress;
    if (props.noRoomReason === "insecure") return words.insecure;
    return props.noRoomReason === "first" ? words.first : null;
  };

  return (
    <div class={ui["stack"]}>
      <Show when={reasonText()}>{(text) => <p class={style["reason"]}>{text()}</p>}</Show>
      <form
        class={ui["stack"]}
        onSubmit={(event) => {
          event.preventDefault();
          openText(text());
        }}
      >
        <label class={ui["field"]}>
          {words.field}
          <input
            value={text()}
            placeholder={words.placeholder}
            autocapitalize="none"
            autocomplete="off"
            spellcheck={false}
            aria-invalid={problem() !== null}
            aria-describedby="join-problem"
            onInput={(event) => {
              setText(event.currentTarget.value);
              setProblem(null);
            }}
          />
        </label>
        <p id="join-problem" class={ui["problem"]} role="status">
          {problem() ?? ""}
        </p>
        <button type="submit" class={ui["primary"]}>
          {words.go}
        </button>
      </form>
      <Show when={canScan()}>
        <button type="button" class={ui["button"]} onClick={() => setScanning((on) => !on)}>
          {words.scan}
        </button>
        <Show when={isScanning()}>
          <Scan onText={openText} />
        </Show>
      </Show>
      <Show when={rooms().length > 0}>
        <h3 class={style["heading"]}>{words.recent}</h3>
        <ul class={style["rooms"]}>
          <For each={rooms()}>
            {(room) => (
              <li class={style["room"]}>
                <button type="button" class={style["open"]} onClick={() => void openLink(room)}>
                  <strong>{isOpen(room) ? room.room : nicknameOf(room.room)}</strong>
                  <span class={ui["hint"]}>
                    {isOpen(room) ? words.openRoom : room.key === null ? words.watches : words.controls}
                  </span>
                </button>
                <button
                  type="button"
                  class={style["forget"]}
                  aria-label={words.forget}
                  title={words.forget}
                  onClick={() => void forgetRoom(room.room).then(refetch)}
                >
                  <Icon name="close" />
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <button type="button" class={ui["button"]} onClick={() => void startNewRoom()}>
        {words.newRoom}
      </button>
    </div>
  );
}
