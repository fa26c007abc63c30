/** The Join sheet: another room by its link, by the name of an open room, by a QR code, or from the list of recent rooms. */
import { createSignal, For, onMount, Show } from "solid-js";
import type { JSX } from "solid-js";
import { turnOff } from "../../alarm/push";
import { controlWords } from "../../i18n/controls/words";
import { addressOf, isOpen } from "../../room/link";
import type { Link } from "../../room/link";
import { isForgetful } from "../../device/storage";
import { nameOf } from "../../../party/shared/nickname";
import { readSubscribedRooms } from "../../device/subscribedRooms";
import { forgetRoom } from "../../room/forgetRoom";
import { readCachedRoom } from "../../room/roomCache";
import type { LinkProblem } from "../../room/readLink";
import { loadReader, makePrivateRoom } from "../../room/roomKey";
import type { NoRoomReason } from "../../room/route";
import { readSavedKey, readSavedRooms } from "../../room/savedRooms";
import type { SavedRoom } from "../../room/savedRooms";
import { Icon } from "../../ui/Icon";
import { Lazy } from "../../ui/Lazy";
import { LoadFailed } from "../../ui/LoadFailed";
import ui from "../../ui/ui.module.css";
import { canScan, Scan } from "./Scan";
import { words } from "./words";
import style from "./Join.module.css";

/** How many recent rooms, from the last one on, are asked what they do. */
const MAX_STATES = 8;

/** Opens the room. A link that differs from this page's only in its key changes the fragment, so the page is reloaded. */
function openLink(link: Link): void {
  location.assign(addressOf(link));
  if (location.pathname === addressOf({ ...link, key: null })) location.reload();
}

/** What stands in the way of opening a link, or null after it was opened. */
async function openText(text: string): Promise<LinkProblem | "failed" | null> {
  try {
    const { readLink } = await loadReader();
    const link = await readLink(text, location.host);
    if (typeof link === "string") return link;
    // Where this device has the key of the room, a damaged one does no harm.
    if (link.fault !== undefined && (await readSavedKey(link.room)) === null) return "damaged";
    openLink(link);
    return null;
  } catch {
    return "failed";
  }
}

/** What this device is to a recent room. */
function relationTo(room: SavedRoom): string {
  if (location.pathname === addressOf({ ...room, key: null })) return words.here;
  if (isOpen(room)) return words.openRoom;
  return room.key === null ? words.watches : words.controls;
}

/** Takes the room out of the list. A room that is forgotten does not notify this device any more, either. */
async function forget(link: Link): Promise<void> {
  await forgetRoom(link.room);
  if ((await readSubscribedRooms()).includes(link.room)) void turnOff(link);
}

/** What may be the name of an open room: no link, and not as long as the id of a private one. */
const NAME = /^\s*(?!.{22}\s*$)[\w -]{3,39}\s*$/;

/** `noRoomReason`: why the page has no room, if it has none. */
export default function Join(props: { noRoomReason?: NoRoomReason | undefined }): JSX.Element {
  const [text, setText] = createSignal("");
  const [problem, setProblem] = createSignal<LinkProblem | null>(null);
  /** What could not be loaded is tried again by this; null: nothing has failed. */
  const [retry, setRetry] = createSignal<(() => void) | null>(null);
  const [isScanning, setScanning] = createSignal(false);
  /** Null until they have been read: the sheet waits for them, so that it does not grow under a finger. */
  const [rooms, setRooms] = createSignal<readonly SavedRoom[] | null>(null);
  const refetch = async (): Promise<void> => void setRooms(await readSavedRooms());
  /** By room: as this device knows them, and then as the room tells them. */
  const [titles, setTitles] = createSignal<Readonly<Record<string, string | undefined>>>({});
  const setTitle = (room: string, title: string | undefined): void =>
    void setTitles((titles) => ({ ...titles, [room]: title }));
  onMount(async () => {
    const saved = await readSavedRooms();
    const known = await Promise.all(
      saved.map(async ({ room }) => [room, (await readCachedRoom(room))?.title] as const),
    );
    setTitles(Object.fromEntries(known));
    setRooms(saved);
  });

  /** Opens the room of a text, or resolves to what is wrong with it. What could not be loaded is offered once more. */
  async function enter(typed: string): Promise<LinkProblem | null> {
    const found = await openText(typed);
    setRetry(() => (found === "failed" ? () => void submit(typed) : null));
    return found === "failed" ? null : found;
  }
  const submit = async (typed: string): Promise<void> => void setProblem(await enter(typed));
  const enterScanned = async (code: string): Promise<string | null> => {
    const found = await enter(code);
    return found === null ? null : words.problem[found];
  };
  const startNewRoom = (): Promise<void> =>
    makePrivateRoom().then(openLink, () => void setRetry(() => () => void startNewRoom()));
  onMount(() => {
    if (props.noRoomReason !== "unread") return;
    // A reader that loads now reads the address of the reloaded page. One that does not shows which help to offer.
    setRetry(() => () => location.reload());
    loadReader().catch(() => {});
  });

  return (
    <Show when={rooms()}>
      {(rooms) => (
        <div class={ui["stack"]}>
          <p class={ui["hint"]}>{controlWords.purposes.join}</p>
          <Show when={props.noRoomReason === "bad-address"}>
            <p class={ui["problem"]} role="alert">
              {words.badAddress}
            </p>
          </Show>
          <form
            class={`${ui["stack"]} ${ui["beside"]}`}
            onSubmit={(event) => {
              event.preventDefault();
              void submit(text());
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
            <p id="join-problem" class={ui["problem"]} role="alert" hidden={problem() === null}>
              <Show when={problem()} keyed>
                {(found) => words.problem[found]}
              </Show>
            </p>
            <button type="submit" class={ui["primary"]}>
              {words.go}
            </button>
          </form>
          {/* Below the button, which stays where it is. */}
          <p class={ui["hint"]} role="status" hidden={!NAME.test(text())}>
            {words.nameHint}
          </p>
          <Show when={retry()}>{(again) => <LoadFailed retry={again()} />}</Show>
          <Show when={canScan()}>
            <button type="button" class={ui["button"]} onClick={() => setScanning((on) => !on)}>
              {words.scan}
            </button>
            <Show when={isScanning()}>
              <Scan open={enterScanned} />
            </Show>
          </Show>
          <Show when={isForgetful()}>
            <p class={ui["hint"]}>{words.forgetful}</p>
          </Show>
          <Show when={rooms().length > 0}>
            <h3 class={style["heading"]}>{words.recent}</h3>
            <ul class={style["rooms"]}>
              <For each={rooms()}>
                {(room, i) => (
                  <li class={style["room"]}>
                    <button type="button" class={style["open"]} onClick={() => openLink(room)}>
                      <strong translate="no">{nameOf(room.room, titles()[room.room])}</strong>
                      <span class={ui["hint"]}>{relationTo(room)}</span>
                      <Show when={i() < MAX_STATES}>
                        <Lazy
                          load={() => import("./RoomState")}
                          with={{ room: room.room, onTitle: (title) => setTitle(room.room, title) }}
                        />
                      </Show>
                    </button>
                    <button
                      type="button"
                      class={style["forget"]}
                      aria-label={words.forget}
                      title={words.forget}
                      onClick={() => void forget(room).then(refetch)}
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
      )}
    </Show>
  );
}
