/**
 * The Setup sheet: the room's settings. The fields have the room's values, and follow them when somebody else saves. An
 * edit in progress stays, with a notice about the other change.
 */
import { createEffect, createMemo, createSignal, For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { isPeriod } from "../../../party/shared/pomodoro";
import { SETTING_NAMES, SETTINGS, settingsToWire } from "../../../party/shared/settings";
import type { SettingName, Settings } from "../../../party/shared/settings";
import { controlWords } from "../../i18n/controls/words";
import { useRoom } from "../../room/context";
import { actorName, refusalText } from "../../room/hint";
import { seenRevision } from "../../device/presses";
import { useSheets } from "../../ui/createSheets";
import { Lazy } from "../../ui/Lazy";
import { Named } from "../../ui/Named";
import ui from "../../ui/ui.module.css";
import { CyclesField } from "./CyclesField";
import { DurationField } from "./DurationField";
import { words } from "./words";
import style from "./Setup.module.css";

/** In s. The buttons show only the two durations, so these neither set nor compare anything else. */
const PRESETS = [
  { name: "classic", workDuration: 1500, breakDuration: 300 },
  { name: "long", workDuration: 3000, breakDuration: 600 },
  { name: "mob", workDuration: 420, breakDuration: 300 },
  { name: "tutorial", workDuration: 300, breakDuration: 180 },
] as const;

const isPreset = (
  settings: Settings | null,
  { workDuration, breakDuration }: Pick<Settings, "workDuration" | "breakDuration">,
): boolean => settings?.workDuration === workDuration && settings.breakDuration === breakDuration;
const areSame = (a: Settings, b: Settings): boolean => SETTING_NAMES.every((name) => a[name] === b[name]);

/** How long an alarm waits before it goes on by itself. */
const waitText = (seconds: number): string => {
  if (seconds === 0) return words.waits;
  return words.after(seconds < 60 ? words.seconds(seconds) : words.minutes(seconds / 60));
};

/** The usual choices, and the room's own value if it is not one of them. */
const waits = (value: number): number[] =>
  [...new Set<number>([...SETTINGS.autoContinue.choices, value])].sort((a, b) => a - b);

export default function Setup(): JSX.Element {
  const room = useRoom();
  const sheets = useSheets();
  /** What the fields were filled with last; null before the room's first message. */
  const [filled, setFilled] = createSignal<Settings | null>(null);
  const [fields, setFields] = createSignal<Settings | null>(null);
  /** Who has changed the settings during an edit: a name, null for a person without one, undefined for nobody. */
  const [changedBy, setChangedBy] = createSignal<string | null>();
  /** The settings that the notice about this change is about. */
  let noticed: Settings | null = null;
  const [isConfirming, setConfirming] = createSignal(false);
  /** The revision at which the person has saved. A question before the action does not change it. */
  let on: number | undefined;
  const [problem, setProblem] = createSignal<string | null>(null);
  const isEdited = createMemo(() => {
    const [base, now] = [filled(), fields()];
    return base !== null && now !== null && !areSame(base, now);
  });
  const canControl = (): boolean => room.role() === "control";

  function fill(values: Settings): void {
    setFilled(values);
    setFields(values);
    setChangedBy(undefined);
    noticed = null;
  }
  createEffect(() => {
    const shown = room.shown();
    if (shown === null) return;
    const theirs = shown.settings;
    const base = filled();
    if (base !== null && areSame(base, theirs)) {
      noticed = null;
      setChangedBy(undefined); // the other person has undone the change
      return;
    }
    // An edit in progress stays.
    if (base === null || !isEdited()) return fill(theirs);
    if (noticed !== null && areSame(noticed, theirs)) return; // the settings are the same as in the notice
    noticed = theirs;
    setChangedBy(actorName(shown, controlWords));
  });

  const hasPeriod = (): boolean => {
    const phase = room.shown()?.phase;
    return phase !== undefined && isPeriod(phase);
  };
  function save(): void {
    on = seenRevision() ?? room.shown()?.rev;
    if (hasPeriod()) setConfirming(true);
    else void send("now");
  }
  async function send(when: "now" | "next"): Promise<void> {
    const values = fields();
    if (values === null) return;
    const answer = await room.act({ action: "setup", ...settingsToWire(values), when }, { on });
    const refusal = refusalText(answer, controlWords);
    setProblem(refusal);
    if (refusal !== null) return;
    fill(values);
    sheets.close();
  }

  const change = (name: SettingName, value: number): void =>
    void setFields((all) => (all === null ? all : { ...all, [name]: value }));
  const value = (name: SettingName): number => fields()?.[name] ?? SETTINGS[name].initial;
  const Duration = (field: { name: SettingName }): JSX.Element => (
    <DurationField
      name={field.name}
      value={value(field.name)}
      disabled={!canControl()}
      onChange={(seconds) => change(field.name, seconds)}
    />
  );

  return (
    <>
      <form
        class={ui["stack"]}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <p class={ui["hint"]}>{controlWords.purposes.setup}</p>
        <div class={style["presets"]} role="group" aria-label={words.presets}>
          <For each={PRESETS}>
            {({ name, ...preset }) => (
              <button
                type="button"
                class={style["preset"]}
                disabled={!canControl()}
                aria-pressed={isPreset(fields(), preset)}
                onClick={() => setFields((all) => (all === null ? all : { ...all, ...preset }))}
              >
                {words[name]}{" "}
                <strong>
                  {preset.workDuration / 60}/{preset.breakDuration / 60}
                </strong>
              </button>
            )}
          </For>
        </div>
        <div class={style["pair"]}>
          <Duration name="workDuration" />
          <Duration name="breakDuration" />
        </div>
        <CyclesField
          value={value("numberCycles")}
          disabled={!canControl()}
          onChange={(cycles) => change("numberCycles", cycles)}
        />
        <Duration name="longBreakDuration" />
        <div class={ui["field"]}>
          <label for="autoContinue">{words.labels.autoContinue}</label>
          <select
            id="autoContinue"
            disabled={!canControl()}
            onChange={(event) => change("autoContinue", Number(event.currentTarget.value))}
          >
            <For each={waits(value("autoContinue"))}>
              {(seconds) => (
                <option value={seconds} selected={seconds === value("autoContinue")}>
                  {waitText(seconds)}
                </option>
              )}
            </For>
          </select>
        </div>
        <Show when={problem()}>
          {(text) => (
            <p class={ui["problem"]} role="alert">
              {text()}
            </p>
          )}
        </Show>
        <div class={ui["pinned"]}>
          <Show
            when={changedBy() !== undefined}
            fallback={
              <p class={ui["hint"]}>
                {canControl()
                  ? hasPeriod()
                    ? words.runningHint
                    : words.resetHint
                  : controlWords.controls.watcher}
              </p>
            }
          >
            <p class={ui["problem"]} role="status">
              <Named text={words.changedMeanwhile(changedBy() ?? null)} name={changedBy()} />{" "}
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
          <button type="submit" class={ui["primary"]} disabled={!canControl()}>
            {words.save}
          </button>
        </div>
        <Show when={isConfirming()}>
          <Lazy
            load={() => import("../../ui/Confirm")}
            with={{
              question: words.runningQuestion,
              choices: [
                { label: words.fromNext, choose: () => void send("next") },
                { label: words.startOver, choose: () => void send("now"), quiet: true },
              ],
              onClose: () => setConfirming(false),
            }}
          />
        </Show>
      </form>
      <Lazy load={() => import("./start/Start")} with={{}} />
    </>
  );
}
