/** The set start: a time of today or tomorrow at which work begins by itself, for everyone. */
import { createMemo, createSignal, For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { IDLE } from "../../../../party/shared/pomodoro";
import { controlWords } from "../../../i18n/controls/words";
import { dayAndTime, pageLocale } from "../../../i18n/formats";
import { useRoom } from "../../../room/context";
import { refusalText } from "../../../room/hint";
import { addressOf } from "../../../room/link";
import { download } from "../../../ui/download";
import ui from "../../../ui/ui.module.css";
import { calendarFile } from "./calendar";
import { dayOf, momentOf, nextHour } from "./startTime";
import { words } from "./words";
import style from "./Start.module.css";

export default function Start(): JSX.Element {
  const room = useRoom();
  const first = nextHour(room.now());
  const [days, setDays] = createSignal<number>(first.days);
  const [problem, setProblem] = createSignal<string | null>(null);
  let time: HTMLInputElement | undefined;
  const phase = createMemo(() => room.shown()?.phase);
  const startsAt = createMemo(() => {
    const now = phase();
    return now?.state === IDLE ? (now.startsAt ?? null) : null;
  });
  const weekday = (day: number): string =>
    new Intl.DateTimeFormat(pageLocale(), { weekday: "long" }).format(dayOf(room.now(), day));

  async function send(at: number | null): Promise<void> {
    setProblem(refusalText(await room.act({ action: "start", at }), controlWords));
  }
  function submit(): void {
    const at = momentOf(room.now(), days(), time?.value ?? "");
    if (at === null) setProblem(words.noTime);
    else if (at <= room.now()) setProblem(words.past);
    else return void send(at);
    time?.focus();
  }
  function saveEvent(at: number): void {
    const workMs = (room.shown()?.settings.workDuration ?? 0) * 1000;
    const url = addressOf({ room: room.link.room, key: null }, location.origin);
    const event = { title: words.event, url, from: at, to: at + workMs, now: room.now() };
    download("pomodoro.ics", "text/calendar", calendarFile(event));
  }
  const Fields = (): JSX.Element => (
    <form
      class={ui["tight"]}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div class={style["fields"]}>
        <label class={ui["field"]}>
          {words.day}
          <select
            onChange={(event) => {
              setProblem(null);
              setDays(Number(event.currentTarget.value));
            }}
          >
            <For each={[0, 1]}>
              {(day) => (
                <option value={day} selected={day === days()}>
                  {day === 0 ? words.today(weekday(0)) : words.tomorrow(weekday(1))}
                </option>
              )}
            </For>
          </select>
        </label>
        <label class={ui["field"]}>
          {words.time}
          <input
            type="time"
            ref={(element) => (time = element)}
            value={first.time}
            aria-invalid={problem() !== null}
            aria-describedby="start-problem"
            onInput={() => setProblem(null)}
          />
        </label>
      </div>
      <button type="submit" class={ui["button"]}>
        {startsAt() === null ? words.set : words.change}
      </button>
    </form>
  );
  return (
    <section class={`${ui["tight"]} ${style["part"]}`}>
      <h3 class={style["heading"]}>{words.title}</h3>
      <p class={ui["hint"]}>{words.hint}</p>
      <Show when={startsAt()}>
        {(at) => (
          <>
            <p class={style["starts"]} role="status">
              {controlWords.starts.later(dayAndTime(at()))}
            </p>
            <div class={ui["row"]}>
              <button type="button" class={ui["button"]} onClick={() => saveEvent(at())}>
                {words.calendar}
              </button>
              <Show when={room.role() === "control"}>
                <button type="button" class={ui["button"]} onClick={() => void send(null)}>
                  {words.clear}
                </button>
              </Show>
            </div>
          </>
        )}
      </Show>
      <Show when={room.role() === "control"}>
        <Show when={phase()?.state === IDLE} fallback={<p class={ui["hint"]}>{words.notIdle}</p>}>
          <Fields />
        </Show>
      </Show>
      <p id="start-problem" class={ui["problem"]} role="alert" hidden={problem() === null}>
        {problem()}
      </p>
    </section>
  );
}
