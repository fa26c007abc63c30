/** A component that is loaded later: a signal of it, of its failure, or of neither yet. */
import { createSignal, onCleanup } from "solid-js";
import type { Accessor, Component } from "solid-js";
import { spoken } from "../i18n/speech";

export interface Later<P extends object> {
  readonly component: Accessor<Component<P> | null>;
  /** The last try has failed; the next one comes by itself. */
  readonly failed: Accessor<boolean>;
}
const RETRY_MS = 1000;

export function createLater<P extends object>(load: () => Promise<{ default: Component<P> }>): Later<P> {
  const [component, setComponent] = createSignal<Component<P> | null>(null);
  const [failed, setFailed] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let gone = false;
  const attempt = (before: Promise<unknown>, waitMs: number): Promise<void> =>
    before.then(load).then(
      async ({ default: made }) => {
        // Not before it can speak the language of the page: no word of it changes under a reader's eyes.
        await spoken();
        setFailed(false);
        setComponent(() => made);
      },
      () => {
        if (gone) return;
        setFailed(true);
        timer = setTimeout(() => void attempt(styles(), Math.min(waitMs * 2, 30_000)), waitMs);
      },
    );
  void attempt(styles(), RETRY_MS);
  onCleanup(() => {
    gone = true;
    clearTimeout(timer);
  });
  return { component, failed };
}

/** The style sheets that did not come: vite's loader asks for each only once, and would go on without it. */
const missing = new Set<HTMLLinkElement>();
addEventListener(
  "error",
  ({ target }) =>
    // Only ours: they have names with a hash.
    void (
      target instanceof HTMLLinkElement &&
      target.matches("[rel=stylesheet][href*='/assets/']") &&
      missing.add(target)
    ),
  true,
);
const restyled = (link: HTMLLinkElement): Promise<unknown> =>
  new Promise((done, fail) => {
    const again = link.cloneNode() as HTMLLinkElement;
    again.onload = done;
    again.onerror = fail;
    missing.delete(link);
    link.replaceWith(again);
  });
let styling: Promise<unknown> | undefined;
/** Once for all who wait: a style sheet that has been sent for again is no longer missing, and not yet there. */
const styles = (): Promise<unknown> =>
  (styling ??= Promise.all([...missing].map(restyled)).finally(() => (styling = undefined)));
