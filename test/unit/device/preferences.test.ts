import { createEffect, createRoot } from "solid-js";
import { afterEach, describe, expect, test, vi } from "vitest";
import { fakeKeyval } from "./fake-keyval";
import type { StoredValues } from "./fake-keyval";
import version1 from "./fixtures/version-1.json";

/** A page that has just been opened, with the alarm's preferences, which are loaded later than the others. */
async function openPage() {
  vi.resetModules();
  const page = await import("../../../src/device/pagePreferences");
  const shared = await import("../../../src/device/preferences");
  const { THEME } = await import("../../../src/ui/theme");
  const { SHORTCUTS } = await import("../../../src/ui/createShortcuts");
  await page.loadPreferences();
  const { get, set } = { get: page.getPreference, set: page.setPreference };
  const alarm = await import("../../../src/alarm/preferences");
  await alarm.copyOldPreferences();
  return { ...page, ...shared, ...alarm, THEME, SHORTCUTS, get, set };
}
type Page = Awaited<ReturnType<typeof openPage>>;
const generalValues = ({ get, USER_NAME, LANGUAGE_CHOICE, THEME, SHORTCUTS }: Page): unknown[] =>
  [USER_NAME, THEME, LANGUAGE_CHOICE, SHORTCUTS].map((one) => get<unknown>(one));
const alarmValues = ({ get, CHIME, VOLUME, MUTED, VIBRATE, KEEP_AWAKE }: Page): unknown[] =>
  [CHIME, VOLUME, MUTED, VIBRATE, KEEP_AWAKE].map((one) => get<unknown>(one));

/** What version 1.0 wrote when a person changed something: always a whole record of its own names. */
const changeInVersion1 = (stored: StoredValues, key: "wishes" | "alarm-wishes", change: object): void => {
  const names = Object.keys(version1.indexedDB[key]);
  const { ...old } = stored[key] as StoredValues;
  stored[key] = { ...Object.fromEntries(names.map((name) => [name, old[name]])), ...change };
};

afterEach(() => vi.doUnmock("idb-keyval"));

describe("the preferences of a device", () => {
  test("a device without stored preferences has the initial values", async () => {
    fakeKeyval();
    const page = await openPage();
    expect(generalValues(page)).toEqual(["", "auto", "auto", true]);
    expect(alarmValues(page)).toEqual(["bell", 70, false, true, true]);
  });

  test("a changed preference counts at once, and on the next page", async () => {
    const device = fakeKeyval();
    const page = await openPage();
    page.set(page.USER_NAME, "Ada");
    page.set(page.VOLUME, 35);
    expect([page.get(page.USER_NAME), page.get(page.VOLUME)]).toEqual(["Ada", 35]);
    await vi.waitFor(() => expect(device.stored["wishes"]).toEqual({ name: "Ada", volume: 35 }));
    const next = await openPage();
    expect([next.get(next.USER_NAME), next.get(next.VOLUME)]).toEqual(["Ada", 35]);
  });

  test("code that reads a preference runs again when the preference changes", async () => {
    fakeKeyval();
    const { get, set, THEME } = await openPage();
    const seen: string[] = [];
    createRoot(() => createEffect(() => void seen.push(get(THEME))));
    set(THEME, "dark");
    expect(seen).toEqual(["auto", "dark"]);
  });

  test("a change on one page does not undo that of another page", async () => {
    const device = fakeKeyval();
    const [one, other] = [await openPage(), await openPage()];
    one.set(one.USER_NAME, "Ada");
    other.set(other.THEME, "light");
    await vi.waitFor(() => expect(device.stored["wishes"]).toEqual({ name: "Ada", theme: "light" }));
  });

  test("a change keeps values that this version does not know", async () => {
    const device = fakeKeyval({ wishes: { name: "Kim", later: [1] } });
    const { set, MUTED } = await openPage();
    set(MUTED, true);
    await vi.waitFor(() => expect(device.stored["wishes"]).toEqual({ name: "Kim", later: [1], muted: true }));
  });

  test("a value that does not fit its schema counts as the initial one, and the others stay", async () => {
    fakeKeyval({
      wishes: { name: "Kim", theme: "pink", language: "xx", keys: 0, volume: 101, chime: "gong" },
    });
    const page = await openPage();
    expect(generalValues(page)).toEqual(["Kim", "auto", "auto", true]);
    expect(alarmValues(page)).toEqual(["bell", 70, false, true, true]);
  });

  test.each([null, "dark", 7, [["name", "Kim"]]])("a stored record of %j counts as empty", async (wishes) => {
    fakeKeyval({ wishes, "alarm-wishes": wishes });
    const page = await openPage();
    expect(generalValues(page)).toEqual(["", "auto", "auto", true]);
    expect(alarmValues(page)).toEqual(["bell", 70, false, true, true]);
  });

  test.each(["throws", "rejects"] as const)(
    "preferences work until the page closes where storage %s",
    async (behaviour) => {
      const device = fakeKeyval(version1.indexedDB);
      device.behaviour = behaviour;
      const page = await openPage();
      expect(generalValues(page)).toEqual(["", "auto", "auto", true]);
      page.set(page.USER_NAME, "Ada");
      page.set(page.MUTED, true);
      expect([page.get(page.USER_NAME), page.get(page.MUTED)]).toEqual(["Ada", true]);
      expect(device.stored).toEqual(version1.indexedDB);
    },
  );

  test("the service worker reads the name and the language without a page", async () => {
    fakeKeyval(version1.indexedDB);
    const { LANGUAGE_CHOICE, readPreferences, USER_NAME, valueIn } =
      await import("../../../src/device/preferences");
    const record = await readPreferences();
    expect([valueIn(record, USER_NAME), valueIn(record, LANGUAGE_CHOICE)]).toEqual(["Kim", "nl"]);
  });
});

