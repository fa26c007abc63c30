/** The smallest phone: no text and no control lies over another, in any state and language. */
import { describe, expect, it } from "vitest";
import {
  BREAK_ALARM,
  LONG_BREAK,
  SHORT_BREAK,
  STATE_NAMES,
  WORK,
  WORK_ALARM,
} from "../../party/shared/pomodoro";
import { newOpenRoom } from "../harness/client";
import { ENGINE_NAMES } from "../harness/engines/engines";
import { findOverlaps } from "../harness/engines/overlaps";
import type { Screen } from "../harness/engines/screen";
import { makeSoundCard } from "../harness/engines/sound-card";
import { postAction } from "../harness/http";
import { setUpEngine } from "./setup";

const SMALL = { width: 320, height: 568 };
const NAME = "Maximiliane";
/** The words of the button that stops the sound. */
const STOP = { en: "Stop the sound here", nl: "Geluid hier uit", de: "Ton hier aus" } as const;

describe.each(ENGINE_NAMES)("in %s", (name) => {
  const here = setUpEngine(name, { hasFront: true });

  const expectOrder = async (screen: Screen, state: string): Promise<void> => {
    await screen.waitUntilStill();
    await expect
      .poll(() => screen.tab.evaluate(findOverlaps, null), { message: state, timeout: 3000 })
      .toEqual([]);
  };

  it.each(["en", "nl", "de"] as const)("on 320 × 568, no text lies over another in %s", async (language) => {
    if (name === "firefox") here.front.pageScript = `(${makeSoundCard.toString()})()`;
    const room = newOpenRoom();
    const screen = await here.open(`${here.url}/r/${room}`, SMALL);
    expect(await screen.tab.evaluate(() => [innerWidth, innerHeight], null)).toEqual([320, 568]);
    const act = async (action: string, fields = {}): Promise<void> => {
      const { status } = await postAction(here.server, room, { action, name: NAME, ...fields });
      expect(status).toBe(200);
    };
    const waitForState = (state: number): Promise<void> =>
      screen.waitUntil(
        `the state is ${STATE_NAMES[state]}`,
        (state: string | undefined) => document.querySelector(`[data-state="${state}"]`) !== null,
        STATE_NAMES[state],
      );
    await screen.openSheet("This device");
    await screen.choose(language);
    await screen.waitUntil(
      "the language has changed",
      (language: string) => document.documentElement.lang === language,
      language,
    );
    await screen.closeSheet();
    await act("setup", { number_cycles: 1 });
    await expectOrder(screen, "idle");
    for (const [action, state] of [
      ["press", WORK],
      ["hold", WORK],
      ["skip", BREAK_ALARM],
      ["press", SHORT_BREAK],
      ["skip", WORK_ALARM],
      ["press", WORK],
      ["skip", BREAK_ALARM],
      ["press", LONG_BREAK],
    ] as const) {
      await act(action);
      await waitForState(state);
      await expectOrder(screen, `${STATE_NAMES[state]} after ${action}`);
    }
    // Only what time has ended sounds.
    await act("reset");
    await act("setup", { work_duration: 1, break_duration: 1, number_cycles: 2 });
    await act("press");
    await waitForState(BREAK_ALARM);
    await screen.waitForText(STOP[language]);
    await expectOrder(screen, "an alarm that sounds");
    await screen.click(STOP[language]);
    await screen.waitForNoText(STOP[language]);
    await expectOrder(screen, "an alarm that was silenced");
    await act("press");
    await waitForState(WORK_ALARM);
    await screen.waitForText(STOP[language]);
    await expectOrder(screen, "back to work");
  });
});
