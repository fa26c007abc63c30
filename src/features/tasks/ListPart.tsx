/** The room's list: everyone who controls the room adds, ticks, changes, moves and removes. */
import { createMemo, createSignal, For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { newKey } from "../../../party/shared/access";
import { MAX_ITEMS, MAX_TEXT } from "../../../party/shared/limits";
import type { Item } from "../../../party/shared/team";
import { controlWords } from "../../i18n/controls/words";
import { useRoom } from "../../room/context";
import { changeDoing } from "../../room/doing";
import { refusalText } from "../../room/hint";
import { listEditorOf } from "../../room/listEditor";
import ui from "../../ui/ui.module.css";
import { createReorder } from "./createReorder";
import { LineField } from "./LineField";
import { Row } from "./Row";
import { moved } from "./turns";
import { words } from "./words";
import style from "./tasks.module.css";

/** Characters of the id of an item: no two of a list are the same by chance. */
const ID_LENGTH = 10;

export function ListPart(props: { canControl: boolean }): JSX.Element {
  const room = useRoom();
  const editor = listEditorOf(room);
  const [open, setOpen] = createSignal<string | null>(null);
  const [moveStatus, setMoveStatus] = createSignal("");
  // By id, so that a row stays the same element when its text changes.
  const ids = createMemo(() => editor.items().map(({ id }) => id));
  const toDo = (): number => editor.items().filter(({ done }) => !done).length;

  function add(lines: readonly string[]): string | null {
    if (editor.items().length + lines.length > MAX_ITEMS) return words.problem.fullList(MAX_ITEMS);
    const added = lines.map((text) => ({ id: newKey().slice(0, ID_LENGTH), text, done: false }));
    editor.change((all) => [...all, ...added]);
    return null;
  }
  const replace = (id: string, change: Partial<Item>): void =>
    editor.change((all) => all.map((item) => (item.id === id ? { ...item, ...change } : item)));
  function move(from: number, to: number): void {
    const items = editor.items();
    const text = items[from]?.text;
    if (text === undefined || to < 0 || to >= items.length) return;
    editor.change((all) => moved(all, from, to));
    setMoveStatus(words.movedTo(text, to + 1, items.length));
  }
  const reorder = createReorder(move);
  const problem = (): string | null => {
    const code = editor.problem();
    if (code === null) return null;
    return code === "full"
      ? words.problem.fullList(MAX_ITEMS)
      : refusalText({ ok: false, code }, controlWords);
  };

  return (
    <section class={`${ui["tight"]} ${style["part"]}`}>
      <h3 class={style["heading"]}>
        {words.list}
        <Show when={ids().length > 0}>
          <span class={ui["hint"]}>{words.left(toDo(), ids().length)}</span>
        </Show>
      </h3>
      <Show
        when={ids().length > 0}
        fallback={<p class={ui["hint"]}>{props.canControl ? words.listEmpty : words.listEmptyWatch}</p>}
      >
        <ul class={style["rows"]}>
          <For each={ids()}>
            {(id, index) => {
              const item = createMemo<Item>((last) => editor.items().find((one) => one.id === id) ?? last, {
                id,
                text: "",
                done: false,
              });
              return (
                <Row
                  text={item().text}
                  index={index()}
                  count={ids().length}
                  reorder={reorder}
                  canControl={props.canControl}
                  isOpen={open() === id}
                  onToggle={() => setOpen((last) => (last === id ? null : id))}
                  onMove={(to) => move(index(), to)}
                  onRemove={() => editor.change((all) => all.filter((one) => one.id !== id))}
                  field={
                    <LineField
                      label={words.task}
                      button={words.save}
                      max={MAX_TEXT}
                      value={item().text}
                      keeps
                      onLines={([text = ""]) => {
                        replace(id, { text });
                        setOpen(null);
                        return null;
                      }}
                    />
                  }
                  more={
                    <button
                      type="button"
                      class={ui["button"]}
                      onClick={() => {
                        void changeDoing(room, { text: item().text, item: id });
                        setOpen(null);
                      }}
                    >
                      {words.workOn}
                    </button>
                  }
                >
                  <label class={style["tick"]} data-done={item().done}>
                    <input
                      type="checkbox"
                      checked={item().done}
                      disabled={!props.canControl}
                      onChange={({ currentTarget }) => replace(id, { done: currentTarget.checked })}
                    />
                    <bdi translate="no">{item().text}</bdi>
                  </label>
                </Row>
              );
            }}
          </For>
        </ul>
      </Show>
      <Show when={props.canControl}>
        <LineField label={words.newTask} button={words.add} max={MAX_TEXT} isList onLines={add} />
      </Show>
      <Show when={problem()}>
        {(text) => (
          <p class={ui["problem"]} role="alert">
            {text()}
          </p>
        )}
      </Show>
      <Show when={editor.isWaiting() && room.connection() !== "open"}>
        <p class={ui["hint"]}>{words.waiting}</p>
      </Show>
      <p class="visually-hidden" role="status">
        {moveStatus()}
      </p>
    </section>
  );
}