describe("preferences that version 1.0 has stored", () => {
  test("all values are read", async () => {
    fakeKeyval(version1.indexedDB);
    const page = await openPage();
    expect(generalValues(page)).toEqual(["Kim", "dark", "nl", false]);
    expect(alarmValues(page)).toEqual(["marimba", 35, true, false, false]);
  });

  test("all values are in one record afterwards", async () => {
    const device = fakeKeyval(version1.indexedDB);
    await openPage();
    expect(device.stored["wishes"]).toEqual({
      ...version1.indexedDB.wishes,
      ...version1.indexedDB["alarm-wishes"],
    });
  });

  test("a record from before the choice of a language is read, and the language follows the browser", async () => {
    fakeKeyval({ wishes: { name: "Kim", theme: "dark", keys: false } });
    expect(generalValues(await openPage())).toEqual(["Kim", "dark", "auto", false]);
  });

  test("a change after the migration is not undone by the old record", async () => {
    fakeKeyval(version1.indexedDB);
    const page = await openPage();
    page.set(page.CHIME, "soft");
    const next = await openPage();
    expect(alarmValues(next)).toEqual(["soft", 35, true, false, false]);
  });
});

describe("a device that goes back to version 1.0 and forward again", () => {
  test("version 1.0 finds the values that it had stored itself", async () => {
    const device = fakeKeyval(version1.indexedDB);
    await openPage();
    expect(device.stored["wishes"]).toMatchObject(version1.indexedDB.wishes);
    expect(device.stored["alarm-wishes"]).toMatchObject(version1.indexedDB["alarm-wishes"]);
  });

  test("what was changed in version 1.0 counts in the newer version", async () => {
    const device = fakeKeyval(version1.indexedDB);
    const page = await openPage();
    page.set(page.VOLUME, 90);
    await vi.waitFor(() => expect(device.stored["wishes"]).toMatchObject({ volume: 90 }));
    changeInVersion1(device.stored, "wishes", { name: "Bo" });
    changeInVersion1(device.stored, "alarm-wishes", { chime: "kitchen" });
    const next = await openPage();
    expect(generalValues(next)).toEqual(["Bo", "dark", "nl", false]);
    expect(alarmValues(next)).toEqual(["kitchen", 35, true, false, false]);
  });

  test("a change of the name in version 1.0 loses only what was changed about the alarm since the migration", async () => {
    const device = fakeKeyval(version1.indexedDB);
    const page = await openPage();
    page.set(page.VOLUME, 90);
    await vi.waitFor(() => expect(device.stored["wishes"]).toMatchObject({ volume: 90 }));
    changeInVersion1(device.stored, "wishes", { name: "Bo" });
    expect(device.stored["wishes"]).not.toHaveProperty("volume");
    const next = await openPage();
    expect(generalValues(next)).toEqual(["Bo", "dark", "nl", false]);
    expect(alarmValues(next)).toEqual(["marimba", 35, true, false, false]);
  });
});
