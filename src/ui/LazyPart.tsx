/** Shows a component once it has loaded. While the last attempt has failed, says so and offers what helps. */
import { createComponent, Show } from "solid-js";
import type { Component, ComponentProps, JSX } from "solid-js";
import { createLazy } from "./createLazy";
import { LoadFailed } from "./LoadFailed";

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
        <LoadFailed retry={() => location.reload()} />
      </Show>
      <Show when={loaded()} keyed>
        {(component) => createComponent(component, props.with)}
      </Show>
    </>
  );
}
