/** What is loaded later, a component or more: a signal of it, of its failure, or of neither yet. */
import { createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import { spoken } from "../i18n/language";

export interface Later<T> {
  readonly loaded: Accessor<T | null>;
  /** The last try has failed; the next one comes by itself. */
  readonly failed: Accessor<boolean>;
}
const RETRY_MS = 1000;

export function createLater<T>(load: () => Promise<{ default: T }>): Later<T> {
  const [loaded, setLoaded] = createSignal<T | null>(null);
  const [failed, setFailed] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let gone = false;
  const attempt = (why: string, waitMs: number): Promise<void> =>
    styles(why)
      .then(load)
      .then(
        async ({ default: made }) => {
          // Not before it can speak the language of the page: no word of it changes under a reader's eyes.
          await spoken();
          setFailed(false);
          setLoaded(() => made);
        },
        (error: unknown) => {
          if (gone) return;
          setFailed(true);
          timer = setTimeout(() => void attempt(String(error), Math.min(waitMs * 2, 30_000)), waitMs);
        },
      );
  void attempt("", RETRY_MS);
  onCleanup(() => {
    gone = true;
    clearTimeout(timer);
  });
  return { loaded, failed };
}

/** Our style sheets that did not come, by path: vite's loader asks for each only once, and would go on without it. */
const missing = new Map<string, HTMLLinkElement>();
/** Those of them that have been sent for again. */
const coming = new Map<string, Promise<unknown>>();
addEventListener(
  "error",
  ({ target }) => {
    // Only ours: they have names with a hash.
    if (target instanceof HTMLLinkElement && target.matches("[rel=stylesheet][href*='/assets/']"))
      missing.set(new URL(target.href).pathname, target);
  },
  true,
);

/** Sends for what is missing again. Whoever failed for want of one (the error names it) cannot do without that one. */
function styles(why: string): Promise<unknown> {
  for (const [path, link] of missing) coming.set(path, again(path, link));
  return Promise.all(
    [...coming].map(([path, sheet]) => (why.includes(path) ? sheet : sheet.catch(() => {}))),
  );
}
function again(path: string, link: HTMLLinkElement): Promise<unknown> {
  missing.delete(path);
  return new Promise((done, fail) => {
    const next = link.cloneNode() as HTMLLinkElement;
    next.onload = done;
    next.onerror = () => fail(new Error(path));
    link.replaceWith(next);
  }).finally(() => coming.delete(path));
}
