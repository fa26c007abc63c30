/** Both links of the room, with plain words for what each gives. */
import { createEffect, createSignal, For, on, Show } from "solid-js";
import type { JSX } from "solid-js";
import { sheetWords } from "../../i18n/sheetWords";
import { words } from "../../i18n/words";
import { newRoom } from "../../room/route";
import { useRoom } from "../../room/context";
import { rememberRoom } from "../../device/storage";
import { addressOf, isOpen } from "../../room/link";
import { nicknameOf } from "../../room/nickname";
import { Qr } from "../../ui/Qr";
import ui from "../../ui/ui.module.css";
import style from "./Share.module.css";

interface Way {
  readonly label: string;
  readonly means: string;
  readonly url: string;
}

export default function Share(): JSX.Element {
  const { link } = useRoom();
  const [chosen, setChosen] = createSignal(0);
  const watch: Way = {
    label: sheetWords.share.watch,
    means: sheetWords.share.watchMeans,
    url: addressOf({ room: link.room, key: null }, location.origin),
  };
  const ways: Way[] = isOpen(link)
    ? [{ label: sheetWords.share.open, means: sheetWords.share.openMeans(link.room), url: watch.url }]
    : link.key === null
      ? [watch]
      : [
          {
            label: sheetWords.share.control,
            means: sheetWords.share.controlMeans,
            url: addressOf(link, location.origin),
          },
          watch,
        ];
  const way = (): Way => ways[chosen()] ?? watch;

  async function startNewRoom(): Promise<void> {
    const made = await newRoom();
    if (made === null) return;
    await rememberRoom(made);
    location.assign(addressOf(made));
  }

  return (
    <div class={ui["stack"]}>
      <p class={style["nickname"]}>
        <span class={ui["hint"]}>{sheetWords.share.nickname}</span>
        <strong>{isOpen(link) ? link.room : nicknameOf(link.room)}</strong>
      </p>
      <Show when={ways.length > 1}>
        <div class={style["choice"]} role="group">
          <For each={ways}>
            {(one, i) => (
              <button
                type="button"
                aria-pressed={chosen() === i()}
                class={style["option"]}
                onClick={() => setChosen(i())}
              >
                {one.label}
              </button>
            )}
          </For>
        </div>
      </Show>
      <div class={style["ways"]}>
        <LinkRow way={way()} />
        <Qr text={way().url} label={sheetWords.share.qr} />
      </div>
      <Show when={link.key !== null}>
        <p class={ui["hint"]}>{sheetWords.share.forClass}</p>
      </Show>
      <Show when={!isOpen(link) && link.key === null}>
        <p class={ui["hint"]}>{sheetWords.share.youWatch}</p>
      </Show>
      <hr class={style["line"]} />
      <button type="button" class={ui["button"]} onClick={() => void startNewRoom()}>
        {sheetWords.share.newRoom}
      </button>
      <p class={ui["hint"]}>{sheetWords.share.newRoomMeans}</p>
    </div>
  );
}

function LinkRow(props: { way: Way }): JSX.Element {
  const [told, setTold] = createSignal<string | null>(null);
  let field: HTMLInputElement | undefined;
  createEffect(
    on(
      () => props.way,
      () => setTold(null),
    ),
  ); // "Copied" is never said of the other link

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(props.way.url);
      setTold(sheetWords.share.copied);
    } catch {
      field?.select();
      setTold(sheetWords.share.copyFailed);
    }
  }
  async function send(): Promise<void> {
    try {
      await navigator.share({ title: words.app, url: props.way.url });
    } catch {
      // the person closed the list of apps
    }
  }
  return (
    <div class={ui["stack"]}>
      <label class={ui["field"]}>
        {props.way.label}
        <input
          ref={(element) => (field = element)}
          readOnly
          value={props.way.url}
          onFocus={(event) => event.currentTarget.select()}
        />
      </label>
      <p class={ui["hint"]}>{props.way.means}</p>
      <div class={ui["row"]}>
        <button type="button" class={`${ui["primary"]} ${ui["grow"]}`} onClick={() => void copy()}>
          {sheetWords.share.copy}
        </button>
        <Show when={"share" in navigator}>
          <button type="button" class={`${ui["button"]} ${ui["grow"]}`} onClick={() => void send()}>
            {sheetWords.share.send}
          </button>
        </Show>
      </div>
      <p class={ui["hint"]} role="status">
        {told() ?? ""}
      </p>
    </div>
  );
}
