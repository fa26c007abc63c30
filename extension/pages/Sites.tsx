/** The list of sites to keep away from. A site is listed once the browser lets the extension see it. */
import { createSignal, For, onCleanup, onMount, Show } from "solid-js";
import type { JSX } from "solid-js";
import ui from "../../src/ui/ui.module.css";
import { originsOf, readSite } from "../core/sites";
import { words } from "../words";
import { TextField } from "./TextField";
import { send } from "./page";

export function Sites(props: { sites: readonly string[]; roomHost: string | null }): JSX.Element {
  const [text, setText] = createSignal("");
  const [problem, setProblem] = createSignal("");
  const [allowed, setAllowed] = createSignal<readonly string[]>([]);

  async function readAllowed(): Promise<void> {
    setAllowed((await chrome.permissions.getAll()).origins ?? []);
  }
  onMount(readAllowed);
  for (const event of [chrome.permissions.onAdded, chrome.permissions.onRemoved]) {
    const read = (): void => void readAllowed();
    event.addListener(read);
    onCleanup(() => event.removeListener(read));
  }
  const isAllowed = (site: string): boolean => originsOf(site).every((origin) => allowed().includes(origin));

  /** The browser asks only in answer to a click, so nothing may be awaited before. */
  async function add(event: Event): Promise<void> {
    event.preventDefault();
    const found = readSite(text(), props);
    if ("problem" in found) return void setProblem(words.siteProblem[found.problem]);
    const isGranted = await chrome.permissions.request({ origins: originsOf(found.site) });
    if (!isGranted) return void setProblem(words.siteProblem.denied);
    await send({ type: "sites", sites: [...props.sites, found.site] });
    setText("");
    setProblem("");
  }
  async function remove(site: string): Promise<void> {
    await send({ type: "sites", sites: props.sites.filter((one) => one !== site) });
    await chrome.permissions.remove({ origins: originsOf(site) }).catch(() => {}); // the administrator may hold it
  }
  return (
    <section class={ui["tight"]}>
      <h2>{words.sites}</h2>
      <p class={ui["hint"]}>{words.sitesHint}</p>
      <form class={ui["fieldRow"]} onSubmit={(event) => void add(event)}>
        <TextField
          label={words.siteField}
          placeholder={words.sitePlaceholder}
          text={text()}
          onText={setText}
          problemId="site-problem"
          isWrong={problem() !== ""}
        />
        <button type="submit" class={ui["primary"]}>
          {words.add}
        </button>
      </form>
      <p id="site-problem" class={ui["problem"]} role="status">
        {problem()}
      </p>
      <ul class="sites">
        <For each={props.sites}>
          {(site) => (
            <li>
              <span translate="no">{site}</span>
              <Show when={!isAllowed(site)}>
                <p class={ui["problem"]}>{words.notAllowed}</p>
                <button
                  type="button"
                  class={ui["button"]}
                  onClick={() => void chrome.permissions.request({ origins: originsOf(site) })}
                >
                  {words.allow(site)}
                </button>
              </Show>
              <button type="button" class={ui["quiet"]} onClick={() => void remove(site)}>
                {words.remove(site)}
              </button>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}
