/** Whether this room may notify this device, what that is worth when it is locked, and a way to try it. */
import { createMemo, createResource, createSignal, For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { pushState, ringMe, turnOff, turnOn } from "../../alarm/push";
import type { PushFailure } from "../../alarm/push";
import { platformOf, reachesLocked, selfCheck } from "../../alarm/selfCheck";
import type { Facts, Sign } from "../../alarm/selfCheck";
import { sheetWords } from "../../i18n/sheetWords";
import { isInstalled } from "../../device/install";
import type { Link } from "../../room/link";
import ui from "../../ui/ui.module.css";
import { Part, Switch } from "./Part";
import style from "./device.module.css";

/** As long as it takes to lock a phone, in s. */
const RING_IN_S = 10;
/** Drawn, so that no colour has to be told from another. */
const SIGNS: Readonly<Record<Sign, string>> = {
  good: "M5 12.500l4.500 4.500L19 7.500",
  bad: "M6.500 6.500l11 11M17.500 6.500l-11 11",
  maybe: "M8.500 9a3.500 3.500 0 1 1 5 3.200c-1 .5-1.500 1-1.500 2.300M12 18v.2",
};

export function NotificationsPart(props: { link: Link }): JSX.Element {
  const words = sheetWords.device;
  const [state, { refetch }] = createResource(() => pushState(props.link));
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<PushFailure | null>(null);
  const [told, setTold] = createSignal("");
  const facts = createMemo<Facts | null>(() => {
    const push = state.latest;
    if (push === undefined) return null;
    const platform = platformOf(navigator.userAgent, navigator.maxTouchPoints);
    return { platform, installed: isInstalled(), push };
  });
  const can = (): boolean => state.latest === "on" || state.latest === "off";

  async function change(on: boolean): Promise<void> {
    setBusy(true);
    setTold("");
    setProblem(on ? await turnOn(props.link) : (await turnOff(props.link), null));
    await refetch();
    setBusy(false);
  }
  async function ring(): Promise<void> {
    setTold(words.working);
    setTold((await ringMe(props.link, RING_IN_S)) ? words.ringComing : words.ringFailed);
  }

  return (
    <Part title={words.alarms}>
      <Switch
        label={words.notifications}
        means={busy() ? words.working : words.notificationsMean}
        checked={state.latest === "on"}
        disabled={!can() || busy()}
        onChange={(on) => void change(on)}
      />
      <Show when={problem()}>{(why) => <p class={ui["problem"]}>{words.failure[why()]}</p>}</Show>
      <Show when={facts()}>
        {(facts) => (
          <section class={style["check"]} aria-label={words.check.title}>
            <h4 class={style["checkTitle"]}>{words.check.title}</h4>
            <p class={style["verdict"]} data-reaches={reachesLocked(facts())}>
              {reachesLocked(facts()) ? words.check.reaches : words.check.silent}
            </p>
            <ul class={style["checks"]}>
              <For each={selfCheck(facts())}>
                {({ sign, name }) => (
                  <li data-sign={sign}>
                    <svg viewBox="0 0 24 24" role="img" aria-label={words.check.signs[sign]}>
                      <path d={SIGNS[sign]} />
                    </svg>
                    <span>{words.check.says[name]}</span>
                  </li>
                )}
              </For>
            </ul>
            <Show when={state.latest === "on"}>
              <button type="button" class={ui["button"]} onClick={() => void ring()}>
                {words.ringMe}
              </button>
              <p class={ui["hint"]} role="status">
                {told()}
              </p>
            </Show>
          </section>
        )}
      </Show>
    </Part>
  );
}
