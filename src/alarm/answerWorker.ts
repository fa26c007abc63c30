/** Tells the service worker, when a push arrives, whether this page rings by itself. It asks in `src/worker/clients.ts`. */
import { onCleanup } from "solid-js";
import { floatingWindow } from "../device/floatingWindow";
import { serviceWorkers } from "../device/serviceWorker";

/** Whether the person is in front of this page, or of its small window. */
const isFocused = (): boolean =>
  (document.hasFocus() && document.visibilityState === "visible") ||
  floatingWindow()?.document.hasFocus() === true;

/** `canSound`: whether the page can make a sound. */
export function answerWorker(canSound: () => boolean): void {
  // eslint-disable-next-line solid/reactivity -- an event handler
  function onMessage({ data, ports }: MessageEvent<{ type?: unknown } | null>): void {
    if (data?.type === "can-sound") ports[0]?.postMessage(isFocused() && canSound());
  }
  const worker = serviceWorkers();
  worker?.addEventListener("message", onMessage);
  onCleanup(() => worker?.removeEventListener("message", onMessage));
}
