/** Installing the app: with the browser's own prompt where there is one, otherwise from its menu. */
import { createSignal } from "solid-js";

/** Chromium's event, which TypeScript's library does not have. */
interface InstallPromptEvent extends Event {
  prompt(): Promise<void>;
}

const [prompt, setPrompt] = createSignal<InstallPromptEvent | null>(null);

/** Keeps the browser's prompt for later. It must be called by the first script: the browser fires the event early. */
export function listenForInstall(): void {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault(); // the browser must not show its own bar over the tomato
    setPrompt(event as InstallPromptEvent);
  });
  addEventListener("appinstalled", () => setPrompt(null));
}

/** Whether the browser has a prompt. */
export const canInstall = (): boolean => prompt() !== null;

/** Shows the browser's prompt. */
export async function install(): Promise<void> {
  const event = prompt();
  setPrompt(null); // each event can be used once
  await event?.prompt();
}

/** Whether the page runs as an installed app. */
export const isInstalled = (): boolean =>
  matchMedia("(display-mode: standalone)").matches ||
  (navigator as { standalone?: boolean }).standalone === true;
