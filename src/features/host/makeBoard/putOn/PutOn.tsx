/** Puts the program on a board from this page: choose the board, one click, a bar, and the board says hello. */
import { createEffect, createSignal, For, on, onMount, Show } from "solid-js";
import type { JSX } from "solid-js";
import { INSTALLERS } from "../../../../programs/installers";
import type { InstallerEntry } from "../../../../programs/installers";
import { LoadFailed } from "../../../../ui/LoadFailed";
import ui from "../../../../ui/ui.module.css";
import { useHosting } from "../../createHosting";
import { dismiss, installation, putOn, readInterrupted, wasInterrupted } from "./installation";
import { inPhase } from "./inPhase";
import type { Of } from "./inPhase";
import { Running } from "./Running";
import { Steps } from "./Steps";
import { words } from "./words";
import style from "./PutOn.module.css";

/** What is going on, in one sentence, for the eye and for a screen reader. */
function statusText(): string {
  const now = installation();
  if (now.phase === "done") return words.done(now.board);
  if (now.phase === "failed") return words.errors[now.code].what;
  if (now.phase === "idle") return "";
  return now.question ? words.questions[now.question].what : words.steps[now.steps.at(-1) ?? "connect"];
}

/** The file that this browser can write for the board; null: none. */
const fileOf = ({ file }: InstallerEntry): InstallerEntry["file"] =>
  file?.isOverUsb === true && !("usb" in navigator) ? null : file;

/** The entry with the field for a file, where another file or a first one is the way on. */
function fileEntryOf({ code, entry }: Of<"failed">): InstallerEntry | null {
  if (code === "wrong-file") return entry;
  const id = code === "no-micropython" ? entry.micropython?.writtenBy : null;
  return INSTALLERS.find((one) => one.id === id && fileOf(one) !== null) ?? null;
}

