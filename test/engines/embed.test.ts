/** A page of another origin that shows a room with `/embed.js`. Its own policy forbids everything else. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newPrivateRoom } from "../harness/client";
import { ENGINE_NAMES } from "../harness/engines/engines";
import { getRoom, postAction } from "../harness/http";
import { setUpEngine } from "./setup";

const pages = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? "", "http://page");
  const app = searchParams.get("app") ?? "";
  response.setHeader(
    "content-security-policy",
    `default-src 'none'; img-src 'self'; script-src ${app}; frame-src ${app}`,
  );
  response.setHeader("content-type", "text/html");
  response.end(`<!doctype html><title>Another page</title>
    <script type="module" src="${app}/embed.js"></script>
    <shared-pomodoro room="${searchParams.get("room")}"></shared-pomodoro>`);
});
beforeAll(() => new Promise<void>((done) => void pages.listen(0, "127.0.0.1", done)));
afterAll(() => new Promise((done) => void pages.close(done)));

const isShown = (expected: string): boolean => {
  const element = document.querySelector("shared-pomodoro");
  return ["state", "message"].map((name) => element?.getAttribute(name)).join() === expected;
};

describe.each(ENGINE_NAMES)("in %s", (name) => {
  const here = setUpEngine(name);

  it("a page of another origin shows a live room, which it cannot press, although the device has saved the key", async () => {
    const { id, key } = newPrivateRoom();
    const link = `${here.url}/r/${id}#${key}`;
    const screen = await here.open(link);
    const { tab } = screen;
    const query = new URLSearchParams({ app: here.url, room: link });
    await tab.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/?${query}`);
    await screen.waitUntil("the element shows an idle room", isShown, "0,Press Me!");
    const { point, address } = await tab.evaluate(() => {
      const element = document.querySelector("shared-pomodoro");
      element?.addEventListener("change", () => element.setAttribute("data-changed", "yes"));
      // The page itself may not speak for the frame.
      postMessage({ type: "shared-pomodoro", state: 5 }, "*");
      const frame = element?.shadowRoot?.querySelector("iframe");
      const { left = 0, top = 0, width = 0, height = 0 } = frame?.getBoundingClientRect() ?? {};
      return { point: [left + width / 2, top + height / 2, width, height] as const, address: frame?.src };
    }, null);
    expect(address).toBe(`${here.url}/r/${id}?view=overlay`);
    expect([point[2] > 300, point[2]]).toEqual([true, point[3]]);
    await tab.pointerDown(point[0], point[1]);
    await tab.pointerUp();
    await postAction(here.server, id, { action: "setup", work_duration: 2 }, { key });
    await postAction(here.server, id, { action: "press" }, { key });
    await screen.waitUntil("the element shows work", isShown, "1,Work");
    await screen.waitUntil("the element shows the end of work", isShown, "2,Break time");
    expect(await tab.evaluate(() => document.querySelector("[data-changed]") !== null, null)).toBe(true);
    expect((await getRoom(here.server, id)).rev).toBe(3); // setup, press and the end of work, and no press in the frame
  });
});
