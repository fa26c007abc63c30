/** The space beside the tomato on a desktop: who is here, the tasks and the turns, and today's tomatoes. */
import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { createDay } from "../../features/history/vine/createDay";
import { DayList } from "../../features/history/vine/DayList";
import { DayVine } from "../../features/history/vine/DayVine";
import { useRoom } from "../../room/context";
import { enterBigScreen } from "../../ui/bigScreen";
import { Here } from "./Here";
import { Team } from "./Team";
import { words } from "./words";
import style from "./views.module.css";

/** So many people fit beside the tomato, alone or with today's tomatoes below them, and so many of these. */
const PEOPLE_ALONE = 5;
const PEOPLE_ABOVE = 3;
const DONE_ALONE = 6;
const DONE_BELOW = 3;

export default function Wide(): JSX.Element {
  const room = useRoom();
  const day = createDay(room);
  const isShared = (): boolean => (room.people()?.count ?? 0) > 1;
  const hasDone = (): boolean => day().records.some(({ how }) => how === "done");
  const { heading, list, text, doing, more } = style;
  return (
    <>
      <div class={`${style["side"]} ${style["here"]}`}>
        <Show when={isShared() && room.people()}>
          {(people) => (
            <Here people={people()} me={room.me()} max={hasDone() ? PEOPLE_ABOVE : PEOPLE_ALONE} />
          )}
        </Show>
        <DayList
          day={day()}
          max={isShared() ? DONE_BELOW : DONE_ALONE}
          classes={{ heading, list, text, doing, more }}
        />
      </div>
      <Show when={room.shown()}>{(shown) => <Team list={shown().list} turns={shown().turns} />}</Show>
      <footer>
        <DayVine day={day()} />
        <button type="button" class={style["big"]} onClick={enterBigScreen}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5" />
          </svg>
          {words.bigScreen}
        </button>
      </footer>
    </>
  );
}
