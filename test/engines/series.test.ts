import { describe, expect, it } from "vitest";
import { newOpenRoom } from "../harness/client";
import { ENGINE_NAMES } from "../harness/engines/engines";
import type { Screen } from "../harness/engines/screen";
import { getRoom, postAction } from "../harness/http";
import { readKeyval } from "../harness/keyval";
import { setUpEngine } from "./setup";

/** The accessible names of the sheets that have a button. */
const SHEETS = ["Setup", "Tasks", "Share", "Join", "Host", "This device", "People", "History"];
const hasKey = (): boolean => location.hash.length === 23;

describe.each(ENGINE_NAMES)("in %s", (name) => {
  const here = setUpEngine(name);
  const openRoom = async (): Promise<{ room: string; screen: Screen }> => {
    const room = newOpenRoom();
    return { room, screen: await here.open(`${here.url}/r/${room}`) };
  };
  const act = (room: string, body: Record<string, unknown>) => postAction(here.server, room, body);

  it("the first visit makes a private room, which its control link controls and its watch link watches", async () => {
    const owner = await here.open(here.url);
    await owner.waitUntil("the address has a key", hasKey);
    const link = await owner.url();
    const friend = await here.open(link);
    await owner.waitForText("2 people here");
    await owner.pressTomato();
    await friend.waitForTomato("Work");
    await friend.click("Pause");
    await owner.waitForText("Resume");
    const watcher = await here.open(link.slice(0, link.indexOf("#")));
    await watcher.waitForTomato("Work, Paused");
    await watcher.waitForText("Watching");
  });

  it("a whole set runs by presses and by time", async () => {
    const { room, screen } = await openRoom();
    await act(room, { action: "setup", work_duration: 1, break_duration: 4, number_cycles: 1 });
    await screen.waitForText("00:01"); // a press applies to the room that its page shows
    for (const [state, next] of [
      [2, "Break time"],
      [3, "Short Break"],
      [4, "Back to work"],
      [2, "Break time"],
      [5, "Long break time"],
      [0, "Press Me!"],
    ] as const) {
      if (next !== "Back to work") await screen.pressTomato(); // that alarm comes by time alone
      await screen.waitForTomato(next);
      // The page of a busy machine may show an alarm some ms before it rings, and a press then comes too early.
      await expect.poll(async () => (await getRoom(here.server, room)).state).toBe(state);
    }
  });

  it("a long press on Skip skips, a short one says to hold it longer, and Undo takes the skip back", async () => {
    const { room, screen } = await openRoom();
    await act(room, { action: "press" });
    await screen.waitForTomato("Work");
    await screen.click("Skip");
    await screen.waitForText("Keep it pressed a moment longer");
    await screen.holdUntil(
      "Skip",
      "the work is skipped",
      () =>
        document
          .querySelector("button[data-known=true]")
          ?.getAttribute("aria-label")
          ?.startsWith("Break time") === true,
    );
    await screen.click("Undo…");
    await screen.waitForTomato("Work");
  });

  it("every sheet opens without a violation of axe, keeps the focus, and closes by Escape", async () => {
    const { screen } = await openRoom();
    for (const sheet of SHEETS) {
      await screen.openSheet(sheet);
      expect(await screen.axeViolations(), sheet).toEqual([]);
      for (let i = 0; i < 3; i++) await screen.tab.key("Shift+Tab");
      const isInside = await screen.tab.evaluate(
        () => document.activeElement === document.body || document.activeElement?.closest("dialog") !== null,
        null,
      );
      expect(isInside, sheet).toBe(true);
      await screen.closeSheet();
      expect(await screen.tab.evaluate(() => document.activeElement?.textContent, null)).toContain(
        sheet === "People" || sheet === "History" ? "" : sheet,
      );
    }
  });

  it("Setup shows what somebody else has saved meanwhile", async () => {
    const { room, screen } = await openRoom();
    await screen.openSheet("Setup");
    await act(room, { action: "setup", work_duration: 3000, name: "Ada" });
    await screen.waitUntil(
      "the field shows 50 minutes",
      () => document.querySelector<HTMLInputElement>("dialog #workDuration")?.value === "50",
    );
  });

  it("the keyboard starts the work, opens the list of keys, and types a name", async () => {
    const { screen } = await openRoom();
    await screen.waitForText("1 person here");
    await screen.tab.key(" ");
    await screen.waitForTomato("Work");
    await screen.openSheet("People");
    await screen.focus("Your name");
    for (const letter of "Kim") await screen.tab.key(letter);
    await screen.tab.key("Enter");
    await screen.waitForText("Kim");
  });

  it("a reload, one step back and one forward show the room again", async () => {
    const { room, screen } = await openRoom();
    await act(room, { action: "press" });
    await screen.waitForTomato("Work");
    await screen.tab.reload();
    await screen.waitForTomato("Work");
    const other = newOpenRoom();
    await screen.open(`${here.url}/r/${other}`);
    await screen.waitForTomato("Press Me!");
    await screen.tab.back();
    await screen.waitForTomato("Work");
    await screen.tab.forward();
    await screen.waitForTomato("Press Me!");
  });

  it("the words change with the language that is chosen in This device", async () => {
    const { screen } = await openRoom();
    await screen.openSheet("This device");
    await screen.choose("nl");
    await screen.waitForText("Tijden");
    await screen.closeSheet();
    await screen.openSheet("Apparaat");
    await screen.choose("de");
    await screen.waitForText("Zeiten");
  });

  it.skipIf(name === "webkit")(
    "the page is in the first language of the device that the app speaks",
    async () => {
      for (const [language, word] of [
        ["nl-NL", "Tijden"],
        ["de-DE", "Zeiten"],
      ] as const) {
        const screen = await here.open(`${here.url}/r/${newOpenRoom()}`, { language });
        await screen.waitForText(word);
      }
    },
  );

  it("the app starts without its server, and connects again when the server is back", async () => {
    const { room, screen } = await openRoom();
    await act(room, { action: "press" });
    await screen.waitForTomato("Work");
    await screen.waitUntil("the service worker is ready", async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      return registration?.active?.state === "activated";
    });
    await expect
      .poll(async () => String(await readKeyval(screen.tab, `last:${room}`)))
      .toContain('"state":1');
    await here.server.crash();
    await screen.waitForText("Reconnecting");
    await screen.tab.reload();
    await screen.waitForTomato("Work");
    await screen.waitForText("Reconnecting");
    await here.server.restart();
    await screen.waitForNoText("Reconnecting");
    await screen.pressTomato();
  });
});
