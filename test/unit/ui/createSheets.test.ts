import { createRoot } from "solid-js";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createSheets, sheetFromUrl } from "../../../src/ui/createSheets";
import { leaveClosedSheet } from "../../../src/ui/leaveClosedSheet";
import type { Sheets } from "../../../src/ui/createSheets";

/** The history of a tab: how many entries lie behind the current one. `back` fires its event only when the test says so. */
let depth: number;
let pendingBacks: number;
let page: EventTarget;
let dispose: () => void;

beforeEach(() => {
  depth = 0;
  pendingBacks = 0;
  page = new EventTarget();
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
  vi.stubGlobal("history", { pushState: () => depth++, back: () => pendingBacks++ });
});
afterEach(() => {
  dispose();
  vi.unstubAllGlobals();
});

function open(initial: "join" | null = null): Sheets {
  return createRoot((end) => {
    dispose = end;
    return createSheets(initial);
  });
}
/** The person uses the browser's back button. */
function pressBack(): void {
  depth--;
  page.dispatchEvent(new Event("popstate"));
}
/** The browser carries out the `history.back()` calls. */
function finishBacks(): void {
  for (; pendingBacks > 0; pendingBacks--) pressBack();
}

describe("the open sheet", () => {
  test("no sheet is open at first, unless one is given", () => {
    expect(open().open()).toBeNull();
    dispose();
    expect(open("join").open()).toBe("join");
  });

  test("an open sheet has an entry in the history, which closing removes", () => {
    const sheets = open();
    sheets.show("share");
    expect([sheets.open(), depth]).toEqual(["share", 1]);
    sheets.close();
    finishBacks();
    expect([sheets.open(), depth]).toEqual([null, 0]);
  });

  test("the back button closes the sheet", () => {
    const sheets = open();
    sheets.show("share");
    pressBack();
    expect([sheets.open(), depth, pendingBacks]).toEqual([null, 0, 0]);
  });

  test("a sheet that replaces another one uses the same entry", () => {
    const sheets = open();
    sheets.show("share");
    sheets.show("setup");
    expect([sheets.open(), depth]).toEqual(["setup", 1]);
    pressBack();
    expect([sheets.open(), depth]).toEqual([null, 0]);
  });

  test("a sheet that is opened while the browser still goes back stays open, with an entry of its own", () => {
    const sheets = open();
    sheets.show("share");
    sheets.close();
    sheets.show("setup");
    expect(depth).toBe(1);
    finishBacks();
    expect([sheets.open(), depth]).toEqual(["setup", 1]);
    sheets.close();
    finishBacks();
    expect([sheets.open(), depth]).toEqual([null, 0]);
  });

  test("closing the initial sheet does not leave the page, since it has no entry", () => {
    const sheets = open("join");
    sheets.close();
    expect([sheets.open(), pendingBacks]).toEqual([null, 0]);
  });

  test("the back button does nothing to a screen that is gone", () => {
    const sheets = open();
    sheets.show("share");
    dispose();
    pressBack();
    expect(sheets.open()).toBe("share");
  });
});

describe("the entry of a sheet that is closed", () => {
  /** A page that was loaded, or reached, at the entry of a sheet. */
  function openAtEntry(): Sheets {
    depth = 1;
    vi.stubGlobal("history", {
      get state() {
        return depth > 0 ? { sheet: true } : null;
      },
      pushState: () => depth++,
      back: () => pendingBacks++,
    });
    return createRoot((end) => {
      dispose = end;
      const sheets = createSheets();
      leaveClosedSheet(sheets);
      return sheets;
    });
  }

  test("a page that is reloaded with an open sheet leaves the entry of the sheet", () => {
    const sheets = openAtEntry();
    finishBacks();
    expect([sheets.open(), depth, pendingBacks]).toEqual([null, 0, 0]);
  });

  test("a step forward to the entry of a closed sheet is taken back", () => {
    openAtEntry();
    finishBacks();
    depth = 1;
    page.dispatchEvent(new Event("popstate"));
    finishBacks();
    expect([depth, pendingBacks]).toEqual([0, 0]);
  });

  test("a sheet that is opened after a reload uses the entry that is there", () => {
    const sheets = openAtEntry();
    sheets.show("share");
    finishBacks();
    expect([sheets.open(), depth]).toEqual(["share", 1]);
  });
});

describe("the sheet that an address names", () => {
  test.each([
    ["/?sheet=join", "join"],
    ["/r/kitchen?view=x&sheet=device", "device"],
    ["/?sheet=nothing", null],
    ["/?sheet=", null],
    ["/", null],
  ])("the address %s names %s", (path, sheet) =>
    expect(sheetFromUrl(new URL(path, "https://pomodoro.example"))).toBe(sheet),
  );
});
