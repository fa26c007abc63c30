/** Shows a component once it has loaded, and nothing before. */
import { createComponent, Show } from "solid-js";
import type { Component, ComponentProps, JSX } from "solid-js";
import { createLazy } from "./createLazy";

/** `with`: the props of the component. */
export function Lazy<P extends object>(props: {
  load: () => Promise<{ default: Component<P> }>;
  with: ComponentProps<Component<P>>;
}): JSX.Element {
  // eslint-disable-next-line solid/reactivity -- the loader of a component does not change
  const { loaded } = createLazy(props.load);
  return (
    <Show when={loaded()} keyed>
      {(component) => createComponent(component, props.with)}
    </Show>
  );
}
