/** A browser that forbids the page to store anything: everything works, and the sheets say what is not remembered. */
import { describe, expect, it } from "vitest";
import { newOpenRoom } from "../harness/client";
import { ENGINE_NAMES } from "../harness/engines/engines";
import { makeSoundCard } from "../harness/engines/sound-card";
import { postAction } from "../harness/http";
import { setUpEngine } from "./setup";

const SHEETS = ["Setup", "Share", "Join", "Host", "This device", "People", "History"];

/** For WebKit, which has no such setting: what it forbids where a person blocks all cookies in Safari. */
function forbidStorage(): void {
  const refuse = (): never => {
    throw new DOMException("forbidden", "SecurityError");
  };
  for (const name of ["localStorage", "sessionStorage", "BroadcastChannel", "caches"])
    Object.defineProperty(globalThis, name, { get: refuse, configurable: true });
  IDBFactory.prototype.open = refuse;
  ServiceWorkerContainer.prototype.getRegistration = refuse;
  ServiceWorkerContainer.prototype.register = refuse;
  LockManager.prototype.request = refuse;
}

const PAGE_SCRIPTS = { chromium: null, firefox: makeSoundCard, webkit: forbidStorage };

describe.each(ENGINE_NAMES)("in %s", (name) => {
  const here = setUpEngine(name, { hasFront: true, expectedErrors: /Storage access is restricted/ }); // Firefox itself prints them
  const open = async (room: string) => {
    const script = PAGE_SCRIPTS[name]?.toString() ?? "";
    if (!here.front.pageScript.includes(script)) here.front.pageScript += `;(${script})()`;
    return here.open(`${here.url}/r/${room}`, { forbidsStorage: true });
  };

  it("a room is pressed and rings, and the ring can be silenced", async () => {
    const room = newOpenRoom();
    const screen = await open(room);
    await screen.waitForText("1 person here");
    await postAction(here.server, room, { action: "setup", work_duration: 2 });
    await screen.waitForText("00:02"); // a press applies to the room that its page shows
    await screen.pressTomato();
    await screen.waitForTomato("Break time");
    await screen.click("Stop the sound here");
    await screen.waitForText("Silent here");
  });

  it("every sheet opens, and This device, Join and Host say what is not remembered", async () => {
    const screen = await open(newOpenRoom());
    for (const sheet of SHEETS) {
      await screen.openSheet(sheet);
      await screen.waitForNoText("One moment");
      const hasBoards = await screen.tab.evaluate(() => "serial" in navigator, null);
      const forgets = ["This device", "Join", ...(hasBoards ? ["Host"] : [])].includes(sheet);
      if (forgets) await screen.waitForText("stores nothing for this page");
      const text = await screen.tab.evaluate(
        () => document.querySelector<HTMLElement>("dialog[open]")?.innerText ?? "",
        null,
      );
      expect(text, sheet).not.toContain("could not be loaded");
      expect(text.includes("stores nothing for this page"), sheet).toBe(forgets);
      await screen.closeSheet();
    }
  });

  it("a setting holds until the page closes, and another room can be joined", async () => {
    const screen = await open(newOpenRoom());
    await screen.openSheet("This device");
    await screen.waitForText("This browser cannot receive notifications here.");
    await screen.choose("nl");
    await screen.closeSheet();
    await screen.openSheet("Apparaat");
    await screen.waitForText("Deze browser bewaart niets");
    await screen.choose("en");
    await screen.waitForText("stores nothing for this page");
    await screen.closeSheet();
    const other = newOpenRoom();
    await screen.open(`${here.url}/r/${other}`);
    await screen.waitForText(other);
    await screen.waitForText("1 person here");
  });
});
