/** What this device has worked on, of its own log. It is on this device only. */
import { createMemo, createSignal, For, onMount, Show } from "solid-js";
import type { JSX } from "solid-js";
import { pageLocale, wordsLocale } from "../../i18n/formats";
import { useRoom } from "../../room/context";
import { clearLog, readLog } from "../../room/workLog";
import type { LogEntry } from "../../room/workLog";
import Confirm from "../../ui/Confirm";
import { download } from "../../ui/download";
import ui from "../../ui/ui.module.css";
import { makeFormats } from "./format";
import { logCsv } from "./logCsv";
import { words } from "./words";

/** The list shows this many; the CSV has all. */
const SHOWN = 20;

export function You(): JSX.Element {
  const room = useRoom();
  const [entries, setEntries] = createSignal<readonly LogEntry[]>([]);
  const [isConfirming, setConfirming] = createSignal(false);
  const formats = createMemo(() => makeFormats(pageLocale(), wordsLocale()));
  const newest = createMemo(() => entries().slice(-SHOWN).reverse());
  async function load(): Promise<void> {
    setEntries((await readLog()).filter((entry) => entry.room === room.link.room));
  }
  onMount(() => void load());
  async function clear(): Promise<void> {
    await clearLog(room.link.room);
    await load();
  }
  return (
    <Show when={entries().length > 0}>
      <section class="h-you">
        <h3>{words.you}</h3>
        <p>{words.youHint}</p>
        <ul>
          <For each={newest()}>
            {(entry) => (
              <li>
                <bdi translate="no">{entry.text}</bdi>
                <span>
                  {formats().day(entry.from)}, {formats().range(entry.from, entry.to)}
                  {entry.done ? ` · ${words.youDone}` : ""}
                </span>
              </li>
            )}
          </For>
        </ul>
        <div class="h-foot">
          <button
            type="button"
            class={ui["button"]}
            onClick={() => download("pomodoro-log.csv", "text/csv", logCsv(entries()))}
          >
            {words.youCsv}
          </button>
          <button type="button" class={ui["button"]} onClick={() => setConfirming(true)}>
            {words.youClear}
          </button>
        </div>
        <Show when={isConfirming()}>
          <Confirm
            question={words.youClearQuestion}
            choices={[{ label: words.youClear, choose: () => void clear() }]}
            onClose={() => setConfirming(false)}
          />
        </Show>
      </section>
    </Show>
  );
}
