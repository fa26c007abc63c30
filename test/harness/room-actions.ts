/** Actions of somebody else in the room of a link, and the room as the server has it. For the browser tests. */
import type { Page } from "playwright-core";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { act, roomIn } from "./browser-setup";
import { getRoom } from "./http";
import type { Server } from "./server";

/** Reads the room over HTTP. */
export const readRoom = (server: Server, link: URL): Promise<RoomMessage> => getRoom(server, roomIn(link));

/** Durations in seconds; `work_duration` is less than an hour. */
interface ShortSetup {
  readonly work_duration: number;
  readonly [setting: string]: number | string;
}
/** "00:03" for 3 s, as an idle tomato shows it. */
export const clockText = (seconds: number): string =>
  [Math.floor(seconds / 60), seconds % 60].map((part) => String(part).padStart(2, "0")).join(":");

/**
 * Changes the setup of an idle room, and waits until these pages show it: a press applies to the room that its page
 * shows, and is refused where the room has changed meanwhile.
 */
export async function changeSetup(
  server: Server,
  link: URL,
  setup: ShortSetup,
  ...pages: readonly Page[]
): Promise<void> {
  await act(server, link, { action: "setup", ...setup });
  const text = `[data-tomato] text:text-is("${clockText(setup.work_duration)}")`;
  await Promise.all(pages.map((page) => page.locator(text).waitFor()));
}

/** Sets the duration of the work, in seconds, and starts it. */
export async function startWork(server: Server, link: URL, seconds: number): Promise<void> {
  await act(server, link, { action: "setup", work_duration: seconds });
  await act(server, link, { action: "press" });
}
