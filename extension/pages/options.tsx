/** The page with the settings: the room, the sites, and the key that presses the tomato. */
import { createSignal, onMount, Show } from "solid-js";
import type { JSX } from "solid-js";
import { addressOf } from "../../src/room/link";
import ui from "../../src/ui/ui.module.css";
import { words } from "../words";
import { RoomField } from "./RoomField";
import { Sites } from "./Sites";
import { createShownRoom, send, showPage } from "./page";

function Options(): JSX.Element {
  const { shown } = createShownRoom();
  const link = () => shown().settings.link;
  const [hotkey, setHotkey] = createSignal("");
  onMount(async () => {
    const commands = await chrome.commands.getAll();
    setHotkey(commands.find(({ name }) => name === "press")?.shortcut ?? "");
  });
  document.title = `${words.name}: ${words.settings}`;
  return (
    <main class="options">
      <h1>{document.title}</h1>
      <Show when={shown().isLoaded}>
        <section class={ui["tight"]}>
          <h2>{words.room}</h2>
          <Show when={link()} keyed fallback={<p class={ui["hint"]}>{words.intro}</p>}>
            {(link) => (
              <div class={ui["row"]}>
                <a class={ui["button"]} href={addressOf(link, link.origin)} target="_blank" translate="no">
                  {addressOf({ ...link, key: null }, link.origin)}
                </a>
                <button
                  type="button"
                  class={ui["quiet"]}
                  onClick={() => void send({ type: "use", link: null })}
                >
                  {words.forget}
                </button>
              </div>
            )}
          </Show>
          <RoomField current={link()} />
        </section>
        <Sites
          sites={shown().settings.sites}
          roomHost={link() === null ? null : new URL(link()!.origin).hostname}
        />
        <section class={ui["tight"]}>
          <h2>{words.hotkey}</h2>
          <p class={ui["hint"]}>
            {hotkey() === "" ? words.noHotkey : words.hotkeyIs(hotkey())} {words.hotkeyHint}
          </p>
        </section>
      </Show>
    </main>
  );
}

showPage(() => <Options />);
