/* What the extension does over time: the icon, the blocked sites, the socket, and how often it looks. */
import { describe, expect, test } from "vitest";
import { GRACE_MS, hasGrace, hear, takeGrace } from "../../../extension/core/change";
import { badgeColour, badgeText } from "../../../extension/core/plan";
import { NO_SOCKET } from "../../../extension/core/state";
import { SimulatedBrowser, SITES } from "./simulated-browser";

const MINUTE = 60_000;
const press = { type: "press" } as const;

/** A browser in whose room work of 25 minutes has just begun. */
function atWork(): SimulatedBrowser {
  const browser = new SimulatedBrowser();
  browser.act(press);
  browser.pass(MINUTE); // in an idle room it asks once a minute
  return browser;
}

describe("the blocked sites", () => {
  test("sites are blocked during work, and free in every other state of a whole set", () => {
    const browser = atWork();
    const seen: [number, boolean][] = [];
    for (let i = 0; i < 8; i++) {
      const { state } = browser.room.phase;
      seen.push([state, browser.blocked.length > 0]);
      if (state === 1 || state === 3) browser.pass((state === 1 ? 25 : 5) * MINUTE);
      else browser.act(press);
      browser.pass(2000);
    }
    expect(seen).toEqual([1, 2, 3, 4, 1, 2, 3, 4].map((state) => [state, state === 1]));
  });

  test("sites are free from the second at which work ends, also where the background has been ended meanwhile", () => {
    for (const isKilled of [false, true]) {
      const browser = atWork();
      browser.pass(10 * MINUTE);
      if (isKilled) browser.kill();
      browser.pass(14 * MINUTE - 1000);
      expect(browser.blocked).toEqual(SITES);
      browser.pass(1000);
      expect([isKilled, browser.room.phase.state, browser.blocked]).toEqual([isKilled, 2, []]);
    }
  });

  test("a pause frees the sites at once, and they are blocked again when work goes on", () => {
    const browser = atWork();
    browser.act({ type: "hold" });
    expect(browser.blocked).toEqual([]);
    browser.act({ type: "resume" });
    browser.pass(MINUTE);
    expect(browser.blocked).toEqual(SITES);
  });

  test.each([false, true])(
    "a room that cannot be reached blocks nothing after a minute, and blocks again when it is back (background ended: %s)",
    (isKilled) => {
      const browser = atWork();
      browser.pass(3 * MINUTE);
      browser.isOnline = false;
      if (isKilled) browser.kill();
      browser.pass(30_000);
      expect(browser.blocked).toEqual(SITES);
      browser.pass(31_000);
      expect(browser.blocked).toEqual([]);
      expect(browser.plan.icon.isReached).toBe(false);
      browser.pass(5 * MINUTE);
      expect(browser.blocked).toEqual([]);
      browser.isOnline = true;
      browser.pass(31_000);
      expect(browser.blocked).toEqual(SITES);
    },
  );

  test("a browser that starts while the room cannot be reached blocks nothing, and blocks within a minute when it can", () => {
    const browser = atWork();
    browser.isOnline = false;
    browser.restart();
    browser.pass(3 * MINUTE);
    expect(browser.blocked).toEqual([]);
    browser.isOnline = true;
    browser.pass(MINUTE);
    expect(browser.blocked).toEqual(SITES);
  });

  test("a browser that starts during work blocks at once", () => {
    const browser = atWork();
    browser.restart();
    browser.pass(1000);
    expect(browser.blocked).toEqual(SITES);
  });

  test("a device whose clock is set back by an hour blocks nothing before it has reached the room again", () => {
    const browser = atWork();
    browser.state = { ...browser.state, socket: NO_SOCKET };
    browser.now -= 3_600_000;
    expect(browser.plan.blocked).toEqual([]);
    expect(browser.plan.opens).toBe(true);
  });

  test("no room, no site, or nothing known: nothing is blocked", () => {
    const browser = atWork();
    const { settings } = browser.state;
    browser.state = { ...browser.state, settings: { ...settings, sites: [] } };
    expect(browser.plan.blocked).toEqual([]);
    browser.state = { ...browser.state, settings: { ...settings, link: null } };
    expect(browser.plan).toMatchObject({ blocked: [], wantsSocket: false, asks: false, nextAt: null });
  });
});

describe("five minutes, please", () => {
  test("five minutes free the sites once in each period of work, also over a restart of the browser", () => {
    const browser = atWork();
    const taken = takeGrace(browser.state, browser.now);
    browser.state = taken ?? browser.state;
    browser.look();
    expect(browser.blocked).toEqual([]);
    browser.restart();
    browser.pass(GRACE_MS - 2000);
    expect(browser.blocked).toEqual([]);
    browser.pass(2000);
    expect(browser.blocked).toEqual(SITES);
    expect(takeGrace(browser.state, browser.now)).toBeNull();
    for (const minutes of [20, 5]) {
      browser.pass(minutes * MINUTE);
      browser.act(press);
      browser.pass(2000);
    }
    expect([browser.room.phase.state, hasGrace(browser.state, browser.now)]).toEqual([1, true]);
  });

  test("there are no five minutes in a break, in a pause and before the first work", () => {
    const browser = new SimulatedBrowser();
    expect(takeGrace(browser.state, browser.now)).toBeNull();
    browser.act(press);
    browser.pass(MINUTE);
    browser.act({ type: "hold" });
    expect(takeGrace(browser.state, browser.now)).toBeNull();
    browser.act({ type: "skip" });
    browser.act(press);
    expect([browser.room.phase.state, takeGrace(browser.state, browser.now)]).toEqual([3, null]);
  });
});

