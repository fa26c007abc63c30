/** What a chat shows of a link to this app: a title, a sentence and a picture (https://ogp.me). PURE. */
import { isRoom } from "../shared/access";
import { nameOf } from "../shared/nickname";
import { escapeHtml } from "./html";

const APP = "Shared Pomodoro";
export const PREVIEW_PICTURE = { path: "/preview.png", width: 1200, height: 630 };

/** Elements for the head of the page. `origin`: as the reader of the link knows it. `room`: null for another page. */
export function previewTags(origin: string, room: string | null, roomTitle?: string): string {
  const named = room !== null && isRoom(room) ? room : null;
  const title = named === null ? APP : `${nameOf(named, roomTitle)} · ${APP}`;
  const description =
    named === null
      ? "One tomato, shared: a Pomodoro timer that everyone in the room sees and may press."
      : "A shared Pomodoro timer: everyone who has this link sees the same tomato.";
  const tags: Readonly<Record<string, string>> = {
    "og:site_name": APP,
    "og:type": "website",
    "og:title": title,
    "og:description": description,
    "og:url": origin + (named === null ? "/" : `/r/${named}`),
    "og:image": origin + PREVIEW_PICTURE.path,
    "og:image:type": "image/png",
    "og:image:width": String(PREVIEW_PICTURE.width),
    "og:image:height": String(PREVIEW_PICTURE.height),
    "og:image:alt": "A smiling tomato on a plate: a Pomodoro timer",
  };
  const elements = Object.entries(tags).map(
    ([property, content]) => `<meta property="${property}" content="${escapeHtml(content)}">`,
  );
  return [...elements, '<meta name="twitter:card" content="summary_large_image">'].join("\n    ");
}
