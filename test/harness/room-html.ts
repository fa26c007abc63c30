/** The HTML of the app's pages, taken apart: what is of one host or one room, and the rest. */
import { parseServerMessage } from "../../party/shared/serverMessages";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { sendRequest } from "./http";
import type { HttpResponse } from "./http";

const PREVIEW = /<meta property="og:[^]*?<meta name="twitter:card"[^>]*>\s*(?=<\/head>)/;
const BLOCK = /<script type="application\/json" id="room">(.*?)<\/script>/s;

/** The JSON blocks with a room. */
export const blocksIn = (html: string): string[] =>
  [...html.matchAll(new RegExp(BLOCK, "gs"))].map(([, json]) => json ?? "");

/** The room that the page carries; null where it carries none. */
export function carriedRoom(html: string): RoomMessage | null {
  const [json] = blocksIn(html);
  const message = json === undefined ? null : parseServerMessage(json);
  return message?.type === "room" ? message : null;
}

/** The page without the preview of its link, and without the room as JSON. */
export const withoutRoom = (html: string): string => html.replace(PREVIEW, "").replace(BLOCK, "");

/** The page without the drawing that stands before the first script. */
export const withoutDrawing = (html: string): string =>
  html.replace(/(<div id="app">)[^]*(<\/div>\s*<\/body>)/, "$1$2");

/**
 * The page of a room that carries the room. Where a busy machine does not read a room within the time that a page waits for
 * it, the page comes without it, and is requested again.
 */
export async function pageWithRoom(
  server: { readonly port: number },
  room: string,
  headers: Record<string, string> = {},
): Promise<HttpResponse> {
  for (let attempt = 1; ; attempt++) {
    // wrangler's runtime compresses the answer to a request that does not name an encoding.
    const page = await sendRequest(server, `/r/${room}`, {
      headers: { "accept-encoding": "identity", ...headers },
    });
    if (blocksIn(page.text).length > 0 || attempt === 20) return page;
  }
}
