/** Loads and shows the sheet that is open. Every sheet is lazy: the tomato waits for none of them. */
import { ErrorBoundary, lazy, Match, Show, Suspense, Switch } from "solid-js";
import type { JSX } from "solid-js";
import { words } from "../i18n/words";
import type { Arrival } from "../room/arrive";
import ui from "../ui/ui.module.css";
import { useSheets } from "./createSheets";
import { Sheet } from "./Sheet";

const Setup = lazy(() => import("./Setup"));
const Share = lazy(() => import("./Share"));
const Join = lazy(() => import("./Join"));
const People = lazy(() => import("./People"));
const Device = lazy(() => import("./Device"));
const Keys = lazy(() => import("./Keys"));

export function OpenSheet(props: { joinWhy?: Extract<Arrival, { kind: "join" }>["why"] }): JSX.Element {
  const sheets = useSheets();
  return (
    <Show when={sheets.open()} keyed>
      {(name) => (
        <Sheet title={words.sheets[name]}>
          <ErrorBoundary
            fallback={
              <div class={ui["stack"]}>
                <p>{words.sheets.failed}</p>
                <button type="button" class={ui["button"]} onClick={() => location.reload()}>
                  {words.sheets.retry}
                </button>
              </div>
            }
          >
            <Suspense>
              <Switch>
                <Match when={name === "setup"}>
                  <Setup />
                </Match>
                <Match when={name === "share"}>
                  <Share />
                </Match>
                <Match when={name === "join"}>
                  <Join {...(props.joinWhy === undefined ? {} : { why: props.joinWhy })} />
                </Match>
                <Match when={name === "people"}>
                  <People />
                </Match>
                <Match when={name === "device"}>
                  <Device />
                </Match>
                <Match when={name === "keys"}>
                  <Keys />
                </Match>
              </Switch>
            </Suspense>
          </ErrorBoundary>
        </Sheet>
      )}
    </Show>
  );
}
