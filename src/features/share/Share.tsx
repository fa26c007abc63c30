/** The Share sheet: the links of the room, with what each of them allows. */
import { createEffect, createSignal, For, on, Show } from "solid-js";
import type { JSX } from "solid-js";
import { controlWords } from "../../i18n/controls/words";
import { firstWords } from "../../i18n/firstWords";
import { useRoom } from "../../room/context";
import { addressOf, isOpen } from "../../room/link";
import { nameOf } from "../../../party/shared/nickname";
import { makePrivateRoom } from "../../room/roomKey";
import { copyField } from "../../ui/copyField";
import { LazyPart } from "../../ui/LazyPart";
import { Named } from "../../ui/Named";
import { Qr } from "../../ui/Qr";
import ui from "../../ui/ui.module.css";
import { words as uiWords } from "../../ui/words";
import { words } from "./words";
import style from "./Share.module.css";

interface ShareLink {
  readonly label: string;
  /** What the link allows. */
  readonly description: string;
  readonly url: string;
  /** The name of the room, where the description has it. */
  readonly room?: string;
}

/** The host names that lead each device to itself. */
const ownAddress = /^(localhost|.+\.localhost|127\..+|\[::1\])$/;

export default function Share(): JSX.Element {
  const { link, role, shown } = useRoom();
  const [chosen, setChosen] = createSignal(0);
  const watchLink: ShareLink = {
    label: words.watch,
    description: words.watchHint,
    url: addressOf({ room: link.room, key: null }, location.origin),
  };
  const overlay: ShareLink = {
    label: words.overlay,
    description: words.overlayHint,
    url: addressOf({ room: link.room, key: null }, location.origin, "?view=overlay"),
  };
  const control: ShareLink = {
    label: words.control,
    description: words.controlHint,
    url: addressOf(link, location.origin),
  };
  const open: ShareLink = {
    label: words.open,
    description: words.openHint(link.room),
    url: watchLink.url,
    room: link.room,
  };
  const links = isOpen(link)
    ? [open, overlay]
    : link.key === null
      ? [watchLink, overlay]
      : [control, watchLink, overlay];
  /** Whether the code that makes rooms could not be loaded. */
  const [problem, setProblem] = createSignal(false);
  const [isTelling, setTelling] = createSignal(false);
  const [isNaming, setNaming] = createSignal(false);
  const chosenLink = (): ShareLink => links[chosen()] ?? watchLink;

  async function startNewRoom(): Promise<void> {
    try {
      const started = await makePrivateRoom();
      // Without its name it is as good.
      if (isOpen(link))
        await import("./title/giveTitle").then(
          (part) => part.giveTitle(started, link.room),
          () => {},
        );
      location.assign(addressOf(started));
    } catch {
      setProblem(true);
    }
  }

  return (
    <div class={`${ui["stack"]} ${style["share"]}`}>
      <p class={ui["hint"]}>{controlWords.purposes.share}</p>
      <p class={style["nickname"]}>
        <span class={ui["hint"]}>{words.nickname}</span>
        <strong translate="no">{nameOf(link.room, shown()?.title)}</strong>
        <Show when={role() === "control" && !isOpen(link)}>
          <button
            type="button"
            class={ui["quiet"]}
            aria-expanded={isNaming()}
            onClick={() => setNaming((naming) => !naming)}
          >
            {words.rename}
          </button>
        </Show>
      </p>
      <Show when={isNaming()}>
        <LazyPart load={() => import("./title/TitleField")} with={{}} />
      </Show>
      <div class={style["choice"]} role="group">
        <For each={links}>
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
      <div class={style["links"]}>
        <LinkRow link={chosenLink()} />
        <Qr text={chosenLink().url} label={words.qr} />
      </div>
      <Show when={ownAddress.test(location.hostname)}>
        <p class={ui["problem"]}>{words.onlyHere}</p>
      </Show>
      <Show when={link.key !== null}>
        <p class={ui["hint"]}>{words.forClass}</p>
      </Show>
      <Show when={!isOpen(link) && link.key === null}>
        <p class={ui["hint"]}>{words.youWatch}</p>
      </Show>
      <hr class={style["line"]} />
      <button type="button" class={ui["button"]} onClick={() => void startNewRoom()}>
        {isOpen(link) ? words.privateRoom : words.newRoom}
      </button>
      <p class={ui["hint"]} role="status">
        <Show when={!problem()} fallback={controlWords.sheet.failed}>
          <Show when={isOpen(link)} fallback={words.newRoomHint}>
            <Named text={words.privateRoomHint(link.room)} name={link.room} />
          </Show>
        </Show>
      </p>
      <Show when={role() === "control"}>
        <hr class={style["line"]} />
        <button
          type="button"
          class={ui["button"]}
          aria-expanded={isTelling()}
          onClick={() => setTelling((telling) => !telling)}
        >
          {words.tell}
        </button>
        <Show when={isTelling()}>
          <LazyPart load={() => import("./hooks/Hooks")} with={{}} />
        </Show>
      </Show>
    </div>
  );
}

/** For a screen that many see: this part of the app makes QR codes. */
export const Code = Qr;

function LinkRow(props: { link: ShareLink }): JSX.Element {
  /** Null: not tried with this link. */
  const [isCopied, setCopied] = createSignal<boolean | null>(null);
  let field: HTMLInputElement | undefined;
  createEffect(
    on(
      () => props.link,
      () => setCopied(null),
    ),
  );

  async function copy(): Promise<void> {
    if (field !== undefined) setCopied(await copyField(field));
  }
  async function send(): Promise<void> {
    try {
      await navigator.share({ title: firstWords.app, url: props.link.url });
    } catch {
      // the person has closed the list of apps
    }
  }
  return (
    <div class={`${ui["stack"]} ${ui["beside"]}`}>
      <label class={ui["field"]}>
        {props.link.label}
        <input
          ref={(element) => (field = element)}
          readOnly
          value={props.link.url}
          onFocus={(event) => event.currentTarget.select()}
        />
      </label>
      <p class={`${ui["hint"]} ${style["does"]}`}>
        <Named text={props.link.description} name={props.link.room} />
      </p>
      <p class={isCopied() === false ? ui["problem"] : "visually-hidden"} role="status">
        {isCopied() === null ? "" : isCopied() ? uiWords.copied : uiWords.copyFailed}
      </p>
      <div class={ui["pinned"]}>
        <div class={`${ui["row"]} ${style["actions"]}`}>
          <button type="button" class={ui["primary"]} onClick={() => void copy()}>
            {isCopied() ? uiWords.copied : uiWords.copy}
          </button>
          <Show when={"share" in navigator}>
            <button type="button" class={ui["button"]} onClick={() => void send()}>
              {words.send}
            </button>
          </Show>
        </div>
      </div>
    </div>
  );
}
