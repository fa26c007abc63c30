/** The Host sheet: connects a board, and shows its state, its light and its last events. */
import { createSignal, For, onMount, Show, untrack } from "solid-js";
import type { JSX } from "solid-js";
import type { BoardKind } from "../../board/board";
import type { BrowserHost } from "../../board/browserHost";
import { controlWords } from "../../i18n/controls/words";
import { useRoom } from "../../room/context";
import { LazyPart } from "../../ui/LazyPart";
import { LoadFailed } from "../../ui/LoadFailed";
import ui from "../../ui/ui.module.css";
import { Checks } from "./Checks";
import { putOn, useHosting } from "./createHosting";
import { Events } from "./Events";
import { Light } from "./Light";
import { statusText } from "./statusText";
import { words } from "./words";
import style from "./Host.module.css";

const BUTTONS = [
  ["serial", "connectSerial"],
  ["hid", "connectHid"],
] as const satisfies readonly (readonly [BoardKind, keyof typeof words])[];

export default function Host(): JSX.Element {
  const room = useRoom();
  const hosting = useHosting();
  const [host, setHost] = createSignal<BrowserHost | null>(null);
  /** Whether the instructions for making a board have been opened. */
  const [showsInstructions, setShowsInstructions] = createSignal(untrack(putOn) !== "idle");
  const [failed, setFailed] = createSignal(false);
  /** Whether the buttons for a board, or the problem in their place, are there: nothing below them moves any more. */
  const [isComplete, setComplete] = createSignal(false);
  function load(): void {
    setFailed(false);
    void hosting
      .load()
      .then(setHost, () => setFailed(true))
      .finally(() => setComplete(true));
  }
  onMount(load);

  const phase = (): string => hosting.view()?.status.phase ?? "off";
  /** Whether the person can connect a board. A disconnected board may come back at another port, so it counts as free. */
  const canConnect = (): boolean =>
    ["off", "failed", "waiting", "elsewhere"].includes(phase()) && putOn() !== "running";
  const isInUse = (): boolean => phase() !== "off";
  /** The kind of a board that has to be connected once more comes first. */
  const availableButtons = (): readonly (typeof BUTTONS)[number][] => {
    const status = hosting.view()?.status;
    const first = status?.phase === "waiting" ? status.kind : BUTTONS[0][0];
    const available = BUTTONS.filter(([kind]) => host()?.kinds.includes(kind) === true);
    return available.sort(([a], [b]) => Number(b === first) - Number(a === first));
  };

  return (
    <div class={ui["stack"]}>
      <div class={style["board"]} data-phase={phase()}>
        <Light light={hosting.view()?.light ?? null} />
        <div>
          <p class={style["status"]} role="status">
            {statusText(hosting.view(), words)}
          </p>
          <Show when={hosting.view()?.board}>
            {(board) => (
              <>
                <p class={ui["hint"]}>
                  {board().kind === "virtual"
                    ? words.virtual.name
                    : words.board(board().name || board().kind, board().fw)}
                </p>
                <Show when={board().caps.length > 0 && !board().caps.includes("button")}>
                  <p class={ui["hint"]}>{words.noButton}</p>
                </Show>
              </>
            )}
          </Show>
        </div>
      </div>
      <Show when={phase() === "live" && hosting.view()?.isRoomReachable === false}>
        <p class={ui["problem"]}>{words.outOfReach}</p>
      </Show>
      <Show when={room.role() === "watch"}>
        <p class={ui["hint"]}>{words.watcher}</p>
      </Show>
      <Checks view={hosting.view()} />
      <Show when={hosting.view()?.board?.kind === "virtual" && host()}>
        {(made) => (
          <>
            <button
              type="button"
              class={style["press"]}
              onPointerDown={() => made().virtual.press()}
              onPointerUp={() => made().virtual.release()}
              onPointerLeave={() => made().virtual.release()}
              onPointerCancel={() => made().virtual.release()}
              onKeyDown={(event) => {
                if ((event.key === " " || event.key === "Enter") && !event.repeat) made().virtual.press();
              }}
              onKeyUp={() => made().virtual.release()}
              onBlur={() => made().virtual.release()}
              onContextMenu={(event) => event.preventDefault()}
            >
              {words.virtual.press}
            </button>
            <p class={ui["hint"]}>{words.virtual.hint}</p>
          </>
        )}
      </Show>
      <Show when={failed()}>
        <LoadFailed retry={load} />
      </Show>
      <Show when={host()}>
        {(made) => (
          <div class={ui["stack"]}>
            <Show when={canConnect()}>
              <Show when={phase() === "off"}>
                <p class={style["intro"]}>{controlWords.purposes.host}</p>
              </Show>
              <For each={availableButtons()}>
                {([kind, label], i) => (
                  <button
                    type="button"
                    class={i() === 0 ? ui["primary"] : ui["button"]}
                    onClick={() => void made().connect(kind)}
                  >
                    {words[label]}
                  </button>
                )}
              </For>
              <Show when={availableButtons().length > 0 && !made().remembers()}>
                <p class={ui["hint"]}>{words.forgetful}</p>
              </Show>
              <Show when={availableButtons().length === 0}>
                <p class={ui["problem"]}>{isSecureContext ? words.unsupported : words.insecure}</p>
              </Show>
              <button type="button" class={ui["button"]} onClick={() => void made().connect("virtual")}>
                {words.tryVirtual}
              </button>
            </Show>
            <Show when={isInUse()}>
              <div class={ui["row"]}>
                <button
                  type="button"
                  class={`${ui["button"]} ${ui["grow"]}`}
                  onClick={() => void made().disconnect()}
                >
                  {words.disconnect}
                </button>
                <Show when={hosting.view()?.board?.kind !== "virtual"}>
                  <button
                    type="button"
                    class={`${ui["button"]} ${ui["grow"]}`}
                    onClick={() => void made().forget()}
                  >
                    {words.forget}
                  </button>
                </Show>
              </div>
            </Show>
          </div>
        )}
      </Show>
      <Show when={phase() === "live"}>
        <p class={ui["hint"]}>{words.background}</p>
      </Show>
      <Show when={isInUse() || (hosting.view()?.events.length ?? 0) > 0}>
        <Events events={hosting.view()?.events ?? []} />
      </Show>
      <Show when={isComplete()}>
        <details
          class={style["make"]}
          open={untrack(putOn) !== "idle"}
          onToggle={(event) => {
            setShowsInstructions(true);
            event.currentTarget.scrollIntoView(); // the instructions open at the end of the sheet
          }}
        >
          <summary>{words.make}</summary>
          <Show when={showsInstructions()}>
            <LazyPart load={() => import("./makeBoard/MakeBoard")} with={{}} />
          </Show>
        </details>
      </Show>
    </div>
  );
}
