/** The whole page: a room's screen, or the sheet that leads to one. Follows the preferences for colours and language. */
import { createEffect, createMemo, on, onCleanup, Show } from "solid-js";
import type { JSX } from "solid-js";
import { getPreference } from "../device/pagePreferences";
import { LANGUAGE_CHOICE } from "../device/preferences";
import { setLanguage } from "../i18n/language";
import { resolveLanguage } from "../i18n/languages";
import type { Route } from "../room/route";
import type { SheetName } from "../ui/createSheets";
import { Lazy } from "../ui/Lazy";
import { applyTheme } from "../ui/theme";
import { RoomScreen } from "./RoomScreen";

/** `sheet`: the one to open first. */
export function App(props: { route: Route; sheet: SheetName | null }): JSX.Element {
  const languageChoice = createMemo(() => getPreference(LANGUAGE_CHOICE));
  const applyLanguage = (): void => void setLanguage(resolveLanguage(languageChoice(), navigator.languages));
  createEffect(on(languageChoice, applyLanguage, { defer: true }));
  // eslint-disable-next-line solid/reactivity -- an event handler: the browser's languages have changed
  addEventListener("languagechange", applyLanguage);
  onCleanup(() => removeEventListener("languagechange", applyLanguage));
  createEffect(applyTheme);

  const room = () => (props.route.kind === "room" ? props.route : null);
  return (
    <Show
      when={room()}
      keyed
      fallback={
        <Lazy
          load={() => import("./NoRoomScreen")}
          with={{ reason: props.route.kind === "no-room" ? props.route.reason : "first" }}
        />
      }
    >
      {({ link, cached }) =>
        document.documentElement.dataset["view"] === "overlay" ? (
          <Lazy load={() => import("./Overlay")} with={{ link, cached }} />
        ) : (
          <RoomScreen link={link} cached={cached} sheet={props.sheet} />
        )
      }
    </Show>
  );
}