export function PutOn(): JSX.Element {
  const hosting = useHosting();
  const [entry, setEntry] = createSignal<InstallerEntry | null>(null);
  const [file, setFile] = createSignal<File | null>(null);
  const [hasLoadFailed, setLoadFailed] = createSignal(false);
  let panel: HTMLDivElement | undefined;
  onMount(() => void readInterrupted());

  function choose(next: InstallerEntry | null): void {
    dismiss();
    setFile(null);
    setEntry(next);
    void next?.load().catch(() => {}); // a click that follows tells of it
  }
  /** Loads what writes the file, because the browser's picker must open soon after the click. */
  function chooseFile(next: File | null, { load }: InstallerEntry): void {
    setFile(next);
    if (next)
      void load()
        .then(({ prepare }) => prepare?.())
        .catch(() => {});
  }
  /** Loads the host first where it is not there yet: it is, in an open sheet, unless its loading has failed. */
  function start(chosen: InstallerEntry): void {
    setLoadFailed(false);
    const chosenFile = file();
    hosting.load().then(
      (host) => putOn(host, chosen, chosenFile),
      () => setLoadFailed(true),
    );
  }

  // The button that was pressed is gone: the focus goes to what the person needs next, unless it is elsewhere by now.
  const view = (): string => {
    const now = installation();
    if (now.phase === "idle") return entry()?.id ?? "boards";
    return `${now.phase} ${(now.phase === "running" && now.question) || ""}`;
  };
  createEffect(
    on(
      view,
      () => {
        const { activeElement } = document;
        const isElsewhere =
          activeElement?.matches("dialog *") === true && panel?.contains(activeElement) === false;
        if (isElsewhere) return;
        const next = panel?.querySelector<HTMLElement>("[data-next]") ?? panel;
        next?.focus({ preventScroll: true });
        panel?.scrollIntoView({ block: "nearest" });
      },
      { defer: true },
    ),
  );

  return (
    <div
      class={style["putOn"]}
      ref={(element) => (panel = element)}
      tabIndex={-1}
      role="group"
      aria-label={words.title}
    >
      <h3 class={style["title"]}>{words.title}</h3>
      <p class={style["status"]} role="status">
        {statusText()}
      </p>
      <Show when={inPhase("idle") && entry() === null}>
        <Boards choose={choose} />
      </Show>
      <Show when={inPhase("running")}>{(now) => <Running now={now()} />}</Show>
      <Show when={inPhase("done")}>
        <p class={style["text"]}>
          {inPhase("done")?.entry.id === "microbit" ? words.connectedMicrobit : words.connected}
        </p>
        <button type="button" data-next class={ui["button"]} onClick={() => choose(null)}>
          {words.finish}
        </button>
      </Show>
      <Show when={inPhase("failed")}>
        {(now) => (
          <>
            <p class={style["text"]}>{words.errors[now().code].todo}</p>
            <Show when={now().code === "no-micropython" && now().entry.micropython}>
              {(way) => (
                <>
                  <Steps kind={way().steps} />
                  <Show when={way().writtenBy === null}>
                    <p class={ui["hint"]}>{words.comeback(words.isBack)}</p>
                  </Show>
                </>
              )}
            </Show>
            <div class={ui["row"]}>
              <Show
                when={fileEntryOf(now())}
                fallback={
                  <button
                    type="button"
                    data-next
                    class={`${ui["primary"]} ${ui["grow"]}`}
                    onClick={() => start(now().entry)}
                  >
                    {now().code === "no-micropython" ? words.isBack : words.again}
                  </button>
                }
              >
                {(other) => (
                  <button
                    type="button"
                    data-next
                    class={`${ui["primary"]} ${ui["grow"]}`}
                    onClick={() => choose(other())}
                  >
                    {words.chooseFile}
                  </button>
                )}
              </Show>
              <button type="button" class={`${ui["button"]} ${ui["grow"]}`} onClick={() => choose(null)}>
                {words.others}
              </button>
            </div>
            <Show when={now().detail}>
              <p class={style["detail"]}>{words.detail(now().detail)}</p>
            </Show>
          </>
        )}
      </Show>
      <Show when={inPhase("idle") && entry()}>
        {(chosen) => (
          <>
            <h4 class={style["board"]}>{chosen().name}</h4>
            <ol class={style["how"]}>
              <li>{words.plugIn}</li>
              <Show when={fileOf(chosen())}>
                <li>
                  <label class={ui["field"]}>
                    {words.files[chosen().id]}
                    <input
                      type="file"
                      accept={chosen().file?.ending}
                      onChange={(event) => chooseFile(event.currentTarget.files?.[0] ?? null, chosen())}
                    />
                  </label>
                </li>
              </Show>
              <li>{words.chooseEntry(words.start)}</li>
            </ol>
            <Show when={words.notes[chosen().id]}>{(note) => <p class={ui["hint"]}>{note()}</p>}</Show>
            <p class={ui["hint"]}>{words.replaces}</p>
            <Show when={chosen().micropython}>
              {(way) => (
                <details class={style["new"]} open={chosen().file?.isRequired === true}>
                  <summary>{words.isNew}</summary>
                  <Steps kind={way().steps} />
                </details>
              )}
            </Show>
            <div class={ui["row"]}>
              <button
                type="button"
                data-next
                class={`${ui["primary"]} ${ui["grow"]}`}
                disabled={chosen().file?.isRequired === true && file() === null}
                onClick={() => start(chosen())}
              >
                {words.start}
              </button>
              <button type="button" class={`${ui["button"]} ${ui["grow"]}`} onClick={() => choose(null)}>
                {words.others}
              </button>
            </div>
          </>
        )}
      </Show>
      <Show when={hasLoadFailed()}>
        <LoadFailed retry={() => choose(entry())} />
      </Show>
    </div>
  );
}

function Boards(props: { choose: (entry: InstallerEntry) => void }): JSX.Element {
  return (
    <>
      <Show when={wasInterrupted()} fallback={<p class={style["text"]}>{words.intro}</p>}>
        <p class={style["text"]}>{words.interrupted}</p>
      </Show>
      <ul class={style["list"]} aria-label={words.boards}>
        <For each={INSTALLERS}>
          {(one) => (
            <li>
              <button type="button" class={ui["button"]} onClick={() => props.choose(one)}>
                {one.name}
              </button>
            </li>
          )}
        </For>
      </ul>
    </>
  );
}
