/** The course's setup: `Work`, `Break`, `Cycles` and `Save`, filled with the room's and refilled when anyone saves. */
import { createEffect, createMemo, createSignal, For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { isPeriod } from "../../../party/shared/pomodoro";
import { SETTING_NAMES, SETTINGS, settingsToWire } from "../../../party/shared/settings";
import type { SettingName, Settings } from "../../../party/shared/settings";
import { sheetWords } from "../../i18n/sheetWords";
import { controlWords } from "../../i18n/controlWords";
import { useRoom } from "../../room/context";
import { refusalOf, whoOf } from "../../room/hint";
import { Confirm } from "../../ui/Confirm";
import ui from "../../ui/ui.module.css";
import { useSheets } from "../../ui/createSheets";
import style from "./Setup.module.css";

const words = sheetWords.setup;
const PRESETS = [
  { name: "classic", workDuration: 1500, breakDuration: 300, numberCycles: 3 },
  { name: "long", workDuration: 3000, breakDuration: 600, numberCycles: 3 },
  { name: "tutorial", workDuration: 300, breakDuration: 180, numberCycles: 3 },
] as const;

const isPreset = (settings: Settings | null, preset: Partial<Settings>): boolean =>
  settings !== null &&
  SETTING_NAMES.every((name) => preset[name] === undefined || preset[name] === settings[name]);
const areSame = (a: Settings, b: Settings): boolean => SETTING_NAMES.every((name) => a[name] === b[name]);

const durationText = (seconds: number): string =>
  seconds % 60 === 0 ? words.minutes(seconds / 60) : words.seconds(seconds);
const afterText = (zero: () => string) => (seconds: number) =>
  seconds === 0 ? zero() : words.after(durationText(seconds));
/** How a setting's value reads; a duration, where nothing else is said. */
const VALUE_TEXTS: Partial<Record<SettingName, (value: number) => string>> = {
  numberCycles: (n) => words.cyclesMean(n),
  longBreakDuration: afterText(() => words.untilPressed),
  autoContinue: afterText(() => words.waits),
};

/** The choices of the table, and whatever odd value the room has. */
const choicesOf = (name: SettingName, value: number): number[] =>
  [...new Set<number>([...SETTINGS[name].choices, value])].sort((a, b) => a - b);

export default function Setup(): JSX.Element {
  const room = useRoom();
  const sheets = useSheets();
  /** What the fields were filled with last; null before the room's first word. */
  const [filled, setFilled] = createSignal<Settings | null>(null);
  const [fields, setFields] = createSignal<Settings | null>(null);
  /** Who has changed the room under an edit: a name, or null for one without; undefined: nobody. */
  const [meanwhile, setMeanwhile] = createSignal<string | null>();
  /** What the notice about them speaks of. */
  let known: Settings | null = null;
  const [asking, setAsking] = createSignal(false);
  const [problem, setProblem] = createSignal<string | null>(null);
  const edited = createMemo(() => {
    const [base, now] = [filled(), fields()];
    return base !== null && now !== null && !areSame(base, now);
  });
  const may = (): boolean => room.role() === "control";

  function fill(values: Settings): void {
    setFilled(values);
    setFields(values);
    setMeanwhile(undefined);
    known = null;
  }
  createEffect(() => {
    const shown = room.shown();
    if (shown === null) return;
    const theirs = shown.settings;
    const base = filled();
    if (base !== null && areSame(base, theirs)) {
      known = null;
      setMeanwhile(undefined); // they have taken it back
      return;
    }
    // Never under a person's fingers: an edit in progress stays, and is told what happened.
    if (base === null || !edited()) return fill(theirs);
    if (known !== null && areSame(known, theirs)) return; // somebody has changed something else
    known = theirs;
    setMeanwhile(whoOf(shown, controlWords));
  });

  const running = (): boolean => {
    const phase = room.shown()?.phase;
    return phase !== undefined && isPeriod(phase);
  };
  function save(): void {
    if (running()) setAsking(true);
    else void send("now");
  }
  async function send(when: "now" | "next"): Promise<void> {
    const values = fields();
    if (values === null) return;
    const answer = await room.act({ action: "setup", ...settingsToWire(values), when });
    const refusal = refusalOf(answer, controlWords);
    setProblem(refusal);
    if (refusal !== null) return;
    fill(values);
    sheets.close();
  }

  const Field = (field: { name: SettingName }): JSX.Element => (
    <div class={ui["field"]}>
      <label for={field.name}>{words.labels[field.name]}</label>
      <select
        id={field.name}
        disabled={!may()}
        onChange={(event) => {
          const value = Number(event.currentTarget.value);
          setFields((all) => (all === null ? all : { ...all, [field.name]: value }));
        }}
      >
        <For each={choicesOf(field.name, fields()?.[field.name] ?? 0)}>
          {(value) => (
            <option value={value} selected={value === fields()?.[field.name]}>
              {(VALUE_TEXTS[field.name] ?? durationText)(value)}
            </option>
          )}
        </For>
      </select>
    </div>
  );

  return (
    <form
      class={ui["stack"]}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div class={style["presets"]} role="group" aria-label={words.presets}>
        <For each={PRESETS}>
          {({ name, ...preset }) => (
            <button
              type="button"
              class={style["preset"]}
              disabled={!may()}
              aria-pressed={isPreset(fields(), preset)}
              onClick={() => setFields((all) => (all === null ? all : { ...all, ...preset }))}
            >
              {words[name].slice(0, words[name].lastIndexOf(" "))}{" "}
              <strong>{words[name].slice(words[name].lastIndexOf(" ") + 1)}</strong>
            </button>
          )}
        </For>
      </div>
      <div class={style["pair"]}>
        <For each={SETTING_NAMES.slice(0, 2)}>{(name) => <Field name={name} />}</For>
      </div>
      <For each={SETTING_NAMES.slice(2)}>{(name) => <Field name={name} />}</For>
      <Show when={problem()}>{(text) => <p class={ui["problem"]}>{text()}</p>}</Show>
      <button type="submit" class={ui["primary"]} disabled={!may()}>
        {words.save}
      </button>
      {/* Under the last button, and as high with every text: the fields stay under the finger. */}
      <div class={style["note"]}>
        <Show
          when={meanwhile() !== undefined}
          fallback={
            <p class={ui["hint"]}>
              {may() ? (running() ? words.asks : words.resets) : controlWords.controls.watcher}
            </p>
          }
        >
          <p class={ui["problem"]} role="status">
            {words.changedMeanwhile(meanwhile() ?? null)}{" "}
            <button
              type="button"
              class={style["link"]}
              onClick={() => {
                const shown = room.shown();
                if (shown !== null) fill(shown.settings);
              }}
            >
              {words.takeTheirs}
            </button>
          </p>
        </Show>
      </div>
      <Show when={asking()}>
        <Confirm
          question={words.runningQuestion}
          choices={[
            { label: words.fromNext, choose: () => void send("next") },
            { label: words.startOver, choose: () => void send("now"), quiet: true },
          ]}
          onClose={() => setAsking(false)}
        />
      </Show>
    </form>
  );
}
