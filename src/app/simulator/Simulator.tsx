/** The page `/simulator`: a stage with three phones, a board and a server, its time, and what must hold. */
import { createEffect, For } from "solid-js";
import type { JSX } from "solid-js";
import { firstWords } from "../../i18n/firstWords";
import { pageLocale } from "../../i18n/formats";
import type { Programs } from "../../simulation/world";
import ui from "../../ui/ui.module.css";
import { createPlayback } from "./createPlayback";
import { Rules } from "./Rules";
import { SentList } from "./SentList";
import style from "./simulator.module.css";
import { Stage } from "./Stage";
import { STORY_MS } from "./story";
import { words } from "./words";

const SPEEDS = [0.25, 1, 4, 16] as const;

export function Simulator(props: { programs: Programs }): JSX.Element {
  // eslint-disable-next-line solid/reactivity -- the programs never change
  const playback = createPlayback(props.programs);
  const { frame } = playback;
  createEffect(() => (document.title = `${words.title} · ${firstWords.app}`));
  const number = (value: number): string => value.toLocaleString(pageLocale());
  return (
    <main class={style["page"]} data-simulator>
      <header class={style["head"]}>
        <h1>{words.title}</h1>
        <p>{words.lead}</p>
      </header>
      <Stage frame={frame()} onDeed={playback.do} />
      <section class={style["time"]} aria-label={words.time}>
        <button
          type="button"
          class={ui["primary"]}
          data-play
          onClick={() => playback.setPlaying(!playback.isPlaying())}
        >
          {playback.isPlaying() ? words.pause : words.play}
        </button>
        <label class={style["scrub"]}>
          <span>{words.time}</span>
          <input
            type="range"
            min="0"
            max={STORY_MS}
            step="250"
            value={frame().at}
            aria-valuetext={words.at(clock(frame().at), clock(STORY_MS))}
            onInput={(event) => playback.go(event.currentTarget.valueAsNumber)}
          />
          <output>{words.at(clock(frame().at), clock(STORY_MS))}</output>
        </label>
        <label class={`${ui["field"]} ${style["speed"]}`}>
          <span>{words.speed}</span>
          <select onChange={(event) => playback.setSpeed(Number(event.currentTarget.value))}>
            <For each={SPEEDS}>
              {(speed) => (
                <option value={speed} selected={speed === 1}>
                  {number(speed)}×
                </option>
              )}
            </For>
          </select>
        </label>
        <div class={style["story"]}>
          <span>{words.story(number(playback.seed()))}</span>
          <button type="button" class={ui["button"]} onClick={() => playback.setSeed(playback.seed() + 1)}>
            {words.another}
          </button>
        </div>
      </section>
      <div class={style["proof"]}>
        <SentList frame={frame()} />
        <Rules violation={frame().violation} />
      </div>
    </main>
  );
}

/** Minutes and seconds. */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
