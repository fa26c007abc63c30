import { describe, expect, it } from "vitest";
import { newOpenRoom } from "../harness/client";
import type { Screen } from "../harness/engines/screen";
import { postAction } from "../harness/http";
import { setUpEngine } from "./setup";

/** The seconds that the countdown shows, and when it was read, in ms. */
async function readCountdown(screen: Screen): Promise<{ seconds: number; at: number }> {
  const text = await screen.tab.evaluate(
    () =>
      document
        .querySelector("[data-tomato]")
        ?.textContent?.match(/(\d+):(\d\d)/)
        ?.slice(1) ?? [],
    null,
  );
  const [minutes = Number.NaN, seconds = Number.NaN] = text.map(Number);
  return { seconds: minutes * 60 + seconds, at: performance.now() };
}

describe.each(["firefox", "webkit"] as const)("chromium and %s in one room", (name) => {
  const chromium = setUpEngine("chromium");
  const other = setUpEngine(name, { other: chromium });

  it("both engines show the same states through a set, and the same countdown", async () => {
    const room = newOpenRoom();
    const one = await chromium.open(`${chromium.url}/r/${room}`);
    const two = await other.open(`${other.url}/r/${room}`);
    await one.waitForText("2 people here");
    const both = (message: string) => Promise.all([one.waitForTomato(message), two.waitForTomato(message)]);
    await two.pressTomato();
    await both("Work");
    for (let i = 0; i < 3; i++) {
      const [first, second] = [await readCountdown(one), await readCountdown(two)];
      const passed = (second.at - first.at) / 1000;
      // Each shows whole seconds, and is read some time after it was drawn.
      expect(first.seconds - second.seconds).toBeGreaterThanOrEqual(Math.floor(passed) - 1);
      expect(first.seconds - second.seconds).toBeLessThanOrEqual(Math.ceil(passed) + 1);
    }
    await postAction(chromium.server, room, {
      action: "setup",
      work_duration: 1,
      break_duration: 1,
      number_cycles: 1,
    });
    // A press applies to the room that its page shows.
    await Promise.all([one, two].map((screen) => screen.waitForText("00:01")));
    const presses = [one, two, one, two];
    for (const [i, message] of ["Break time", "Back to work", "Break time"].entries()) {
      await presses[i]?.pressTomato();
      await both(message);
    }
    await one.pressTomato();
    await both("Long break time");
    await two.pressTomato();
    await both("Press Me!");
  });
});
