/** Loads a component, or anything else, after the first drawing, and tries again until it succeeds. */
import { createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import { nextTask } from "../device/nextTask";
import { wordsReady } from "../i18n/language";

export interface LazyState<T> {
  /** Null until it has loaded. */
  readonly loaded: Accessor<T | null>;
  /** Whether the last attempt has failed. The next one follows by itself. */
  readonly failed: Accessor<boolean>;
}
/** The wait after the first failure, in ms. It doubles with each further one, up to the maximum. */
const FIRST_RETRY_MS = 1000;
const MAX_RETRY_MS = 30_000;

/** `load` is called once per attempt. Attempts end with the component that calls this. */
export function createLazy<T>(load: () => Promise<{ default: T }>): LazyState<T> {
  const [loaded, setLoaded] = createSignal<T | null>(null);
  const [failed, setFailed] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDisposed = false;
  const attempt = (previousError: string, retryMs: number): Promise<void> =>
    retryStyleSheets(previousError)
      .then(nextTask) // starting the requests takes several ms
      .then(load)
      .then(
        async ({ default: value }) => {
          // Its words have to be in the language of the page before it is shown.
          await wordsReady();
          setFailed(false);
          setLoaded(() => value);
        },
        (error: unknown) => {
          if (isDisposed) return;
          setFailed(true);
          const nextMs = Math.min(retryMs * 2, MAX_RETRY_MS);
          timer = setTimeout(() => void attempt(String(error), nextMs), retryMs);
        },
      );
  void attempt("", FIRST_RETRY_MS);
  onCleanup(() => {
    isDisposed = true;
    clearTimeout(timer);
  });
  return { loaded, failed };
}

/**
 * The app's style sheets that have failed to load, by path. Vite's loader requests each only once, so that a second
 * `import()` would resolve without the style.
 */
const failedSheets = new Map<string, HTMLLinkElement>();
/** The style sheets that are being loaded again, by path. */
const pendingSheets = new Map<string, Promise<unknown>>();
addEventListener(
  "error",
  ({ target }) => {
    // Only the app's own: browser extensions add style sheets too.
    if (target instanceof HTMLLinkElement && target.matches("[rel=stylesheet][href*='/assets/']"))
      failedSheets.set(new URL(target.href).pathname, target);
  },
  true,
);

/**
 * Loads again every style sheet that has failed. Rejects only if the one that the previous attempt failed for fails
 * again: vite's error message contains its path.
 */
function retryStyleSheets(previousError: string): Promise<unknown> {
  for (const [path, link] of failedSheets) pendingSheets.set(path, reloadSheet(path, link));
  return Promise.all(
    [...pendingSheets].map(([path, sheet]) => (previousError.includes(path) ? sheet : sheet.catch(() => {}))),
  );
}

function reloadSheet(path: string, link: HTMLLinkElement): Promise<unknown> {
  failedSheets.delete(path);
  return new Promise((resolve, reject) => {
    const copy = link.cloneNode() as HTMLLinkElement;
    copy.onload = resolve;
    copy.onerror = () => reject(new Error(path));
    link.replaceWith(copy);
  }).finally(() => pendingSheets.delete(path));
}
