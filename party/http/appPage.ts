/**
 * The app's page. The HTML of a room carries the room as it is now, so that its tomato stands in the first paint, and
 * what a chat shows of the link. It says no more of the room than GET of the room says to everyone.
 */
import * as v from "valibot";
import { isOpenRoom, isRoom } from "../shared/access";
import { fromRoomMessage } from "../shared/codec";
import { PICTURES_PATH, PicturesSchema } from "../shared/pictures";
import type { Pictures } from "../shared/pictures";
import { parseServerMessage } from "../shared/serverMessages";
import type { RoomMessage } from "../shared/serverMessages";
import { drawPicture, languageOf } from "./firstPicture";
import { escapeJson } from "./html";
import { previewTags } from "./linkPreview";

/** How long the page waits for the room, in ms. */
export const ROOM_WAIT_MS = 150;
/** The element that has the room as JSON; `src/room/pageRoom.ts` reads it. */
export const ROOM_ELEMENT = "room";

/** The answer of a room to GET. */
export type ReadRoom = (id: string) => Promise<Response>;

/** The room in the address of a page, or null. */
export function roomOfPage(pathname: string): string | null {
  const [, id = ""] = /^\/r\/([^/]+)$/.exec(pathname) ?? [];
  return isRoom(id) ? id : null;
}

/** `html`: index.html of the build. `readText`: reads another file of the build; null where there is none. */
export async function fillPage(
  html: string,
  request: Request,
  readRoom: ReadRoom,
  readText: (path: string) => Promise<string | null>,
): Promise<string> {
  const { origin, pathname } = new URL(request.url);
  const id = roomOfPage(pathname);
  const withPreview = (title?: string): string =>
    html.replace("</head>", () => `${previewTags(origin, id, title)}\n  </head>`);
  if (id === null) return withPreview();
  const [room, pictures] = await Promise.all([readInTime(readRoom, id), readPictures(readText)]);
  const page = withPreview(room?.title);
  if (room === null) return page;
  const json = `<script type="application/json" id="${ROOM_ELEMENT}">${escapeJson(JSON.stringify(room))}</script>`;
  const language = pictures === null ? "en" : languageOf(request.headers.get("accept-language"), pictures);
  const picture =
    pictures === null
      ? null
      : drawPicture(pictures, fromRoomMessage(room), room.now, language, isOpenRoom(id));
  return page
    .replace('<html lang="en">', () => `<html lang="${language}">`)
    .replace(/(<div id="app">)([^]*)(<\/div>\s*<\/body>)/, (_, start, drawing: string, end) =>
      [start, picture ?? drawing, "</div>", json, (end as string).slice("</div>".length)].join(""),
    );
}

/** Null where the room gives no answer in time. */
async function readInTime(readRoom: ReadRoom, id: string): Promise<RoomMessage | null> {
  const late = new Promise<null>((resolve) => setTimeout(resolve, ROOM_WAIT_MS, null));
  const answer = readRoom(id).then(async (response) => parseServerMessage(await response.text()));
  const message = await Promise.race([answer, late]).catch(() => null);
  return message?.type === "room" ? message : null;
}

async function readPictures(readText: (path: string) => Promise<string | null>): Promise<Pictures | null> {
  const text = await readText(PICTURES_PATH);
  const parsed = v.safeParse(PicturesSchema, text === null ? null : JSON.parse(text));
  return parsed.success ? parsed.output : null;
}
