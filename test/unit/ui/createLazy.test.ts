import { createRoot } from "solid-js";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

/** A `<link>` for a style sheet, as far as the code needs it. */
class FakeLink {
  onload: (() => void) | null = null;
  onerror: (() => void) | null = null;
  /** The copy that has replaced this one. */
  replacement: FakeLink | null = null;
  constructor(readonly href: string) {}
  matches = (): boolean => this.href.includes("/assets/");
  cloneNode = (): FakeLink => new FakeLink(this.href);
  replaceWith(copy: FakeLink): void {
    this.replacement = copy;
  }
}

/** A page whose style sheets load when the test says so. */
async function openPage() {
  vi.resetModules();
  let onError: ((event: { target: unknown }) => void) | undefined;
  vi.stubGlobal("HTMLLinkElement", FakeLink);
  vi.stubGlobal("addEventListener", (_: string, listener: typeof onError) => (onError = listener));
  const { createLazy } = await import("../../../src/ui/createLazy");
  const { registerWords, setLanguage } = await import("../../../src/i18n/language");
  /** The browser reports that a style sheet has failed to load. */
  const failSheet = (href: string): FakeLink => {
    const link = new FakeLink(href);
    onError?.({ target: link });
    return link;
  };
  return { createLazy, registerWords, setLanguage, failSheet };
}
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const SHEET = "https://pomodoro.example/assets/Share-1.css";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("document", { documentElement: { lang: "en" } });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a lazy component", () => {
  test("the component is there once it has loaded, and nothing has failed", async () => {
    const { createLazy } = await openPage();
    const { loaded, failed } = createRoot(() => createLazy(() => Promise.resolve({ default: "Share" })));
    expect([loaded(), failed()]).toEqual([null, false]);
    await settle();
    expect([loaded(), failed()]).toEqual(["Share", false]);
  });

  test("a lazy component is requested in a later task than the one that draws, so that a press that waits comes first", async () => {
    let goOn = (): void => {};
    vi.stubGlobal("scheduler", { yield: () => new Promise<void>((resolve) => (goOn = resolve)) });
    const { createLazy } = await openPage();
    const load = vi.fn<() => Promise<{ default: string }>>().mockResolvedValue({ default: "Share" });
    const { loaded } = createRoot(() => createLazy(load));
    await settle();
    expect(load).not.toHaveBeenCalled();
    goOn();
    await settle();
    expect([load.mock.calls.length, loaded()]).toEqual([1, "Share"]);
  });

  test("a failed attempt is repeated after 1 s, 2 s, 4 s and so on, until one succeeds", async () => {
    const { createLazy } = await openPage();
    const load = vi.fn<() => Promise<{ default: string }>>().mockRejectedValue(new Error("no network"));
    const { loaded, failed } = createRoot(() => createLazy(load));
    await settle();
    expect([load.mock.calls.length, failed()]).toEqual([1, true]);
    for (const [i, waitMs] of [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000].entries()) {
      await vi.advanceTimersByTimeAsync(waitMs - 1);
      expect(load).toHaveBeenCalledTimes(i + 1);
      await vi.advanceTimersByTimeAsync(1);
      expect(load).toHaveBeenCalledTimes(i + 2);
    }
    load.mockResolvedValue({ default: "Share" });
    await vi.advanceTimersByTimeAsync(30_000);
    expect([loaded(), failed()]).toEqual(["Share", false]);
  });

  test("the attempts end with the component that needs it", async () => {
    const { createLazy } = await openPage();
    const load = vi.fn<() => Promise<{ default: string }>>().mockRejectedValue(new Error("no network"));
    const dispose = createRoot((dispose) => (createLazy(load), dispose));
    await settle();
    dispose();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(load).toHaveBeenCalledTimes(1);
  });

  test("the component is not shown before its words have loaded", async () => {
    const { createLazy, registerWords, setLanguage } = await openPage();
    await setLanguage("nl");
    let finish: (apply: () => void) => void = () => {};
    const load = (): Promise<{ default: string }> => {
      registerWords(() => new Promise((resolve) => (finish = resolve)));
      return Promise.resolve({ default: "Share" });
    };
    const { loaded } = createRoot(() => createLazy(load));
    await settle();
    expect(loaded()).toBeNull();
    finish(() => {});
    await settle();
    expect(loaded()).toBe("Share");
  });
});

describe("a style sheet that has failed to load", () => {
  test("the next attempt loads the style sheet again before it loads the component", async () => {
    const { createLazy, failSheet } = await openPage();
    const load = vi.fn<() => Promise<{ default: string }>>();
    load.mockRejectedValueOnce(new Error(`Unable to preload CSS for ${new URL(SHEET).pathname}`));
    load.mockResolvedValue({ default: "Share" });
    const link = failSheet(SHEET);
    link.replaceWith = (copy) => ((link.replacement = copy), copy.onload?.());
    const { loaded } = createRoot(() => createLazy(load));
    await settle();
    const again = failSheet(SHEET);
    await vi.advanceTimersByTimeAsync(1000);
    expect(again.replacement?.href).toBe(SHEET);
    expect(load).toHaveBeenCalledTimes(1);
    again.replacement?.onload?.();
    await settle();
    expect([load.mock.calls.length, loaded()]).toEqual([2, "Share"]);
  });

  test("the component waits for the style sheet that it failed for, and fails again with it", async () => {
    const { createLazy, failSheet } = await openPage();
    const load = vi.fn<() => Promise<{ default: string }>>();
    load.mockRejectedValue(new Error(`Unable to preload CSS for ${new URL(SHEET).pathname}`));
    const { failed } = createRoot(() => createLazy(load));
    await settle();
    const link = failSheet(SHEET);
    await vi.advanceTimersByTimeAsync(1000);
    link.replacement?.onerror?.();
    await settle();
    expect([load.mock.calls.length, failed()]).toEqual([1, true]);
  });

  test("a style sheet of another component that fails again does not stop this one", async () => {
    const { createLazy, failSheet } = await openPage();
    const load = vi.fn<() => Promise<{ default: string }>>();
    load.mockRejectedValueOnce(new Error("no network"));
    load.mockResolvedValue({ default: "Share" });
    const { loaded } = createRoot(() => createLazy(load));
    await settle();
    const link = failSheet(SHEET);
    await vi.advanceTimersByTimeAsync(1000);
    link.replacement?.onerror?.();
    await settle();
    expect(loaded()).toBe("Share");
  });

  test("a style sheet that is not one of the app is left alone", async () => {
    const { createLazy, failSheet } = await openPage();
    const link = failSheet("https://extension.example/style.css");
    const { loaded } = createRoot(() => createLazy(() => Promise.resolve({ default: "Share" })));
    await settle();
    expect([loaded(), link.replacement]).toEqual(["Share", null]);
  });
});
