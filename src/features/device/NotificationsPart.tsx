/** The notifications of the room on this device: a switch, what happens when the device is locked, and a test. */
import { createMemo, createSignal, For, onMount, Show } from "solid-js";
import type { JSX } from "solid-js";
import { getPushState, turnOff } from "../../alarm/push";
import { platformOf, reachesLocked, selfCheck } from "../../alarm/selfCheck";
import type { Facts, PushState, Sign } from "../../alarm/selfCheck";
import type * as Subscribe from "../../alarm/subscribe";
import type { PushFailure } from "../../alarm/subscribe";
import { isInstalled } from "../../device/install";
import type { Link } from "../../room/link";
import ui from "../../ui/ui.module.css";
import { Part, Switch } from "./Part";
import { words } from "./words";
import style from "./device.module.css";

/** The delay of the test, in s: enough time to lock a phone. */
const TEST_DELAY_S = 10;
/** Paths. The signs differ in shape, not only in colour. */
const SIGNS: Readonly<Record<Sign, string>> = {
  good: "M5 12.500l4.500 4.500L19 7.500",
  bad: "M6.500 6.500l11 11M17.500 6.500l-11 11",
  maybe: "M12 3a9 9 0 1 0 .1 0M12 7.500v.2M12 11.500v5",
};

/** Rejects without a network. */
const loadSubscribe = (): Promise<typeof Subscribe> => import("../../alarm/subscribe");

/** Must be called in the handler of a tap: the browser may ask the person. Null: it succeeded, or the person refused. */
async function turnOn(link: Link): Promise<PushFailure | null> {
  if ((await Notification.requestPermission()) !== "granted") return null;
  return loadSubscribe().then(
    (module) => module.turnOn(link),
    () => "failed",
  );
}

export function NotificationsPart(props: { link: Link }): JSX.Element {
  // A signal and not createResource, which would put 2.5 kB into the first script: all of Solid's runtime is there.
  const [state, setState] = createSignal<PushState>();
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<PushFailure | null>(null);
  const [testStatus, setTestStatus] = createSignal("");
  /** Until the server has answered, the checks of the usual state take their place, unseen: nothing below moves. */
  const facts = createMemo<Facts>(() => ({
    platform: platformOf(navigator.userAgent, navigator.maxTouchPoints),
    installed: isInstalled(),
    push: state() ?? "off",
  }));
  const verdict = (): string => {
    if (state() === undefined) return words.working;
    return reachesLocked(facts()) ? words.check.reaches : words.check.silent;
  };
  const canChange = (): boolean => state() === "on" || state() === "off";

  async function refresh(): Promise<void> {
    setState(await getPushState(props.link));
  }
  onMount(() => void refresh());
  async function change(on: boolean): Promise<void> {
    setBusy(true);
    setTestStatus("");
    setProblem(on ? await turnOn(props.link) : (await turnOff(props.link), null));
    await refresh();
    setBusy(false);
  }
  async function test(): Promise<void> {
    setTestStatus(words.working);
    const module = await loadSubscribe().catch(() => null);
    const push = (await module?.sendTestPush(props.link, TEST_DELAY_S)) ?? null;
    setTestStatus(push === null ? words.ringFailed : words.ringComing);
    if (await push?.isRefused()) setTestStatus(words.ringRefused);
  }

  return (
    <Part title={words.alarms}>
      <Switch
        label={words.notifications}
        description={isBusy() ? words.working : words.notificationsHint}
        checked={state() === "on"}
        disabled={!canChange() || isBusy()}
        onChange={(on) => void change(on)}
      />
      <Show when={problem()}>
        {(failure) => (
          <p class={ui["problem"]} role="alert">
            {words.failure[failure()]}
          </p>
        )}
      </Show>
      <section class={style["check"]} aria-label={words.check.title} aria-busy={state() === undefined}>
        <h4 class={style["checkTitle"]}>{words.check.title}</h4>
        <p class={style["verdict"]} data-reaches={reachesLocked(facts())}>
          {verdict()}
        </p>
        <ul class={style["checks"]}>
          <For each={selfCheck(facts())}>
            {({ sign, name }) => (
              <li data-sign={sign}>
                <svg viewBox="0 0 24 24" role="img" aria-label={words.check.signs[sign]}>
                  <path d={SIGNS[sign]} />
                </svg>
                <span>{words.check.texts[name]}</span>
              </li>
            )}
          </For>
        </ul>
        <Show when={state() === "on"}>
          <button type="button" class={ui["button"]} onClick={() => void test()}>
            {words.ringMe}
          </button>
          <p class={ui["hint"]} role="status">
            {testStatus()}
          </p>
        </Show>
      </section>
    </Part>
  );
}
