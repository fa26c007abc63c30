/** A component that is loaded later: a signal of it, of its failure, or of neither yet. */
import { createSignal } from "solid-js";
import type { Accessor, Component } from "solid-js";

export interface Later<P extends object> {
  readonly component: Accessor<Component<P> | null>;
  readonly failed: Accessor<boolean>;
}

export function createLater<P extends object>(load: () => Promise<{ default: Component<P> }>): Later<P> {
  const [component, setComponent] = createSignal<Component<P> | null>(null);
  const [failed, setFailed] = createSignal(false);
  load().then(
    (module) => setComponent(() => module.default),
    () => setFailed(true),
  );
  return { component, failed };
}
