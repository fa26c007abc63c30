/** Shows a component as soon as it has been loaded; where that fails, says so. */
import { createComponent, Show } from "solid-js";
import type { Component, ComponentProps, JSX } from "solid-js";
import { controlWords } from "../i18n/controlWords";
import { createLater } from "./createLazy";
import ui from "./ui.module.css";

export function Loaded<P extends object>(props: {
  load: () => Promise<{ default: Component<P> }>;
  with: ComponentProps<Component<P>>;
}): JSX.Element {
  // eslint-disable-next-line solid/reactivity -- what is loaded never changes
  const later = createLater(props.load);
  return (
    <>
      <Show when={later.failed()}>
        <div class={ui["stack"]}>
          <p>{controlWords.sheet.failed}</p>
          <button type="button" class={ui["button"]} onClick={() => location.reload()}>
            {controlWords.sheet.retry}
          </button>
        </div>
      </Show>
      <Show when={later.loaded()} keyed>
        {(component) => createComponent(component, props.with)}
      </Show>
    </>
  );
}
