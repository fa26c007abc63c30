/** The window under the icon: the tomato, which a click presses, or the way to a room. */
import { createSignal, onMount, Show } from "solid-js";
import type { JSX } from "solid-js";
import { nameOf } from "../../party/shared/nickname";
import { isOpenRoom } from "../../party/shared/access";
import { addressOf } from "../../src/room/link";
import ui from "../../src/ui/ui.module.css";
import { roomOfTab } from "../core/readRoomLink";
import type { RoomLink } from "../core/state";
import { words } from "../words";
import { RoomField } from "./RoomField";
import { RoomTomato } from "./RoomTomato";
import { createShownRoom, send, showPage } from "./page";

function Popup(): JSX.Element {
  const own = createShownRoom();
  const { shown, room } = own;
  const [line, setLine] = createSignal("");
  /** The room in the tab, of which the click on the icon lets the extension read the address. */
  const [tabRoom, setTabRoom] = createSignal<RoomLink | null>(null);
  onMount(async () => {
    const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
    setTabRoom(roomOfTab(tab?.url));
  });
  const link = () => shown().settings.link;
  const isOther = () => {
    const [tab, own] = [tabRoom(), link()];
    return (
      tab !== null &&
      (tab.room !== own?.room || tab.origin !== own.origin || (tab.key !== null && own.key === null))
    );
  };
  const watches = () => link()?.key === null && !isOpenRoom(link()?.room ?? "");

  async function useTab(): Promise<void> {
    const tab = tabRoom();
    const outcome = tab === null ? "refused" : await send({ type: "use", link: tab });
    setLine(outcome === "done" ? "" : words.outcome[outcome]);
  }
  async function press(): Promise<void> {
    const outcome = watches() ? "watching" : await send({ type: "press", on: room()?.rev ?? 0 });
    setLine(outcome === "done" ? "" : words.outcome[outcome]);
  }
  const hint = (): string => {
    if (line() !== "" || link() === null) return line();
    if (!shown().isReached) return words.outOfReach;
    return watches() ? words.watches : "";
  };

  return (
    <main class="popup" data-loaded={shown().isLoaded}>
      <Show
        when={link()}
        keyed
        fallback={
          <>
            <h1>{words.noRoom}</h1>
            <p class={ui["hint"]}>{words.intro}</p>
          </>
        }
      >
        {(link) => (
          <>
            <h1 class="name">
              <a href={addressOf(link, link.origin)} target="_blank" translate="no">
                {nameOf(link.room, room()?.title)}
              </a>
            </h1>
            <RoomTomato of={own} onPress={() => void press()} />
          </>
        )}
      </Show>
      <p class="line" role="status">
        {hint()}
      </p>
      <Show when={isOther()}>
        <button type="button" class={ui["primary"]} onClick={() => void useTab()}>
          {words.useTab}
        </button>
      </Show>
      <Show when={shown().isLoaded && link() === null && !isOther()}>
        <RoomField current={null} />
      </Show>
      <button type="button" class={ui["quiet"]} onClick={() => void chrome.runtime.openOptionsPage()}>
        {words.settings}
      </button>
    </main>
  );
}

showPage(() => <Popup />);
