/** Another room: by link, by an open room's name, from the recent ones, or by scanning a code. */
import { createSignal, For, onMount, Show } from "solid-js";
import type { JSX } from "solid-js";
import { sheetWords } from "../../i18n/sheetWords";
import { newRoom } from "../../room/route";
import { forgetRoom, rememberRoom, savedRooms } from "../../device/storage";
import type { SavedRoom } from "../../device/storage";
import { addressOf, isOpen } from "../../room/link";
import type { Link } from "../../room/link";
import { readLink } from "../../room/readLink";
import { nicknameOf } from "../../room/nickname";
import { Icon } from "../../ui/Icon";
import ui from "../../ui/ui.module.css";
import style from "./Join.module.css";
import type { SheetProps } from "../../app/OpenSheet";
import { canScan, Scan } from "./Scan";

/** Goes there; a link that differs only in its key would otherwise change nothing but the fragment. */
async function go(link: Link): Promise<void> {
  await rememberRoom(link);
  location.assign(addressOf(link));
  if (location.pathname === addressOf({ ...link, key: null })) location.reload();
}

export default function Join(props: SheetProps): JSX.Element {
  const [text, setText] = createSignal("");
  const [problem, setProblem] = createSignal<string | null>(null);
  const [scanning, setScanning] = createSignal(false);
  const [rooms, setRooms] = createSignal<readonly SavedRoom[]>([]);
  const refetch = async (): Promise<void> => void setRooms(await savedRooms());
  onMount(refetch);

  function read(typed: string): void {
    const link = readLink(typed, location.host);
    if (typeof link === "string") setProblem(sheetWords.join.problem[link]);
    else void go(link);
  }
  async function startNewRoom(): Promise<void> {
    const made = await newRoom();
    if (made === null) setProblem(sheetWords.join.insecure);
    else await go(made);
  }
  const why = (): string | null => {
    if (props.joinWhy === "bad-address") return sheetWords.join.badAddress;
    if (props.joinWhy === "insecure") return sheetWords.join.insecure;
    return props.joinWhy === "first" ? sheetWords.join.first : null;
  };

  return (
    <div class={ui["stack"]}>
      <Show when={why()}>{(text) => <p class={style["why"]}>{text()}</p>}</Show>
      <form
        class={ui["stack"]}
        onSubmit={(event) => {
          event.preventDefault();
          read(text());
        }}
      >
        <label class={ui["field"]}>
          {sheetWords.join.field}
          <input
            value={text()}
            placeholder={sheetWords.join.placeholder}
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
          {sheetWords.join.go}
        </button>
      </form>
      <Show when={canScan()}>
        <button type="button" class={ui["button"]} onClick={() => setScanning((on) => !on)}>
          {sheetWords.join.scan}
        </button>
        <Show when={scanning()}>
          <Scan onText={read} />
        </Show>
      </Show>
      <Show when={rooms().length > 0}>
        <h3 class={style["heading"]}>{sheetWords.join.recent}</h3>
        <ul class={style["rooms"]}>
          <For each={rooms()}>
            {(room) => (
              <li class={style["room"]}>
                <button type="button" class={style["go"]} onClick={() => void go(room)}>
                  <strong>{isOpen(room) ? room.room : nicknameOf(room.room)}</strong>
                  <span class={ui["hint"]}>
                    {isOpen(room)
                      ? sheetWords.join.openRoom
                      : room.key === null
                        ? sheetWords.join.watches
                        : sheetWords.join.controls}
                  </span>
                </button>
                <button
                  type="button"
                  class={style["forget"]}
                  aria-label={sheetWords.join.forget}
                  title={sheetWords.join.forget}
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
        {sheetWords.join.newRoom}
      </button>
    </div>
  );
}
