/** A network that fails and comes back. */
import { describe, expect, it } from "vitest";
import { newOpenRoom } from "../harness/client";
import { ENGINE_NAMES } from "../harness/engines/engines";
import type { Screen } from "../harness/engines/screen";
import { postAction } from "../harness/http";
import { Network } from "../harness/network";
import { setUpEngine } from "./setup";

const OVER_HTTP = "Changes appear with a delay";
const LONG = 150_000;
/** Waits longer than for what a page does by itself: browsers delay WebSockets after failures. */
const waitForText = (screen: Screen, text: string): Promise<void> =>
  expect
    .poll(() => screen.tab.evaluate(() => document.body.innerText, null), { timeout: 60_000 })
    .toContain(text);

describe.each(ENGINE_NAMES)("in %s", (name) => {
  const here = setUpEngine(name, { hasFront: true, expectedErrors: /WebSocket/ }); // Chromium reports each that fails

  /**
   * Opens a room, loses its network until the page has made some attempts, and waits until it is back. `onLoss` is called
   * right after the loss, `onEnd` right before the network works again.
   */
  async function outlastLoss(
    room: string,
    { onLoss, onEnd }: { onLoss?: (screen: Screen) => Promise<unknown>; onEnd?: () => Promise<unknown> },
    check: (screen: Screen) => Promise<unknown> = async () => {},
  ): Promise<void> {
    const network = await Network.start(Number(new URL(here.url).port));
    try {
      const screen = await here.open(`${network.url}/r/${room}`);
      await screen.waitForText("1 person here");
      // Else parts of the page that are on their way use all the connections of a browser, for a minute.
      await screen.waitUntil("the page has loaded nothing for a second", () => {
        const ends = performance
          .getEntriesByType("resource")
          .map(({ startTime, duration }) => startTime + duration);
        return performance.now() - Math.max(...ends) > 1000;
      });
      network.lose();
      await onLoss?.(screen);
      await screen.waitForText("Reconnecting");
      await expect.poll(() => network.swallowed, { timeout: 40_000 }).toBeGreaterThan(6);
      await onEnd?.();
      network.restore();
      await waitForText(screen, "1 person here");
      await check(screen);
    } finally {
      await network.close();
    }
  }

  it(
    "a page comes back when its network no longer drops everything",
    async () => {
      const room = newOpenRoom();
      const onEnd = () => postAction(here.server, room, { action: "press" });
      await outlastLoss(room, { onEnd }, (screen) => screen.waitForTomato("Work"));
    },
    LONG,
  );

  it(
    "a page that lost its network while it loaded a style sheet comes back",
    async () => {
      await outlastLoss(newOpenRoom(), {
        onLoss: (screen) =>
          screen.tab.evaluate(() => {
            const link = document.createElement("link");
            document.head.append(Object.assign(link, { rel: "stylesheet", href: "/late.css" }));
          }, null),
      });
    },
    LONG,
  );

  it(
    "a page whose network forbids WebSockets uses the room over HTTP, and a WebSocket again when it may",
    async () => {
      const screen = await here.open(`${here.url}/r/${newOpenRoom()}`);
      await screen.waitForText("1 person here");
      here.front.webSockets = { status: 403 };
      here.front.cutWebSockets();
      try {
        await waitForText(screen, OVER_HTTP);
        await screen.pressTomato();
        await screen.waitForTomato("Work");
      } finally {
        here.front.webSockets = "forward";
      }
      await waitForText(screen, "1 person here");
      await screen.waitForNoText(OVER_HTTP);
    },
    LONG,
  );
});
