/**
 * `/embed.js`, for other people's pages: `<shared-pomodoro room="https://host/r/ROOM">` shows the room's overlay in a frame
 * that is as wide as its place allows. `state` and `message` say what the room does, and `change` is fired when they change.
 */
import { isRoom } from "../../party/shared/access";
import { readFrameMessage } from "../../party/shared/overlay";
import { MESSAGES } from "../../party/shared/phases";

/** The address of the room's overlay, which never has a key; null where `text` is not the address of a room. */
function overlayOf(text: string): URL | null {
  try {
    const url = new URL(text);
    const [, room = ""] = /^\/r\/([^/]+)\/?$/.exec(url.pathname) ?? [];
    return /^https?:$/.test(url.protocol) && isRoom(room)
      ? new URL(`/r/${room}?view=overlay`, url.origin)
      : null;
  } catch {
    return null;
  }
}

class SharedPomodoro extends HTMLElement {
  static readonly observedAttributes = ["room"];
  readonly #frame = document.createElement("iframe");
  #origin = "";

  connectedCallback(): void {
    addEventListener("message", this);
    this.#show();
  }
  disconnectedCallback(): void {
    removeEventListener("message", this);
  }
  attributeChangedCallback(): void {
    if (this.isConnected) this.#show();
  }

  /** A message counts only if it comes from this frame, and the frame still shows the room's own server. */
  handleEvent({ data, origin, source }: MessageEvent<unknown>): void {
    if (source === null || source !== this.#frame.contentWindow || origin !== this.#origin) return;
    const state = readFrameMessage(data)?.state;
    if (state === undefined || this.getAttribute("state") === String(state)) return;
    this.setAttribute("state", String(state));
    this.setAttribute("message", MESSAGES[state]);
    this.dispatchEvent(new Event("change"));
  }

  #show(): void {
    this.removeAttribute("state");
    this.removeAttribute("message");
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const room = this.getAttribute("room") ?? "";
    const url = overlayOf(room);
    this.#origin = url?.origin ?? "";
    if (url === null) {
      // Without the room's text: it may be a control link.
      console.error("shared-pomodoro: the attribute room must be a watch link, such as https://host/r/ROOM");
      root.replaceChildren();
      return;
    }
    if (room.includes("#"))
      console.warn("shared-pomodoro: the key in this link is not used, and everyone who reads this page can");
    // Set one by one, since a page's policy may forbid style sheets and style attributes.
    if (this.style.display === "") this.style.display = "block";
    Object.assign(this.#frame.style, {
      display: "block",
      width: "100%",
      maxWidth: "600px",
      aspectRatio: "1",
      margin: "auto",
      border: "0",
      colorScheme: "light dark", // that of the overlay: a frame of another one is not transparent
    });
    this.#frame.title = "Shared Pomodoro";
    this.#frame.src = url.href;
    root.replaceChildren(this.#frame);
  }
}

if (!customElements.get("shared-pomodoro")) customElements.define("shared-pomodoro", SharedPomodoro);
