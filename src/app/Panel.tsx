/** The screen below the tomato: the offers, a line of text, the controls, and the buttons that open the sheets. */
import { createEffect, createMemo, createSignal, on, Show, untrack } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { BREAK_ALARM, IDLE } from "../../party/shared/pomodoro";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { controlWords } from "../i18n/controls/words";
import { timeOfDay } from "../i18n/formats";
import { useRoom } from "../room/context";
import type { ActionInput, ActionTarget, Answer } from "../room/createRoom";
import { createRoomCache } from "../room/createRoomCache";
import { doing, restoreDoing } from "../room/doing";
import { hintOf, outcomeText } from "../room/hint";
import type { Hint, Outcome } from "../room/hint";
import { useSheets } from "../ui/createSheets";
import { createShortcuts } from "../ui/createShortcuts";
import { Lazy } from "../ui/Lazy";
import { Named } from "../ui/Named";
import { Announcer } from "./Announcer";
import { createNotice } from "./createNotice";
import { createTitle } from "./createTitle";
import { Nav } from "./Nav";
import controls from "./controls.module.css";
import style from "./panel.module.css";

/** Of the button that does what a press of the tomato cannot do while a period runs. */
const PULSE = ["", "var(--accent)", ""].map((color) => ({ color, scale: color && "var(--pulse)" }));

export default function Panel(props: {
  /** Epoch ms on the server's clock. */
  now: Accessor<number>;
  /** What the tomato says. */
  message: Accessor<string>;
  /** The state of the room that this device had cached when the page was loaded. */
  cached: RoomMessage | null;
  /** What became of the last press. */
  outcome: Accessor<Outcome | null>;
}): JSX.Element {
  const room = useRoom();
  const notice = createNotice(room);
  createTitle(
    room,
    () => props.now(),
    () => props.message(),
  );
  createShortcuts(useSheets());
  untrack(() => createRoomCache(room, props.cached));

  /** Whether the room has accepted something of this page. */
  const [hasActed, setActed] = createSignal(false);
  function showOutcome(outcome: Outcome | null): void {
    if (outcome?.kind === "runs") document.querySelector("[data-pause]")?.animate(PULSE, 700);
    if (outcome?.kind === "answer" && outcome.answer.ok) setActed(true);
    const text = outcome === null ? null : outcomeText(outcome, controlWords, timeOfDay);
    if (text !== null) notice.show(text);
  }
  createEffect(on(() => props.outcome(), showOutcome));

  /** The name of the only one who may press, or null. */
  const onlyController = createMemo(() => {
    const [one, ...more] = room.people()?.people.filter(({ role }) => role === "control") ?? [];
    return more.length === 0 ? (one?.name ?? null) : null;
  });
  const isConnected = (): boolean => room.connection() !== "lost";
  /** A notice takes the place of what the room does, and leaves what a press does where it is. */
  const hint = createMemo((): Hint => {
    const shown = room.shown();
    const [info, press] =
      shown === null
        ? [isConnected() ? "" : controlWords.hint.unknownRoom]
        : hintOf(shown, controlWords, timeOfDay, {
            isWatcher: room.role() === "watch",
            isConnected: isConnected(),
            waitsFor: onlyController(),
          });
    return [notice.text() ?? info, press];
  });
  void untrack(() => restoreDoing(room));
  const usesTeam = createMemo(() => doing() !== null || (room.shown()?.turns ?? null) !== null);
  const showAnswer = (answer: Answer): void => showOutcome({ kind: "answer", answer });
  /** Whether there may be something to offer: a change to undo, or work to start in place of a break. */
  const canOffer = createMemo(() => {
    const shown = room.shown();
    return shown !== null && (shown.undoUntil !== null || shown.phase.state === BREAK_ALARM);
  });
  const act = (input: ActionInput, target?: ActionTarget): void =>
    void room.act(input, target).then(showAnswer);
  /** From the first moment on at which the tomato can be turned. */
  const canTurn = createMemo(
    (could: boolean) => room.role() === "control" && (could || room.shown()?.phase.state === IDLE),
    false,
  );
  return (
    <>
      <div class={style["above"]} data-connected={isConnected()}>
        <Lazy load={() => import("../alarm/Alarms")} with={{}} />
        <Show when={canTurn()}>
          <Lazy load={() => import("../features/turn/Turn")} with={{ onAnswer: showAnswer }} />
        </Show>
        <Show when={canOffer()}>
          <Lazy load={() => import("./offers/Offers")} with={{ act, now: () => props.now() }} />
        </Show>
      </div>
      <div class={style["line"]}>
        {/* Keyed: each text is a new element, so that nothing moves. */}
        <Show when={hint()} keyed>
          {([info, press]) => (
            <p class={style["hint"]}>
              <span class={style["info"]}>
                <Named
                  text={info}
                  name={untrack(() => (notice.text() ? room.shown()?.by?.name : onlyController()))}
                />
                {info && press && ". "}
              </span>
              <span>{press}</span>
            </p>
          )}
        </Show>
        <Show when={hasActed() && !usesTeam()}>
          <Lazy load={() => import("../features/invite/Invite")} with={{}} />
        </Show>
        <Show when={usesTeam()}>
          <Lazy load={() => import("../features/tasks/TeamLine")} with={{}} />
        </Show>
      </div>
      <div class={controls["controls"]} data-connected={isConnected()}>
        <Lazy load={() => import("./Controls")} with={{ act, showNotice: notice.show }} />
      </div>
      <Nav />
      <Announcer message={props.message()} />
    </>
  );
}
