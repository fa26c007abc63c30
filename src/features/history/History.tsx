/** The History sheet: what the room has done today, this week, and day by day. Everyone with the link may see it. */
import { createMemo, createSignal, Show } from "solid-js";
import type { JSX } from "solid-js";
import { pageLocale, wordsLocale } from "../../i18n/formats";
import { ownLocale } from "../../i18n/locales";
import { useRoom } from "../../room/context";
import { Lazy } from "../../ui/Lazy";
import ui from "../../ui/ui.module.css";
import { createHistory } from "./createHistory";
import { dayAt, weeksUntil } from "./days";
import { makeFormats } from "./format";
import { MAX_RECORDS } from "../../../party/shared/limits";
import type { HistoryRecord } from "../../../party/shared/historyWire";
import { streakOf, sumOf, tallyDays, tallyOn } from "./tally";
import type { Tally } from "./tally";
import { weekStartOf } from "./weekStart";
import { Drawings } from "./Drawings";
import { Empty } from "./Empty";
import { Foot } from "./Foot";
import "./history.css";
import "./drawings.css";
import { Today } from "./Today";
import { Totals } from "./Totals";
import { Week } from "./Week";
import { fruitsOf, unripeSteps } from "./vine/vine";
import { words } from "./words";
import { Year } from "./Year";
import { You } from "./You";

export default function History(): JSX.Element {
  const room = useRoom();
  const { records, error, now, load, ...history } = createHistory(room);
  /** What became of the last attempt to clear the history. */
  const [clearing, setClearing] = createSignal<"" | "cleared" | "notCleared">("");
  let empty: HTMLElement | undefined;

  async function clear(): Promise<void> {
    setClearing((await history.clear()) === null ? "cleared" : "notCleared");
    if (records()?.length === 0) empty?.focus(); // the button that had the focus is gone
  }
  /** The line below the pictures. “Cleared” disappears when there are records again. */
  const statusText = (): string => {
    const all = records();
    if (all === null) return "";
    if (clearing() === "notCleared") return words.notCleared;
    if (clearing() === "cleared" && all.length === 0) return words.cleared;
    return error() === null ? "" : words.old;
  };
  const Waiting = (): JSX.Element => (
    <div class="h-empty">
      <Show when={error()} fallback={<p>{words.loading}</p>}>
        {(error) => (
          <>
            <p>{words.trouble[error()]}</p>
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
            <Pictures
              records={records()}
              unripe={unripeSteps(room.shown())}
              now={now()}
              emptyRef={(element) => (empty = element)}
            />
            <Show when={records().length > 0}>
              <Foot room={room.link.room} canClear={room.role() === "control"} onClear={() => void clear()} />
            </Show>
          </>
        )}
      </Show>
      <You />
      <p role="status" class={clearing() === "notCleared" ? `h-refused ${ui["problem"]}` : undefined}>
        {statusText()}
      </p>
    </div>
  );
}

function Pictures(props: {
  records: readonly HistoryRecord[];
  /** How many of the newest steps are not ripe. */
  unripe: number;
  now: number;
  emptyRef: (element: HTMLElement) => void;
}): JSX.Element {
  const formats = createMemo(() => makeFormats(pageLocale(), wordsLocale()));
  const first = weekStartOf(ownLocale(navigator.languages));
  const days = createMemo(() => tallyDays(props.records));
  const today = createMemo(() => dayAt(props.now), undefined, { equals: (a, b) => a.key === b.key });
  const week = createMemo(() => weeksUntil(today().start, first, 1)[0] ?? []);
  const streak = createMemo(() => streakOf(days(), today().start));
  const ofToday = createMemo(() => tallyOn(days(), today()));
  const ofWeek = createMemo(() => sumOf(week().map((day) => tallyOn(days(), day))));
  const ofAll = createMemo(() => sumOf(days().values()));
  const hasFinished = createMemo(() => ofAll().done > 0);
  const recordsOfToday = createMemo(() =>
    props.records.filter(({ ended_at }) => ended_at >= today().start && ended_at < today().end),
  );
  const fruits = createMemo(() => fruitsOf(recordsOfToday(), props.unripe));
  /** A picture without anything in it is shown only once a tomato has been finished. */
  const hasContent = ({ part }: Tally): boolean => hasFinished() || part > 0;
  const hasBars = ({ worked }: Tally): boolean => hasFinished() || worked > 0;
  return (
    <>
      <Show
        when={hasFinished()}
        fallback={<Empty tally={ofAll()} formats={formats()} ref={(element) => props.emptyRef(element)} />}
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
      <Show when={fruits().length > 0}>
        <div class="h-vine" role="img" aria-label={words.vine(fruits().length)}>
          <Lazy
            load={() => import("./vine/Vine")}
            with={{
              hasTip: true,
              get fruits() {
                return fruits();
              },
            }}
          />
        </div>
      </Show>
      <Show when={hasContent(ofToday())}>
        <Today
          day={today()}
          records={recordsOfToday()}
          tally={ofToday()}
          now={props.now}
          formats={formats()}
        />
      </Show>
      <Show when={hasBars(ofWeek())}>
        <Week week={week()} days={days()} now={today().start} formats={formats()} />
      </Show>
      <Show when={hasContent(ofAll())}>
        <Year first={first} days={days()} now={today().start} formats={formats()} />
      </Show>
    </>
  );
}
