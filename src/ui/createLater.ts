/** A component that is loaded later: a signal of it, of its failure, or of neither yet. */
import { createSignal } from "solid-js";
import type { Accessor, Component } from "solid-js";
import { spoken } from "../i18n/speech";

export interface Later<P extends object> {
  readonly component: Accessor<Component<P> | null>;
  readonly failed: Accessor<boolean>;
}

export function createLater<P extends object>(load: () => Promise<{ default: Component<P> }>): Later<P> {
  const [component, setComponent] = createSignal<Component<P> | null>(null);
  const [failed, setFailed] = createSignal(false);
  load().then(
    // Not before it can speak the language of the page: no word of it changes under a reader's eyes.
    ({ default: made }) => void spoken().then(() => setComponent(() => made)),
    () => setFailed(true),
  );
  return { component, failed };
}
