/** The server, the three phones, the board, and the lines between them with what is on its way. */
import { For, Index, Show } from "solid-js";
import type { JSX } from "solid-js";
import { STATE_NAMES } from "../../../party/shared/pomodoro";
import { pageLocale } from "../../i18n/formats";
import { firstWords } from "../../i18n/firstWords";
import { messageOf } from "../../tomato/messageOf";
import { Tomato } from "../../tomato/Tomato";
import ui from "../../ui/ui.module.css";
import type { Frame, PhoneFrame } from "./player";
import style from "./simulator.module.css";
import { PEOPLE } from "./story";
import type { DeedKind } from "./story";
import { words } from "./words";

type OnDeed = (kind: DeedKind, who?: number) => void;

/** Where the line of a phone begins, in hundredths of the width; they all end at the server in the middle. */
const startOf = (who: number): number => ((who + 0.5) / PEOPLE.length) * 100;

export function Stage(props: { frame: Frame; onDeed: OnDeed }): JSX.Element {
  return (
    <section class={style["stage"]}>
      <Server frame={props.frame} onDeed={props.onDeed} />
      <Lines frame={props.frame} />
      <div class={style["phones"]}>
        <For each={PEOPLE}>
          {(name, who) => (
            <Show when={props.frame.phones[who()]}>
              {(phone) => (
                <section class={style["phone"]} aria-label={words.phoneOf(name)} data-phone={name}>
                  <h2>{name}</h2>
                  <Screen phone={phone()} onPress={() => props.onDeed("press", who())} />
                  <p class={style["status"]} data-connection={phone().isCut ? "cut" : phone().connection}>
                    {statusOf(phone())}
                  </p>
                  <button
                    type="button"
                    class={ui["button"]}
                    aria-label={`${phone().isCut ? words.mend : words.cut}: ${name}`}
                    onClick={() => props.onDeed(phone().isCut ? "mend" : "cut", who())}
                  >
                    {phone().isCut ? words.mend : words.cut}
                  </button>
                  <Show when={who() === 0}>
                    <Board frame={props.frame} onDeed={props.onDeed} />
                  </Show>
                </section>
              )}
            </Show>
          )}
        </For>
      </div>
    </section>
  );
}

const statusOf = (phone: PhoneFrame): string =>
  phone.isPending ? words.pending : phone.isCut ? words.isCut : words.connection[phone.connection];

const Screen = (props: { phone: PhoneFrame; onPress: () => void }): JSX.Element => (
  <div class={style["screen"]}>
    <Tomato
      room={props.phone.view}
      now={props.phone.now}
      connected={props.phone.connection === "open"}
      message={messageOf(props.phone.view?.phase)}
      onPress={() => props.onPress()}
    />
  </div>
);

function Server(props: { frame: Frame; onDeed: OnDeed }): JSX.Element {
  const isUp = () => props.frame.isServerUp;
  return (
    <section class={style["server"]} aria-label={words.server} data-up={isUp()}>
      <svg viewBox="0 0 40 40" aria-hidden="true">
        <rect x="5" y="4" width="30" height="14" rx="4" />
        <rect x="5" y="22" width="30" height="14" rx="4" />
        <circle cx="12" cy="11" r="2.5" />
        <circle cx="12" cy="29" r="2.5" />
      </svg>
      <div>
        <h2>{words.server}</h2>
        <p>
          {isUp() ? words.serverUp : words.serverDown}.{" "}
          <span data-rev={props.frame.rev}>{words.onDisk(props.frame.rev.toLocaleString(pageLocale()))}</span>
        </p>
      </div>
      <button type="button" class={ui["button"]} onClick={() => props.onDeed(isUp() ? "kill" : "start")}>
        {isUp() ? words.kill : words.start}
      </button>
    </section>
  );
}

function Lines(props: { frame: Frame }): JSX.Element {
  const dots = () =>
    props.frame.flights.map(({ who, isUp, from, to }) => {
      const share = to === from ? 1 : (props.frame.at - from) / (to - from);
      const up = isUp ? share : 1 - share;
      return { isUp, left: startOf(who) + (50 - startOf(who)) * up, top: 100 * (1 - up) };
    });
  return (
    <div class={style["lines"]} aria-hidden="true">
      <svg viewBox="0 0 100 100" preserveAspectRatio="none">
        <Index each={props.frame.phones}>
          {(phone, who) => (
            <line
              x1={startOf(who)}
              y1="100"
              x2="50"
              y2="0"
              data-open={phone().connection === "open" && !phone().isCut}
              data-cut={phone().isCut}
            />
          )}
        </Index>
      </svg>
      <Index each={dots()}>
        {(dot) => (
          <span
            class={style["dot"]}
            data-up={dot().isUp}
            style={{ left: `${dot().left}%`, top: `${dot().top}%` }}
          />
        )}
      </Index>
    </div>
  );
}

function Board(props: { frame: Frame; onDeed: OnDeed }): JSX.Element {
  const light = () => props.frame.light;
  const text = (): string => {
    const shown = light();
    if (shown === null) return words.light.off;
    return `${words.light.on}: ${shown.held ? firstWords.paused : (firstWords.messages[shown.state] ?? "")}`;
  };
  return (
    <section class={style["board"]} aria-label={words.board}>
      <p>
        <span
          class={style["light"]}
          data-light={light() === null ? "offline" : STATE_NAMES[light()?.state as 0]}
          data-held={light()?.held ?? false}
        />
        <span>{text()}</span>
      </p>
      <button type="button" class={ui["button"]} onClick={() => props.onDeed("board")}>
        {words.pressBoard}
      </button>
    </section>
  );
}
