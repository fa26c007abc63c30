/** What all pages of the extension share: the language, what the background tells, and requests to it. */
import { createMemo, createSignal, onCleanup } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { render } from "solid-js/web";
import type { RoomView } from "../../party/shared/codec";
import { nextChangeMs } from "../../party/shared/countdown";
import { setLanguage } from "../../src/i18n/language";
import { messageOf } from "../../src/tomato/messageOf";
import { startText } from "../../src/tomato/startText";
import { roomAt } from "../core/plan";
import { SHOWN_PORT } from "../core/requests";
import type { Outcome, Request, Shown } from "../core/requests";
import { NO_SETTINGS, NOTHING_KNOWN } from "../core/state";
import { language } from "../words";
import "../../src/app/theme.css";
import "./pages.css";

/** The longest wait until the time is looked at again, in ms: the machine may move the room on. */
const LOOK_MS = 1000;

export interface ShownRoom {
  /** What the background knows; `isLoaded`: whether it has told it. */
  readonly shown: Accessor<Shown & { readonly isLoaded: boolean }>;
  readonly room: Accessor<RoomView | null>;
  /** Epoch ms on the server's clock. */
  readonly now: Accessor<number>;
  /** What the tomato says. */
  readonly message: Accessor<string>;
}

/** Draws the page in the language of the browser. */
export function showPage(Page: () => JSX.Element): void {
  void setLanguage(language);
  document.documentElement.lang = language;
  render(Page, document.body);
}

/** The room of the extension. The background keeps a socket to it while the page is open. */
export function createShownRoom(): ShownRoom {
  const [shown, setShown] = createSignal({
    settings: NO_SETTINGS,
    known: NOTHING_KNOWN,
    isReached: false,
    isLoaded: false,
  });
  const [now, setNow] = createSignal(Date.now());
  const room = createMemo(() => roomAt(shown().known, now() - shown().known.offsetMs));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;

  function look(): void {
    clearTimeout(timer);
    const at = setNow(Date.now() + shown().known.offsetMs);
    const current = room();
    const wait = current === null ? LOOK_MS : (nextChangeMs(current, at) ?? LOOK_MS);
    timer = setTimeout(look, Math.min(wait, LOOK_MS));
  }
  function connect(): void {
    if (isOver) return;
    const port = chrome.runtime.connect({ name: SHOWN_PORT });
    port.onMessage.addListener((told: Shown) => {
      setShown({ ...told, isLoaded: true });
      look();
    });
    port.onDisconnect.addListener(connect); // the browser has ended the background, and starts it again
    onEnd = () => port.disconnect();
  }
  let onEnd: () => void = () => {};
  connect();
  look();
  onCleanup(() => {
    isOver = true;
    clearTimeout(timer);
    onEnd();
  });
  return { shown, room, now, message: createMemo(() => messageOf(room()?.phase, now(), startText)) };
}

/** Asks the background for something. */
export const send = (request: Request): Promise<Outcome> =>
  chrome.runtime.sendMessage<Request, Outcome>(request).catch(() => "no-answer" as const);
