import { describe, expect, test } from "vitest";
import { platformOf, reachesLocked, selfCheck } from "../../../src/alarm/selfCheck";
import type { Facts } from "../../../src/alarm/selfCheck";
import words from "../../../src/features/device/words/en";

const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148";
const MAC =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.4 Safari/605.1.15";
const PIXEL =
  "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36";

test.each([
  [IPHONE, 5, "ios"],
  [MAC, 5, "ios"], // an iPad, which gives the user agent of a Mac
  [MAC, 0, "computer"],
  [PIXEL, 5, "android"],
  ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36", 0, "computer"],
])("the user agent %s with %i touch points is of the platform %s", (agent, touch, platform) =>
  expect(platformOf(agent, touch)).toBe(platform),
);

describe("the self-check", () => {
  const PUSH = ["unsupported", "home-screen", "blocked", "no-server", "unknown", "off", "on"] as const;
  const all: Facts[] = (["ios", "android", "computer"] as const).flatMap((platform) =>
    [true, false].flatMap((installed) => PUSH.map((push) => ({ platform, installed, push }))),
  );

  test("the self-check promises a notification only where pushes are on", () => {
    for (const facts of all) expect(reachesLocked(facts), JSON.stringify(facts)).toBe(facts.push === "on");
  });
  test("the first line is about notifications, and is good only where they are on", () => {
    for (const facts of all) {
      const [first] = selfCheck(facts);
      expect(first?.name).toBe(facts.push);
      expect(first?.sign === "good", JSON.stringify(facts)).toBe(facts.push === "on");
    }
  });
  test("a device that can get no notification is not told how notifications come", () => {
    for (const push of ["unsupported", "home-screen", "blocked", "no-server"] as const) {
      for (const platform of ["ios", "android", "computer"] as const) {
        const names = selfCheck({ platform, installed: false, push }).map(({ name }) => name);
        expect(names, platform).toEqual([push]);
      }
    }
  });
  test("every line of the self-check has a text", () => {
    for (const { name } of all.flatMap(selfCheck)) expect(words.check.texts[name], name).toBeTruthy();
  });
  test("an iPhone is told about the Home Screen, and an installed app without push that its iOS is too old", () => {
    const names = (facts: Facts): string[] => selfCheck(facts).map(({ name }) => name);
    expect(names({ platform: "ios", installed: false, push: "home-screen" })).toContain("home-screen");
    expect(names({ platform: "ios", installed: true, push: "unsupported" })).toContain("iosOld");
    expect(names({ platform: "ios", installed: true, push: "on" })).toContain("silentSwitch");
  });
});
