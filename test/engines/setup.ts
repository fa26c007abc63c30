/**
 * The set-up of the tests in several engines: one server for each engine and file, browsers that the files of a worker
 * share, and devices that are closed after each test. A test fails if a page of its devices has reported an error.
 */
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { sharedEngine } from "../harness/engines/engines";
import type { EngineName, RunningEngine, Tab, TabOptions } from "../harness/engines/engine";
import { Screen } from "../harness/engines/screen";
import { HttpProxy } from "../harness/http-proxy";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { requireTools } from "../harness/with-tools";

export interface EngineSetup {
  readonly server: Server;
  /** The proxy in front of the server, where the set-up has one. */
  readonly front: HttpProxy;
  /** The address of the app for this engine. */
  readonly url: string;
  /** Opens this address on a new device, and waits for the whole screen. */
  open(url: string, options?: TabOptions): Promise<Screen>;
}

/** What the tests of an engine need. */
const TOOLS_OF = { chromium: "Chromium", firefox: "Firefox", webkit: "WebKit" } as const;

interface SetUpOptions {
  /** The set-up whose server this one uses, too; it must have been called before. */
  readonly other?: EngineSetup;
  /** Whether a proxy is wanted that can show another version of the app. */
  readonly hasFront?: boolean;
  /** Errors that a page may report. */
  readonly expectedErrors?: RegExp;
}

export function setUpEngine(
  name: EngineName,
  { other, hasFront = false, expectedErrors }: SetUpOptions = {},
): EngineSetup {
  const hasTools = requireTools(TOOLS_OF[name]);
  let server: Server | undefined;
  let engine: RunningEngine | undefined;
  let proxy: HttpProxy | undefined;
  let tabs: Tab[] = [];
  beforeAll(async () => {
    if (!hasTools) return;
    [server, engine] = await Promise.all([other?.server ?? startServer(), sharedEngine(name)]);
    if (hasFront || engine.pageScript !== "") {
      proxy = await HttpProxy.start(server.port);
      proxy.pageScript = engine.pageScript;
    }
  });
  afterAll(async () => {
    await engine?.close();
    await proxy?.close();
    if (other === undefined) await server?.dispose();
  });
  afterEach(async () => {
    const all = (await Promise.all(tabs.map((tab) => tab.errors()))).flat();
    const errors = all.filter((error) => expectedErrors?.test(error) !== true);
    await Promise.all(tabs.map((tab) => tab.close()));
    tabs = [];
    expect(errors).toEqual([]);
  });
  const required = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error("the set-up has not run yet");
    return value;
  };
  return {
    get server() {
      return required(server);
    },
    get front() {
      return required(proxy);
    },
    get url() {
      return proxy?.url ?? required(server).http;
    },
    async open(url, options) {
      const tab = await required(engine).open(options);
      tabs.push(tab);
      const screen = new Screen(tab);
      await screen.open(url);
      return screen;
    },
  };
}
