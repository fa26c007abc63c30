/** Which other services the room tells when work and breaks begin and end: a list, and a form for one more. */
import { createSignal, For, onMount, Show } from "solid-js";
import type { JSX } from "solid-js";
import { MAX_HOOKS } from "../../../../party/shared/hooks";
import type { HookView } from "../../../../party/shared/hooks";
import { useRoom } from "../../../room/context";
import ui from "../../../ui/ui.module.css";
import { AddHook } from "./AddHook";
import { addHook, fetchHooks, removeHook, testHook } from "./calls";
import type { HookError, NewHook } from "./calls";
import { HookCard } from "./HookCard";
import { Secret } from "./Secret";
import style from "./Hooks.module.css";
import { words } from "./words";

export default function Hooks(): JSX.Element {
  const { link } = useRoom();
  /** Null until the room has answered. */
  const [hooks, setHooks] = createSignal<readonly HookView[] | null>(null);
  const [problem, setProblem] = createSignal<HookError | null>(null);
  /** The secret of the hook that was added last; the room tells it once. */
  const [secret, setSecret] = createSignal<string | null>(null);

  async function refresh(): Promise<void> {
    const answer = await fetchHooks(link);
    if ("value" in answer) setHooks(answer.value);
    else setProblem(answer.error);
  }
  let section: HTMLElement | undefined;
  // The button that opened it is at the end of the sheet.
  onMount(() => void refresh().then(() => section?.scrollIntoView({ block: "start" })));

  /** Resolves to whether it was added. */
  async function add(hook: NewHook): Promise<boolean> {
    const answer = await addHook(link, hook);
    setProblem("error" in answer ? answer.error : null);
    if ("error" in answer) return false;
    setSecret(answer.value.secret ?? null);
    await refresh();
    return true;
  }
  /** Resolves to what went wrong, if anything. */
  async function test(id: string): Promise<HookError | null> {
    const answer = await testHook(link, id);
    await refresh();
    return "error" in answer ? answer.error : null;
  }
  async function remove(id: string): Promise<void> {
    const answer = await removeHook(link, id);
    setProblem("error" in answer ? answer.error : null);
    setSecret(null);
    await refresh();
  }

  return (
    <section
      ref={(element) => (section = element)}
      class={`${ui["stack"]} ${style["part"]}`}
      aria-label={words.title}
    >
      <p class={ui["hint"]}>{words.purpose}</p>
      <Show when={hooks()} fallback={<Problem of={problem()} />}>
        {(all) => (
          <>
            <Show when={all().length > 0}>
              <ul class={style["list"]}>
                <For each={all().map(({ id }) => id)}>
                  {(id) => (
                    <Show when={all().find((hook) => hook.id === id)}>
                      {(hook) => (
                        <HookCard hook={hook()} onTest={() => test(id)} onRemove={() => void remove(id)} />
                      )}
                    </Show>
                  )}
                </For>
              </ul>
            </Show>
            <Show when={secret()} keyed>
              {(text) => <Secret secret={text} />}
            </Show>
            <Show
              when={all().length < MAX_HOOKS}
              fallback={
                <>
                  <Problem of={problem()} />
                  <p class={ui["hint"]}>{words.problems.full}</p>
                </>
              }
            >
              <AddHook
                onAdd={add}
                onInput={() => setProblem(null)}
                isWrong={problem() !== null}
                problem={<Problem of={problem()} />}
              />
            </Show>
          </>
        )}
      </Show>
    </section>
  );
}

function Problem(props: { of: HookError | null }): JSX.Element {
  return (
    <p id="hook-problem" class={ui["problem"]} role="alert" hidden={props.of === null}>
      {words.problems[props.of ?? "failed"]}
    </p>
  );
}
