/** The form for one more service: its kind, its address, and what it is told. */
import { createSignal, For } from "solid-js";
import type { JSX } from "solid-js";
import { HOOK_KINDS, HOOK_MOMENTS, MAX_ADDRESS } from "../../../../party/shared/hooks";
import type { HookKind, HookMoment } from "../../../../party/shared/hooks";
import ui from "../../../ui/ui.module.css";
import type { NewHook } from "./calls";
import style from "./Hooks.module.css";
import { words } from "./words";

/** An address of each kind, as an example. */
const EXAMPLES: Readonly<Record<HookKind, string>> = {
  json: "https://example.org/hook",
  slack: "https://hooks.slack.com/services/…",
  discord: "https://discord.com/api/webhooks/…",
  teams: "https://….powerplatform.com/…",
  ntfy: "https://ntfy.sh/…",
};

export function AddHook(props: {
  /** Resolves to whether it was added. */
  onAdd: (hook: NewHook) => Promise<boolean>;
  onInput: () => void;
  isWrong: boolean;
  /** What is wrong with the address, under its field. */
  problem: JSX.Element;
}): JSX.Element {
  const [kind, setKind] = createSignal<HookKind>("slack");
  const [moments, setMoments] = createSignal<readonly HookMoment[]>(HOOK_MOMENTS);
  const [isBusy, setBusy] = createSignal(false);
  let address: HTMLInputElement | undefined;

  async function submit(): Promise<void> {
    if (isBusy() || address === undefined) return;
    setBusy(true);
    const isAdded = await props.onAdd({ kind: kind(), url: address.value, moments: [...moments()] });
    setBusy(false);
    if (isAdded) address.value = "";
    else address.focus();
  }
  const toggle = (moment: HookMoment, isOn: boolean): void =>
    void setMoments(HOOK_MOMENTS.filter((one) => (one === moment ? isOn : moments().includes(one))));

  return (
    <form
      class={ui["stack"]}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <label class={ui["field"]}>
        {words.kind}
        <select onChange={(event) => setKind(HOOK_KINDS[event.currentTarget.selectedIndex] ?? "json")}>
          <For each={HOOK_KINDS}>
            {(one) => (
              <option value={one} selected={one === kind()}>
                {words.kinds[one]}
              </option>
            )}
          </For>
        </select>
      </label>
      <p id="hook-hint" class={ui["hint"]}>
        {words.hints[kind()]}
      </p>
      <label class={ui["field"]}>
        {words.address}
        <input
          ref={(element) => (address = element)}
          type="url"
          inputMode="url"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          maxLength={MAX_ADDRESS}
          placeholder={EXAMPLES[kind()]}
          aria-describedby="hook-hint hook-problem"
          aria-invalid={props.isWrong}
          onInput={() => props.onInput()}
        />
      </label>
      {props.problem}
      <fieldset class={style["moments"]}>
        <legend>{words.when}</legend>
        <For each={HOOK_MOMENTS}>
          {(moment) => (
            <label class={style["moment"]}>
              <input
                type="checkbox"
                checked={moments().includes(moment)}
                onChange={(event) => toggle(moment, event.currentTarget.checked)}
              />
              {words.moments[moment]}
            </label>
          )}
        </For>
      </fieldset>
      <button type="submit" class={ui["primary"]} disabled={isBusy() || moments().length === 0}>
        {words.add}
      </button>
      <p class={ui["hint"]}>{words.privacy}</p>
    </form>
  );
}
