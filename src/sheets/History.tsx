/** What this room has done: today, this week, a year of days. The room keeps it; everyone with the link may see it. */
import { createMemo, createSignal, Show } from "solid-js";
import type { JSX } from "solid-js";
import { createHistory } from "../history/createHistory";
import { dayAt, weeksUntil } from "../history/days";
import { makeFormats } from "../history/format";
import { locale } from "../history/locale";
import { MAX_RECORDS } from "../history/records";
import type { HistoryRecord } from "../history/records";
import { streakOf, sumOf, tallyDays, tallyOn } from "../history/tally";
import { weekStartOf } from "../history/weekStart";
import { historyWords as words } from "../i18n/historyWords";
import { useRoom } from "../room/context";
import ui from "../ui/ui.module.css";
import { Drawings } from "./history/drawings";
import { Empty } from "./history/Empty";
import { Foot } from "./history/Foot";
import "./history/history.css";
import { Today } from "./history/Today";
import { Totals } from "./history/Totals";
import { Week } from "./history/Week";
import { Year } from "./history/Year";

export default function History(): JSX.Element {
  const room = useRoom();
  const { records, trouble, now, load, ...history } = createHistory(room);
  const [told, setTold] = createSignal("");
  let empty: HTMLElement | undefined;

  async function clear(): Promise<void> {
    setTold((await history.clear()) === null ? words.cleared : words.notCleared);
    empty?.focus(); // what was pressed is gone
  }
  const Waiting = (): JSX.Element => (
    <div class="h-empty">
      <Show when={trouble()} fallback={<p>{words.loading}</p>}>
        {(trouble) => (
          <>
            <p>{words.trouble[trouble()]}</p>
            <button type="button" class={ui["button"]} onClick={() => void load()}>
              {words.retry}
            </button>
          </>
        )}
      </Show>
    </div>
  );
  return (
    <div class="history">
      <Drawings />
      <Show when={records()} fallback={<Waiting />}>
        {(records) => (
          <Show when={records().length > 0} fallback={<Empty ref={(element) => (empty = element)} />}>
            <Pictures records={records()} now={now()} />
            <Foot room={room.link.room} mayClear={room.role() === "control"} onClear={() => void clear()} />
          </Show>
        )}
      </Show>
      <p role="status">{told() || (records() !== null && trouble() !== null ? words.old : "")}</p>
    </div>
  );
}

function Pictures(props: { records: readonly HistoryRecord[]; now: number }): JSX.Element {
  const formats = createMemo(() => makeFormats(locale()));
  const first = weekStartOf(navigator.language);
  const days = createMemo(() => tallyDays(props.records));
  const today = createMemo(() => dayAt(props.now), undefined, { equals: (a, b) => a.key === b.key });
  const week = createMemo(() => weeksUntil(today().start, first, 1)[0] ?? []);
  const streak = createMemo(() => streakOf(days(), today().start));
  return (
    <>
      <Totals
        today={tallyOn(days(), today())}
        week={sumOf(week().map((day) => tallyOn(days(), day)))}
        all={sumOf(days().values())}
        streak={streak().length}
        atLeast={props.records.length >= MAX_RECORDS && days().keys().next().value === streak().since?.key}
        formats={formats()}
      />
      <Today
        day={today()}
        records={props.records.filter(({ ended_at }) => ended_at >= today().start && ended_at < today().end)}
        tally={tallyOn(days(), today())}
        now={props.now}
        formats={formats()}
      />
      <Week week={week()} days={days()} now={today().start} formats={formats()} />
      <Year first={first} days={days()} now={today().start} formats={formats()} />
    </>
  );
}
