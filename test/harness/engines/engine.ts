/**
 * What the tests of several browser engines use of a browser. Each engine has one file that provides it. Pages do not
 * move (`prefers-reduced-motion`), because each moving page takes a third of a processor.
 */

export type EngineName = "chromium" | "firefox" | "webkit";

export interface TabOptions {
  /**
   * The size of the page in CSS pixels. WebKit's window has at least 447 × 100: there a smaller page is in a frame that the
   * proxy of the tests provides, and is not reloaded.
   */
  readonly width?: number;
  readonly height?: number;
  /** BCP 47; "en-GB" where it is left out. WebKit speaks only the languages whose locale the system has. */
  readonly language?: string;
  readonly dark?: boolean;
  /** Whether the browser forbids all storage. WebKit has no such setting: there the page's script has to. */
  readonly forbidsStorage?: boolean;
}

/** One page of a device of its own: its storage is shared with nobody. */
export interface Tab {
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  back(): Promise<void>;
  forward(): Promise<void>;
  /** Runs the function in the page, with one JSON argument, and resolves with its JSON result. */
  evaluate<A, T>(inPage: (argument: A) => T | Promise<T>, argument: A): Promise<T>;
  /** Runs a classic script in the page, whatever its security policy says. */
  runScript(source: string): Promise<void>;
  /** Moves the mouse to a point of the viewport, in CSS pixels, and presses its button down. */
  pointerDown(x: number, y: number): Promise<void>;
  /** Releases the mouse's button where it is. */
  pointerUp(): Promise<void>;
  /** Presses and releases a key: a character, or one of `SPECIAL_KEYS`. */
  key(key: string): Promise<void>;
  /** A PNG of the viewport. */
  screenshot(): Promise<Buffer>;
  /** Errors of the page and violations of the content security policy. */
  errors(): Promise<readonly string[]>;
  /** Ends the device. */
  close(): Promise<void>;
}

export interface RunningEngine {
  readonly name: EngineName;
  readonly version: string;
  /** A script that must run in each page, since the engine itself reports no errors; "" where it does. */
  readonly pageScript: string;
  open(options?: TabOptions): Promise<Tab>;
  close(): Promise<void>;
}

/** Keys that are no character, by their names in the DOM. */
export const SPECIAL_KEYS = ["Enter", "Escape", "Tab", "Shift+Tab", "Backspace"] as const;
export type SpecialKey = (typeof SPECIAL_KEYS)[number];
export const isSpecialKey = (key: string): key is SpecialKey =>
  (SPECIAL_KEYS as readonly string[]).includes(key);

/** The usual size of a page, in CSS pixels; each engine can have it. */
export const USUAL_SIZE = { width: 480, height: 844 } as const;

/** The source of an expression that calls the function. tsx names the functions that it compiles with `__name`, which a page lacks. */
export const callExpression = (inPage: (argument: never) => unknown, argument: unknown): string =>
  `(() => { globalThis.__name ??= (target) => target; return (${inPage.toString()})(${JSON.stringify(argument ?? null)}); })()`;
