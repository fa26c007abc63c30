/**
 * WebKit, the engine of Safari: WebKitGTK's MiniBrowser by its own WebDriver, on a screen of Xvfb. A driver runs one
 * session, so each device has a driver and a browser of its own. MiniBrowser has no console: a proxy of the same origin
 * puts a script into each page that collects errors.
 */
import { spawn } from "node:child_process";
import type { ChildProcess, SpawnOptions } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { Button, Builder, Capabilities, Key, Origin } from "selenium-webdriver";
import type { WebDriver } from "selenium-webdriver";
import { FRAME_PATH } from "../http-proxy";
import { temporaryFolder } from "../paths";
import { freePort } from "../processes";
import { waitFor, within } from "../wait";
import { callExpression, isSpecialKey, USUAL_SIZE } from "./engine";
import type { RunningEngine, SpecialKey, Tab, TabOptions } from "./engine";
import { requireProgram } from "./programs";

const START_MS = 60_000;
/** The browser's own bars, in CSS pixels; `setRect` sets the size of the window with them. */
const SCREEN = "1600x1400x24";
const KEYS: Readonly<Record<SpecialKey, string>> = {
  Enter: Key.ENTER,
  Escape: Key.ESCAPE,
  Tab: Key.TAB,
  "Shift+Tab": Key.chord(Key.SHIFT, Key.TAB),
  Backspace: Key.BACK_SPACE,
};

/** Puts what a console would show into `collectedErrors` of the page. A reload forgets it, so tests read it before. */
const COLLECT_ERRORS = `
const errors = (globalThis.collectedErrors = []);
addEventListener("error", ({ message }) => message && errors.push("error: " + message));
addEventListener("unhandledrejection", ({ reason }) => errors.push("rejection: " + reason));
addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
  errors.push("content security policy: " + effectiveDirective + ", " + blockedURI));
const print = console.error;
console.error = (...values) => { errors.push("console: " + values.join(" ")); print(...values); };
`;

