import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ENGINE_NAMES, ENGINES } from "../harness/engines/engines";
import type { RunningEngine, Tab, TabOptions } from "../harness/engines/engine";
import { Screen } from "../harness/engines/screen";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.dispose());

describe.each(ENGINE_NAMES)("in %s", (name) => {
  let engine: RunningEngine;
  let tabs: Tab[] = [];
  beforeAll(async () => {
    engine = await ENGINES[name]();
  });
  afterAll(() => engine.close());
  afterEach(async () => {
    const errors = (await Promise.all(tabs.map((tab) => tab.errors()))).flat();
    await Promise.all(tabs.map((tab) => tab.close()));
    tabs = [];
    expect(errors).toEqual([]);
  });
  const open = async (url: string, options?: TabOptions): Promise<Screen> => {
    const tab = await engine.open(options);
    tabs.push(tab);
    const screen = new Screen(tab);
    await screen.open(url);
    return screen;
  };

  it("two devices see the same press, and the second may pause it", async () => {
    const one = await open(server.http);
    await one.waitUntil("the address has a key", () => location.hash.length === 23);
    const two = await open(await one.url());
    await one.waitForText("2 people here");
    await one.pressTomato();
    await Promise.all([one.waitForTomato("Work"), two.waitForTomato("Work")]);
    await two.click("Pause");
    await one.waitForText("Resume");
  });
  it("every sheet opens, has contents and closes by Escape", async () => {
    const one = await open(`${server.http}/r/engine-${name}`);
    for (const sheet of ["Setup", "Share", "Join", "Host", "This device", "People", "History"]) {
      await one.openSheet(sheet);
      await one.closeSheet();
    }
  });
});
