/** Shows a component once it has loaded. While the last attempt has failed, says so and offers to reload the page. */
import { createComponent, Show } from "solid-js";
import type { Component, ComponentProps, JSX } from "solid-js";
import { controlWords } from "../i18n/controls/words";
import { createLazy } from "./createLazy";
import ui from "./ui.module.css";

/** `with`: the props of the component. */
export function LazyPart<P extends object>(props: {
  load: () => Promise<{ default: Component<P> }>;
  with: ComponentProps<Component<P>>;
}): JSX.Element {
  // eslint-disable-next-line solid/reactivity -- the loader of a component does not change
  const { loaded, failed } = createLazy(props.load);
  return (
    <>
      <Show when={failed()}>
        <div class={ui["stack"]}>
          <p>{controlWords.sheet.failed}</p>
          <button type="button" class={ui["button"]} onClick={() => location.reload()}>
            {controlWords.sheet.retry}
          </button>
        </div>
      </Show>
      <Show when={loaded()} keyed>
        {(component) => createComponent(component, props.with)}
      </Show>
    </>
  );
}
