/** Shows a component as soon as it has been loaded, and nothing before. */
import { createComponent, Show } from "solid-js";
import type { Component, ComponentProps, JSX } from "solid-js";
import { createLater } from "./createLazy";

export function Later<P extends object>(props: {
  load: () => Promise<{ default: Component<P> }>;
  with: ComponentProps<Component<P>>;
}): JSX.Element {
  // eslint-disable-next-line solid/reactivity -- what is loaded never changes
  const later = createLater(props.load);
  return (
    <Show when={later.loaded()} keyed>
      {(component) => createComponent(component, props.with)}
    </Show>
  );
}
