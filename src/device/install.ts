/** Installing the app: the browser's own prompt where there is one, otherwise what a person has to do. */
import { createSignal } from "solid-js";

/** Chromium's event; not in TypeScript's library. */
interface InstallPromptEvent extends Event {
  prompt(): Promise<void>;
}

const [prompt, setPrompt] = createSignal<InstallPromptEvent | null>(null);

/** Must run before the browser offers, so with the first script. */
export function listenForInstall(): void {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault(); // no bar over the tomato: the app has its own place for it
    setPrompt(event as InstallPromptEvent);
  });
  addEventListener("appinstalled", () => setPrompt(null));
}

/** Whether the browser would ask the person now. */
export const canInstall = (): boolean => prompt() !== null;

export async function install(): Promise<void> {
  const event = prompt();
  setPrompt(null); // it can be used once
  await event?.prompt();
}

export const isInstalled = (): boolean =>
  matchMedia("(display-mode: standalone)").matches ||
  (navigator as { standalone?: boolean }).standalone === true;

/** iOS and iPadOS have no prompt; their browsers say whether the page runs from the Home Screen. */
export const needsHomeScreen = (): boolean => "standalone" in navigator && !isInstalled();