export async function startWebKit(): Promise<RunningEngine> {
  // By default, the screen begins anew when its last client has gone, and refuses one that comes just then.
  const screen = spawn(
    requireProgram("xvfb"),
    ["-displayfd", "3", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"],
    { stdio: ["ignore", "ignore", "ignore", "pipe"] },
  );
  const pipe = screen.stdio[3] as Readable;
  const display = await within(
    START_MS,
    "Xvfb names its display",
    new Promise<string>((done) => pipe.once("data", (line: Buffer) => done(`:${line.toString().trim()}`))),
  );
  const first = await openSession(display, {});
  const version = (await first.driver.getCapabilities()).getBrowserVersion() ?? "unknown";
  let unused: Session | null = first;
  return {
    name: "webkit",
    version,
    pageScript: COLLECT_ERRORS,
    open: async (options = {}) => {
      const isUsual = options.dark !== true && options.language === undefined;
      const session = unused !== null && isUsual ? unused : await openSession(display, options);
      if (session === unused) unused = null;
      await setViewport(session.driver, options);
      const { width = USUAL_SIZE.width, height = USUAL_SIZE.height } = options;
      return tabOf(session, width < MIN_WIDTH ? `${width},${height}` : null);
    },
    close: async () => {
      await unused?.close();
      await end(screen);
    },
  };
}

interface Session {
  readonly driver: WebDriver;
  close(): Promise<void>;
}

async function openSession(display: string, { language, dark }: TabOptions): Promise<Session> {
  const home = temporaryFolder();
  const config = join(home, "config");
  mkdirSync(join(config, "gtk-3.0"), { recursive: true });
  // Scroll bars take space, as on Windows.
  writeFileSync(
    join(config, "gtk-3.0", "settings.ini"),
    `[Settings]\ngtk-enable-animations=0\ngtk-overlay-scrolling=0\ngtk-application-prefer-dark-theme=${dark === true ? 1 : 0}\n`,
  );
  const [port, inspectorPort] = [await freePort(), await freePort()];
  const locale = `${(language ?? "en-GB").replace("-", "_")}.UTF-8`;
  const env = {
    PATH: process.env["PATH"],
    HOME: home,
    XDG_CONFIG_HOME: config,
    XDG_DATA_HOME: join(home, "data"),
    XDG_CACHE_HOME: join(home, "cache"),
    DISPLAY: display,
    GTK_THEME: dark === true ? "Adwaita:dark" : "Adwaita",
    GDK_BACKEND: "x11",
    LANG: locale,
    LANGUAGE: locale,
    // No graphics card, no message bus.
    LIBGL_ALWAYS_SOFTWARE: "1",
    MESA_SHADER_CACHE_DISABLE: "true",
    GTK_A11Y: "none",
    NO_AT_BRIDGE: "1",
    GSETTINGS_BACKEND: "memory",
    // Where the driver starts the browser itself, it gives it a port that another program may take before the browser
    // does, and waits for ever.
    WEBKIT_INSPECTOR_SERVER: `127.0.0.1:${inspectorPort}`,
  };
  const outputFile = join(home, "output");
  const output = openSync(outputFile, "a");
  // A process group ends as one.
  const options: SpawnOptions = { stdio: ["ignore", output, output], detached: true, env };
  const browser = spawn(requireProgram("miniBrowser"), ["--automation"], options);
  const service = spawn(
    requireProgram("webkitDriver"),
    [`--port=${port}`, "--host=127.0.0.1", `--target=127.0.0.1:${inspectorPort}`],
    options,
  );
  closeSync(output);
  const close = async (): Promise<void> => {
    for (const program of [service, browser]) {
      await end(program);
      endGroup(program);
    }
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const url = `http://127.0.0.1:${port}`;
    await waitFor("the driver of WebKit answers", () => fetch(`${url}/status`).catch(() => null), START_MS);
    const capabilities = new Capabilities({ browserName: "MiniBrowser" });
    const ended = new Promise<never>((_, fail) =>
      browser.once("exit", (code, signal) => fail(new Error(`MiniBrowser ended with ${code ?? signal}`))),
    );
    const session = Promise.resolve(new Builder().usingServer(url).withCapabilities(capabilities).build());
    const driver = await within(START_MS, "MiniBrowser starts", Promise.race([session, ended]));
    return {
      driver,
      close: async () => {
        await driver.quit().catch(() => {}); // the browser has ended
        await close();
      },
    };
  } catch (error) {
    const text = readFileSync(outputFile, "utf8");
    await close();
    throw new Error(`${String(error)}; the programs of WebKit wrote: ${text}`, { cause: error });
  }
}

/** The smallest window of MiniBrowser, in CSS pixels. */
const MIN_WIDTH = 447;

/** Sets the size of the page: that of the window less its bars, which a new window may not have yet. */
async function setViewport(driver: WebDriver, { width, height }: TabOptions): Promise<void> {
  const wanted = { width: width ?? USUAL_SIZE.width, height: height ?? USUAL_SIZE.height };
  const window = driver.manage().window();
  const read = (): Promise<[number, number, number, number]> =>
    driver.executeScript("return [innerWidth, innerHeight, outerWidth, outerHeight]");
  await window.setRect({ x: 0, y: 0, ...wanted });
  await waitFor(
    "the page has its size",
    async () => {
      const [innerWidth, innerHeight, outerWidth, outerHeight] = await read();
      // A new window may not know its outer size yet.
      const bars = {
        width: Math.max(0, outerWidth - innerWidth),
        height: Math.max(0, outerHeight - innerHeight),
      };
      const fits = (side: "width" | "height", inner: number): boolean =>
        inner === wanted[side] || (side === "width" && wanted.width < MIN_WIDTH);
      if (fits("width", innerWidth) && fits("height", innerHeight)) return true;
      await window.setRect({
        x: 0,
        y: 0,
        width: wanted.width + bars.width,
        height: wanted.height + bars.height,
      });
      return false;
    },
    START_MS,
  );
}

/** `frame`: the size of the frame in which the page is shown; null: it fills the window. */
function tabOf({ driver, close }: Session, frame: string | null): Tab {
  const run = <T>(expression: string): Promise<T> => driver.executeScript<T>(`return ${expression}`);
  return {
    goto: async (url) => {
      if (frame === null) return driver.get(url);
      await driver.get(`${new URL(url).origin}${FRAME_PATH}?${encodeURIComponent(`${frame},${url}`)}`);
      await driver.switchTo().frame(0);
    },
    reload: () => driver.navigate().refresh(),
    back: () => driver.navigate().back(),
    forward: () => driver.navigate().forward(),
    evaluate: (inPage, argument) => run(callExpression(inPage, argument)),
    runScript: async (source) => void (await driver.executeScript(source)),
    pointerDown: (x, y) =>
      driver
        .actions()
        .move({ x: Math.round(x), y: Math.round(y), origin: Origin.VIEWPORT, duration: 0 })
        .press(Button.LEFT)
        .perform(),
    pointerUp: () => driver.actions().release(Button.LEFT).perform(),
    key: (key) =>
      driver
        .actions()
        .sendKeys(isSpecialKey(key) ? KEYS[key] : key)
        .perform(),
    screenshot: () => takePicture(driver),
    errors: () =>
      run(callExpression(() => (globalThis as { collectedErrors?: string[] }).collectedErrors ?? [], null)),
    close,
  };
}

/** A picture of one colour alone has fewer bytes than this for each of its pixels, and one of a page has many times more. */
const BLANK_BYTES = 0.01;

/** A window may stay black although its page runs: of 54 windows of a busy machine, 5 did. A change of its size draws it. */
async function takePicture(driver: WebDriver): Promise<Buffer> {
  const take = async (): Promise<Buffer> => Buffer.from(await driver.takeScreenshot(), "base64");
  const picture = await take();
  const pixels = picture.readUInt32BE(16) * picture.readUInt32BE(20); // width and height, in the header of a PNG
  if (picture.length > pixels * BLANK_BYTES) return picture;
  const window = driver.manage().window();
  const rect = await window.getRect();
  await window.setRect({ ...rect, height: rect.height + 1 });
  await window.setRect(rect);
  return take();
}

/** Ends what the process has started. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // all have ended
  }
}

/** Ends the process, and waits until it has ended. */
async function end(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const ended = new Promise((done) => program.once("exit", done));
  program.kill();
  await within(START_MS, `${program.spawnfile} ends`, ended);
}
