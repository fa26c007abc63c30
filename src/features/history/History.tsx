/** What this room has done: today, this week, day by day. The room keeps it; everyone with the link may see it. */
import { createMemo, createSignal, Show } from "solid-js";
import type { JSX } from "solid-js";
import { createHistory } from "./createHistory";
import { dayAt, weeksUntil } from "./days";
import { makeFormats } from "./format";
import { locale } from "./locale";
import { MAX_RECORDS } from "./records";
import type { HistoryRecord } from "./records";
import { streakOf, sumOf, tallyDays, tallyOn } from "./tally";
import type { Tally } from "./tally";
import { weekStartOf } from "./weekStart";
import { historyWords as words } from "../../i18n/historyWords";
import { useRoom } from "../../room/context";
import ui from "../../ui/ui.module.css";
import { Drawings } from "./drawings";
import { Empty } from "./Empty";
import { Foot } from "./Foot";
import "./history.css";
import { Today } from "./Today";
import { Totals } from "./Totals";
import { Week } from "./Week";
import { Year } from "./Year";

export default function History(): JSX.Element {
  const room = useRoom();
  const { records, trouble, now, load, ...history } = createHistory(room);
  const [told, setTold] = createSignal<"" | "cleared" | "notCleared">("");
  let empty: HTMLElement | undefined;

  async function clear(): Promise<void> {
    setTold((await history.clear()) === null ? "cleared" : "notCleared");
    if (records()?.length === 0) empty?.focus(); // what was pressed is gone
  }
  /** Who sees it: not below a history that has begun anew, and a refusal where the button is that was pressed. */
  const news = (): string => {
    const all = records();
    if (all === null) return "";
    if (told() === "notCleared") return words.notCleared;
    if (told() === "cleared" && all.length === 0) return words.cleared;
    return trouble() === null ? "" : words.old;
  };
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
          <>
            <Pictures records={records()} now={now()} emptyRef={(element) => (empty = element)} />
            <Show when={records().length > 0}>
              <Foot room={room.link.room} mayClear={room.role() === "control"} onClear={() => void clear()} />
            </Show>
          </>
        )}
      </Show>
      <p role="status" class={told() === "notCleared" ? "h-refused" : undefined}>
        {news()}
      </p>
    </div>
  );
}

function Pictures(props: {
  records: readonly HistoryRecord[];
  now: number;
  emptyRef: (element: HTMLElement) => void;
}): JSX.Element {
  const formats = createMemo(() => makeFormats(locale()));
  const first = weekStartOf(navigator.language);
  const days = createMemo(() => tallyDays(props.records));
  const today = createMemo(() => dayAt(props.now), undefined, { equals: (a, b) => a.key === b.key });
  const week = createMemo(() => weeksUntil(today().start, first, 1)[0] ?? []);
  const streak = createMemo(() => streakOf(days(), today().start));
  const ofToday = createMemo(() => tallyOn(days(), today()));
  const ofWeek = createMemo(() => sumOf(week().map((day) => tallyOn(days(), day))));
  const ofAll = createMemo(() => sumOf(days().values()));
  const ripe = createMemo(() => ofAll().done > 0);
  /** Before the first tomato nobody is shown how much of nothing there is. */
  const worth = ({ part }: Tally): boolean => ripe() || part > 0;
  const high = ({ worked }: Tally): boolean => ripe() || worked > 0; // a bar of no height is none
  return (
    <>
      <Show
        when={ripe()}
        fallback={<Empty so={ofAll()} formats={formats()} ref={(element) => props.emptyRef(element)} />}
      >
        <Totals
          today={ofToday()}
          week={ofWeek()}
          all={ofAll()}
          streak={streak().length}
          atLeast={props.records.length >= MAX_RECORDS && days().keys().next().value === streak().since?.key}
          formats={formats()}
        />
      </Show>
      <Show when={worth(ofToday())}>
        <Today
          day={today()}
          records={props.records.filter(
            ({ ended_at }) => ended_at >= today().start && ended_at < today().end,
          )}
          tally={ofToday()}
          now={props.now}
          formats={formats()}
        />
      </Show>
      <Show when={high(ofWeek())}>
        <Week week={week()} days={days()} now={today().start} formats={formats()} />
      </Show>
      <Show when={worth(ofAll())}>
        <Year first={first} days={days()} now={today().start} formats={formats()} />
      </Show>
    </>
  );
}
