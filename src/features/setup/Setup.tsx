/** The course's setup: `Work`, `Break`, `Cycles` and `Save`, filled with the room's and refilled when anyone saves. */
import { createEffect, createMemo, createSignal, For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { SHORT_BREAK, WORK } from "../../../party/shared/pomodoro";
import type { RoomMessage } from "../../../party/shared/serverMessages";
import type { SettingsFields } from "../../../party/shared/settings";
import { sheetWords } from "../../i18n/sheetWords";
import { controlWords } from "../../i18n/controlWords";
import { useRoom } from "../../room/context";
import { refusalOf, whoOf } from "../../room/hint";
import { Confirm } from "../../ui/Confirm";
import ui from "../../ui/ui.module.css";
import { useSheets } from "../../ui/createSheets";
import style from "./Setup.module.css";

type Fields = Required<SettingsFields>;
const KEYS = [
  "work_duration",
  "break_duration",
  "number_cycles",
  "long_break_duration",
  "auto_continue",
] as const;

const MINUTES = [1, 2, 3, 5, 10, 15, 20, 25, 30, 45, 50, 60, 90].map((n) => n * 60);
const OPTIONS: Readonly<Record<keyof Fields, readonly number[]>> = {
  work_duration: MINUTES,
  break_duration: MINUTES.filter((seconds) => seconds <= 3600),
  number_cycles: [1, 2, 3, 4, 5, 6, 7, 8],
  long_break_duration: [0, ...[10, 15, 20, 25, 30, 45, 60].map((n) => n * 60)],
  auto_continue: [0, 5, 10, 30, 60, 300],
};
const PRESETS = [
  { name: "classic", work_duration: 1500, break_duration: 300, number_cycles: 3 },
  { name: "long", work_duration: 3000, break_duration: 600, number_cycles: 3 },
  { name: "tutorial", work_duration: 300, break_duration: 180, number_cycles: 3 },
] as const;

const isPreset = (fields: Fields | null, preset: Partial<Fields>): boolean =>
  fields !== null && KEYS.every((key) => preset[key] === undefined || preset[key] === fields[key]);

const fieldsOf = (room: RoomMessage): Fields => ({
  work_duration: room.work_duration,
  break_duration: room.break_duration,
  number_cycles: room.number_cycles,
  long_break_duration: room.long_break_duration,
  auto_continue: room.auto_continue,
});
const same = (a: Fields, b: Fields): boolean => KEYS.every((key) => a[key] === b[key]);

const duration = (seconds: number): string =>
  seconds % 60 === 0 ? sheetWords.setup.minutes(seconds / 60) : sheetWords.setup.seconds(seconds);
const LABELS: Readonly<Record<keyof Fields, (value: number) => string>> = {
  work_duration: duration,
  break_duration: duration,
  number_cycles: (n) => sheetWords.setup.cyclesMean(n),
  long_break_duration: (n) => (n === 0 ? sheetWords.setup.untilPressed : sheetWords.setup.after(duration(n))),
  auto_continue: (n) => (n === 0 ? sheetWords.setup.waits : sheetWords.setup.after(duration(n))),
};

/** The usual choices, and whatever odd value the room has. */
const choices = (key: keyof Fields, value: number): number[] =>
  [...new Set([...OPTIONS[key], value])].sort((a, b) => a - b);

export default function Setup(): JSX.Element {
  const room = useRoom();
  const sheets = useSheets();
  /** What the fields were filled with last; null before the room's first word. */
  const [filled, setFilled] = createSignal<Fields | null>(null);
  const [fields, setFields] = createSignal<Fields | null>(null);
  /** Who has changed the room under an edit: a name, or null for one without; undefined: nobody. */
  const [meanwhile, setMeanwhile] = createSignal<string | null>();
  /** What the notice about them speaks of. */
  let known: Fields | null = null;
  const [asking, setAsking] = createSignal(false);
  const [problem, setProblem] = createSignal<string | null>(null);
  const edited = createMemo(() => {
    const [base, now] = [filled(), fields()];
    return base !== null && now !== null && !same(base, now);
  });
  const may = (): boolean => room.role() === "control";

  function fill(values: Fields): void {
    setFilled(values);
    setFields(values);
    setMeanwhile(undefined);
    known = null;
  }
  createEffect(() => {
    const shown = room.shown();
    if (shown === null) return;
    const theirs = fieldsOf(shown);
    const base = filled();
    if (base !== null && same(base, theirs)) {
      known = null;
      setMeanwhile(undefined); // they have taken it back
      return;
    }
    // Never under a person's fingers: an edit in progress stays, and is told what happened.
    if (base === null || !edited()) return fill(theirs);
    if (known !== null && same(known, theirs)) return; // somebody has changed something else
    known = theirs;
    setMeanwhile(whoOf(shown, controlWords));
  });

  const running = (): boolean => {
    const state = room.shown()?.state;
    return state === WORK || state === SHORT_BREAK;
  };
  function save(): void {
    if (running()) setAsking(true);
    else void send("now");
  }
  async function send(when: "now" | "next"): Promise<void> {
    const values = fields();
    if (values === null) return;
    const answer = await room.act({ action: "setup", ...values, when });
    const refusal = refusalOf(answer, controlWords);
    setProblem(refusal);
    if (refusal !== null) return;
    fill(values);
    sheets.close();
  }

  const Field = (field: { key: keyof Fields; label: string }): JSX.Element => (
    <div class={ui["field"]}>
      <label for={field.key}>{field.label}</label>
      <select
        id={field.key}
        disabled={!may()}
        onChange={(event) => {
          const value = Number(event.currentTarget.value);
          setFields((all) => (all === null ? all : { ...all, [field.key]: value }));
        }}
      >
        <For each={choices(field.key, fields()?.[field.key] ?? 0)}>
          {(value) => (
            <option value={value} selected={value === fields()?.[field.key]}>
              {LABELS[field.key](value)}
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
      <div class={style["presets"]} role="group" aria-label={sheetWords.setup.presets}>
        <For each={PRESETS}>
          {({ name, ...preset }) => (
            <button
              type="button"
              class={style["preset"]}
              disabled={!may()}
              aria-pressed={isPreset(fields(), preset)}
              onClick={() => setFields((all) => (all === null ? all : { ...all, ...preset }))}
            >
              {sheetWords.setup[name].slice(0, sheetWords.setup[name].lastIndexOf(" "))}{" "}
              <strong>{sheetWords.setup[name].slice(sheetWords.setup[name].lastIndexOf(" ") + 1)}</strong>
            </button>
          )}
        </For>
      </div>
      <div class={style["pair"]}>
        <Field key="work_duration" label={sheetWords.setup.work} />
        <Field key="break_duration" label={sheetWords.setup.break} />
      </div>
      <Field key="number_cycles" label={sheetWords.setup.cycles} />
      <Field key="long_break_duration" label={sheetWords.setup.longBreak} />
      <Field key="auto_continue" label={sheetWords.setup.autoContinue} />
      <Show when={problem()}>{(text) => <p class={ui["problem"]}>{text()}</p>}</Show>
      <button type="submit" class={ui["primary"]} disabled={!may()}>
        {sheetWords.setup.save}
      </button>
      {/* Under the last button, and as high with every text: the fields stay under the finger. */}
      <div class={style["note"]}>
        <Show
          when={meanwhile() !== undefined}
          fallback={
            <p class={ui["hint"]}>
              {may()
                ? running()
                  ? sheetWords.setup.asks
                  : sheetWords.setup.resets
                : controlWords.controls.watcher}
            </p>
          }
        >
          <p class={ui["problem"]} role="status">
            {sheetWords.setup.changedMeanwhile(meanwhile() ?? null)}{" "}
            <button
              type="button"
              class={style["link"]}
              onClick={() => {
                const shown = room.shown();
                if (shown !== null) fill(fieldsOf(shown));
              }}
            >
              {sheetWords.setup.takeTheirs}
            </button>
          </p>
        </Show>
      </div>
      <Show when={asking()}>
        <Confirm
          question={sheetWords.setup.runningQuestion}
          choices={[
            { label: sheetWords.setup.fromNext, choose: () => void send("next") },
            { label: sheetWords.setup.startOver, choose: () => void send("now"), quiet: true },
          ]}
          onClose={() => setAsking(false)}
        />
      </Show>
    </form>
  );
}
