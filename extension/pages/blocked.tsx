/** The page that stands in place of a site during work: the tomato with the time left, and five minutes once. */
import { createSignal, Show } from "solid-js";
import type { JSX } from "solid-js";
import ui from "../../src/ui/ui.module.css";
import { hasGrace } from "../core/change";
import { plan } from "../core/plan";
import { blockedAddress } from "../core/sites";
import { NO_SOCKET } from "../core/state";
import { words } from "../words";
import { RoomTomato } from "./RoomTomato";
import { createShownRoom, send, showPage } from "./page";

function Blocked(): JSX.Element {
  const own = createShownRoom();
  const { shown, now } = own;
  // Any page can open this one with a fragment of its own, so only the address of a listed site counts.
  const address = () => blockedAddress(location.hash, shown().settings.sites);
  const deviceNow = () => now() - shown().known.offsetMs;
  const isBlocked = () =>
    plan({ ...shown(), socket: NO_SOCKET, isShown: true }, deviceNow()).blocked.length > 0;
  const canAsk = () => hasGrace(shown(), deviceNow());
  const [problem, setProblem] = createSignal("");

  async function askGrace(target: URL): Promise<void> {
    const outcome = await send({ type: "grace" });
    if (outcome === "done") location.replace(target.href);
    else setProblem(words.outcome[outcome]);
  }
  return (
    <main class="blocked" data-blocked={shown().isLoaded ? isBlocked() : undefined}>
      <RoomTomato of={own} onPress={undefined} />
      <Show when={shown().isLoaded}>
        <Show when={address()} keyed fallback={<h1>{words.nowhere}</h1>}>
          {(target) => (
            <Show
              when={isBlocked()}
              fallback={
                <>
                  <h1>{words.free(target.hostname)}</h1>
                  <button type="button" class={ui["primary"]} onClick={() => location.replace(target.href)}>
                    {words.open(target.hostname)}
                  </button>
                </>
              }
            >
              <h1>{words.blocked(target.hostname)}</h1>
              <Show when={canAsk()} fallback={<p class={ui["hint"]}>{words.graceUsed}</p>}>
                <button type="button" class={ui["button"]} onClick={() => void askGrace(target)}>
                  {words.grace}
                </button>
              </Show>
            </Show>
          )}
        </Show>
        <p class={ui["problem"]} role="status">
          {problem()}
        </p>
      </Show>
    </main>
  );
}

document.title = words.name;
showPage(() => <Blocked />);