describe("the icon", () => {
  test("the icon counts the minutes down, each from its beginning, and has the colour of the state", () => {
    const browser = new SimulatedBrowser();
    expect(badgeText(browser.plan.icon)).toBe("");
    browser.act(press);
    browser.pass(MINUTE);
    const seen: string[] = [];
    for (let i = 0; i < 25; i++) {
      seen.push(badgeText(browser.plan.icon));
      browser.pass(MINUTE);
    }
    expect(seen).toEqual([...Array(24)].map((_, i) => String(24 - i)).concat("!"));
    expect(badgeColour(browser.plan.icon)).toBe("#b3220f");
    browser.act(press);
    expect([badgeText(browser.plan.icon), badgeColour(browser.plan.icon)]).toEqual(["5", "#2a6a26"]);
    browser.act({ type: "hold" });
    expect([badgeText(browser.plan.icon), badgeColour(browser.plan.icon)]).toEqual(["5", "#6b3322"]);
  });

  test("a long break has a sign and its colour, and an hour fits on the icon", () => {
    const icon = { isHeld: false, isReached: true };
    expect(badgeText({ ...icon, state: 5, minutes: null })).toBe("~");
    expect(badgeColour({ ...icon, state: 5, minutes: null })).toBe("#2b5f9e");
    expect(badgeText({ ...icon, state: 1, minutes: 240 })).toBe("240");
    expect(badgeText({ ...icon, state: 1, minutes: 1440 })).toBe("24h");
    expect(badgeColour({ ...icon, state: 1, minutes: 3, isReached: false })).toBe("#5f6368");
  });
});

describe("what it costs", () => {
  test("there is one socket while a period runs, and none in an idle or paused room", () => {
    const browser = new SimulatedBrowser();
    expect(browser.plan.wantsSocket).toBe(false);
    browser.act(press);
    browser.pass(MINUTE);
    expect(browser.state.socket.isOpen).toBe(true);
    browser.act({ type: "hold" });
    expect([browser.plan.wantsSocket, browser.state.socket.isOpen]).toEqual([false, false]);
  });

  test("in 25 minutes of work it looks twice a minute besides its heartbeats, and asks for nothing over HTTP", () => {
    const browser = atWork();
    const before = [browser.looks, browser.asked];
    browser.pass(20 * MINUTE);
    expect(browser.asked - (before[1] ?? 0)).toBe(0);
    expect(browser.looks - (before[0] ?? 0)).toBeLessThanOrEqual(20 * 4);
  });

  test("an idle room is asked once a minute, and not more often while it cannot be reached", () => {
    const browser = new SimulatedBrowser();
    for (const isOnline of [true, false]) {
      browser.isOnline = isOnline;
      const before = browser.asked;
      browser.pass(30 * MINUTE);
      expect(browser.asked - before).toBeLessThanOrEqual(31);
      expect(browser.asked - before).toBeGreaterThanOrEqual(29);
    }
  });

  test("a room that stays away during work is tried every 30 s", () => {
    const browser = atWork();
    browser.isOnline = false;
    browser.pass(5 * MINUTE);
    const before = browser.looks;
    browser.pass(10 * MINUTE);
    expect(browser.looks - before).toBeLessThanOrEqual(60);
  });

  test("the socket stays for ten minutes after work and after a reset, when somebody is likely to press", () => {
    const browser = atWork();
    browser.pass(24 * MINUTE + 1000);
    expect([browser.room.phase.state, browser.plan.wantsSocket]).toEqual([2, true]);
    browser.pass(10 * MINUTE);
    expect(browser.plan.wantsSocket).toBe(false);
    browser.act({ type: "reset" });
    browser.pass(MINUTE);
    expect([browser.room.phase.state, browser.plan.wantsSocket]).toEqual([0, true]);
    browser.act(press);
    expect(browser.blocked).toEqual(SITES);
  });
});

test("an answer that arrives after a later message of the room does not bring the old state back", () => {
  const browser = atWork();
  const old = browser.state.known.message;
  browser.pass(MINUTE);
  browser.act({ type: "hold" });
  if (old === null) throw new Error("nothing was known");
  const state = hear(browser.state, old, browser.now);
  expect(state.known.message).toBe(browser.state.known.message);
  const restarted = { ...old, now: browser.serverNow + 1000 };
  expect(hear(browser.state, restarted, browser.now).known.message).toBe(restarted);
});
