/** Who takes turns, in which order, and whose turn it is. */
import { createMemo, createSignal, For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { MAX_NAME, TURN_NAMES } from "../../../party/shared/limits";
import { nextAt } from "../../../party/shared/team";
import type { TurnName, Turns } from "../../../party/shared/team";
import { controlWords } from "../../i18n/controls/words";
import { changeTurns } from "../../room/changeTurns";
import { useRoom } from "../../room/context";
import { refusalText } from "../../room/hint";
import type { Answer } from "../../room/createRoom";
import ui from "../../ui/ui.module.css";
import { createReorder } from "./createReorder";
import { LineField } from "./LineField";
import { Row } from "./Row";
import { addNames, moveName, removeName, replaceName, shuffle } from "./turns";
import { words } from "./words";
import style from "./tasks.module.css";

const NOBODY: readonly TurnName[] = [];

export function TurnsPart(props: { canControl: boolean }): JSX.Element {
  const room = useRoom();
  const [open, setOpen] = createSignal<string | null>(null);
  const [problem, setProblem] = createSignal<string | null>(null);
  const [moveStatus, setMoveStatus] = createSignal("");
  /** A first name, which the room takes together with the second one. */
  const [first, setFirst] = createSignal<string | null>(null);
  const turns = createMemo<Turns | null>(() => room.shown()?.turns ?? null);
  const names = createMemo<readonly TurnName[]>(() => {
    const alone = first();
    return turns()?.names ?? (alone === null ? NOBODY : [{ name: alone, away: false }]);
  });
  const labels = createMemo(() => names().map(({ name }) => name));
  const next = createMemo(() => {
    const now = turns();
    return now === null ? -1 : nextAt(now, 1);
  });

  const tell = (answer: Answer): void => void setProblem(refusalText(answer, controlWords));
  /** Below two names there are no turns; a name that is alone stays here. */
  function change(edit: (turns: Turns | null) => Turns): void {
    const alone = first();
    const base = alone === null ? null : addNames(null, [alone]);
    setProblem(null);
    const now = edit(turns() ?? base);
    const isSet = now.names.length >= TURN_NAMES.min;
    setFirst(isSet ? null : (now.names[0]?.name ?? null));
    if (!isSet && turns() === null) return;
    const send = changeTurns(room, (latest) => {
      const result = edit(latest ?? base);
      return result.names.length < TURN_NAMES.min ? null : result;
    });
    void send.then(tell);
  }
  function add(added: readonly string[]): string | null {
    const twice = added.find((name) => labels().includes(name));
    if (twice !== undefined) return words.problem.twice(twice);
    if (labels().length + added.length > TURN_NAMES.max) return words.problem.fullTurns(TURN_NAMES.max);
    change((all) => addNames(all, added));
    return null;
  }
  function addPeople(): void {
    const here = (room.people()?.people ?? []).flatMap(({ name, role }) =>
      name === null || role !== "control" ? [] : [name],
    );
    const added = [...new Set(here)].filter((name) => !labels().includes(name));
    setProblem(added.length === 0 ? words.problem.nobody : add(added));
  }
  function rename(name: string, to: string): string | null {
    if (to !== name && labels().includes(to)) return words.problem.twice(to);
    change((all) => replaceName(all ?? { names: [], at: 0 }, name, { name: to }));
    setOpen(null);
    return null;
  }
  function move(from: number, to: number): void {
    const name = labels()[from];
    if (name === undefined || to < 0 || to >= labels().length) return;
    change((all) => moveName(all ?? { names: [], at: 0 }, name, to));
    setMoveStatus(words.movedTo(name, to + 1, labels().length));
  }
  const reorder = createReorder(move);
  function endTurns(): void {
    setFirst(null);
    void changeTurns(room, () => null).then(tell);
  }
  const place = (index: number): string => {
    if (index === turns()?.at) return words.hasTurn;
    if (names()[index]?.away === true) return words.away;
    return index === next() ? words.isNext : words.here;
  };

  return (
    <section class={`${ui["tight"]} ${style["part"]}`}>
      <h3 class={style["heading"]}>{words.turns}</h3>
      <p class={ui["hint"]}>{props.canControl || turns() !== null ? words.turnsHint : words.turnsNone}</p>
      <Show when={labels().length > 0}>
        <ol class={style["rows"]}>
          <For each={labels()}>
            {(name, index) => (
              <Row
                text={name}
                index={index()}
                count={labels().length}
                reorder={reorder}
                canControl={props.canControl}
                isOpen={open() === name}
                isCurrent={index() === turns()?.at}
                onToggle={() => setOpen((last) => (last === name ? null : name))}
                onMove={(to) => move(index(), to)}
                onRemove={() => change((all) => removeName(all ?? { names: [], at: 0 }, name))}
                field={
                  <LineField
                    label={words.name}
                    button={words.save}
                    max={MAX_NAME}
                    value={name}
                    keeps
                    onLines={([to = ""]) => rename(name, to)}
                  />
                }
                more={
                  <button
                    type="button"
                    class={ui["button"]}
                    aria-pressed={names()[index()]?.away ?? false}
                    title={words.awayHint}
                    onClick={() => {
                      const away = !(names()[index()]?.away ?? false);
                      change((all) => replaceName(all ?? { names: [], at: 0 }, name, { away }));
                    }}
                  >
                    {words.away}
                  </button>
                }
              >
                <div class={style["name"]} data-away={names()[index()]?.away ?? false}>
                  <bdi translate="no">{name}</bdi>
                  <span class={ui["hint"]}>{turns() === null ? "" : place(index())}</span>
                </div>
              </Row>
            )}
          </For>
        </ol>
      </Show>
      <Show when={first() !== null && turns() === null}>
        <p class={ui["hint"]}>{words.oneMore}</p>
      </Show>
      <Show when={props.canControl}>
        <LineField label={words.newName} button={words.add} max={MAX_NAME} isList onLines={add} />
        <div class={ui["row"]}>
          <Show when={turns() !== null}>
            <button
              type="button"
              class={ui["primary"]}
              disabled={next() === turns()?.at}
              onClick={() => void room.act({ action: "next" }).then(tell)}
            >
              {words.next}
            </button>
            <button
              type="button"
              class={ui["button"]}
              onClick={() => {
                const seed = labels().map(() => Math.random());
                change((all) => {
                  let i = 0; // the same order again, where the change is made again
                  return shuffle(all ?? { names: [], at: 0 }, () => seed[i++ % seed.length] ?? 0);
                });
              }}
            >
              {words.shuffle}
            </button>
          </Show>
          <Show when={room.people()}>
            <button type="button" class={ui["button"]} onClick={addPeople}>
              {words.addPeople}
            </button>
          </Show>
          <Show when={turns() !== null}>
            <button type="button" class={ui["quiet"]} onClick={endTurns}>
              {words.endTurns}
            </button>
          </Show>
        </div>
      </Show>
      <Show when={problem()}>
        {(text) => (
          <p class={ui["problem"]} role="alert">
            {text()}
          </p>
        )}
      </Show>
      <p class="visually-hidden" role="status">
        {moveStatus()}
      </p>
    </section>
  );
}
