/** One service that the room tells: what it is told, its last answer, and buttons to try and to remove it. */
import { createSignal, Show } from "solid-js";
import type { JSX } from "solid-js";
import { HOOK_MOMENTS } from "../../../../party/shared/hooks";
import type { HookView } from "../../../../party/shared/hooks";
import { dayAndTime, wordsLocale } from "../../../i18n/formats";
import Confirm from "../../../ui/Confirm";
import ui from "../../../ui/ui.module.css";
import type { HookError } from "./calls";
import style from "./Hooks.module.css";
import { words } from "./words";

/** A length in seconds, to a tenth and never zero. */
const secondsText = (ms: number): string =>
  new Intl.NumberFormat(wordsLocale(), { maximumFractionDigits: 1 }).format(Math.max(ms, 100) / 1000);

export function HookCard(props: {
  hook: HookView;
  /** Resolves to what went wrong, if anything. */
  onTest: () => Promise<HookError | null>;
  onRemove: () => void;
}): JSX.Element {
  const [isTesting, setTesting] = createSignal(false);
  const [error, setError] = createSignal<HookError | null>(null);
  const [isConfirming, setConfirming] = createSignal(false);
  const address = (): string => `${props.hook.host}/…${props.hook.end}`;

  async function test(): Promise<void> {
    setTesting(true);
    setError(await props.onTest());
    setTesting(false);
  }
  function status(): string {
    const failure = error();
    if (isTesting()) return words.testing;
    if (failure !== null) return words.problems[failure];
    const { last } = props.hook;
    if (last === null) return words.untold;
    const when = dayAndTime(last.at);
    return last.status === null
      ? words.noAnswer(when)
      : words.answered(last.status, secondsText(last.ms), when);
  }
  const isGood = (): boolean => {
    const code = props.hook.last?.status ?? 0;
    return code >= 200 && code < 300;
  };

  return (
    <li class={style["card"]}>
      <h3 class={style["name"]}>
        {words.kinds[props.hook.kind]} <span translate="no">{address()}</span>
      </h3>
      <p class={ui["hint"]}>
        {props.hook.moments.length === HOOK_MOMENTS.length
          ? words.allMoments
          : props.hook.moments.map((moment) => words.moments[moment]).join(" · ")}
      </p>
      <p class={isGood() && error() === null ? style["good"] : ui["hint"]} role="status">
        {status()}
      </p>
      <Show when={props.hook.off}>{(end) => <p class={ui["problem"]}>{words.ends[end()]}</p>}</Show>
      <div class={ui["row"]}>
        <button
          type="button"
          class={`${ui["button"]} ${ui["grow"]}`}
          aria-label={`${words.test}: ${address()}`}
          disabled={isTesting()}
          onClick={() => void test()}
        >
          {words.test}
        </button>
        <button
          type="button"
          class={`${ui["button"]} ${ui["grow"]}`}
          aria-label={`${words.remove}: ${address()}`}
          onClick={() => setConfirming(true)}
        >
          {words.remove}
        </button>
      </div>
      <Show when={isConfirming()}>
        <Confirm
          question={words.removeQuestion(address())}
          choices={[{ label: words.remove, choose: () => props.onRemove() }]}
          onClose={() => setConfirming(false)}
        />
      </Show>
    </li>
  );
}
