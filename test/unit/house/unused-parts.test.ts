/** What `src/unusedParts.mjs` leaves out of libraries changes nothing of what the app uses of them. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type ReconnectingWebSocket from "partysocket/ws";
import type * as Solid from "solid-js";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { withoutDescriptions, withoutUnused } from "../../../src/unusedParts.mjs";
import { root } from "../../harness/paths";

const fileOf = (path: string): string => `${root}node_modules/${path}`;
/** The module of this code. */
const evaluate = (code: string): Promise<Record<string, unknown>> =>
  import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`) as never;

describe("Solid without what never runs", () => {
  const code = readFileSync(fileOf("solid-js/dist/solid.js"), "utf8");

  test("signals, memos and effects run as in the whole module", async () => {
    const trace = async (solid: Record<string, unknown>): Promise<unknown[]> => {
      const {
        createRoot,
        createSignal,
        createMemo,
        createEffect,
        createComputed,
        batch,
        onCleanup,
        untrack,
      } = solid as unknown as typeof Solid;
      const seen: unknown[] = [];
      await createRoot(async (dispose) => {
        const [a, setA] = createSignal(1);
        const [b, setB] = createSignal(10);
        const sum = createMemo(() => a() + b());
        createComputed(() => seen.push(["computed", sum(), untrack(b)]));
        createEffect(() => {
          seen.push(["effect", sum()]);
          onCleanup(() => seen.push("cleanup"));
        });
        await Promise.resolve();
        setA(2);
        batch(() => {
          setA(3);
          setB((n) => n + 1);
        });
        dispose();
        setA(4);
      });
      return seen;
    };
    const whole = await import(pathToFileURL(fileOf("solid-js/dist/solid.js")).href);
    expect(await trace(await evaluate(withoutUnused(code)))).toEqual(await trace(whole));
  });

  test("a version of Solid without one of these variables fails the build", () => {
    expect(() => withoutUnused(code.replace("let Scheduler = null;", ""))).toThrow("Scheduler");
  });
});

describe("partysocket without descriptions", () => {
  const code = readFileSync(
    createRequire(import.meta.url)
      .resolve("partysocket/ws")
      .replace(".cjs", ".js"),
    "utf8",
  );

  test("partysocket connects, and connects again after a loss", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { default: PartySocket } = (await evaluate(withoutDescriptions(code))) as unknown as {
      default: typeof ReconnectingWebSocket;
    };
    const made: EventTarget[] = [];
    class FakeWebSocket extends EventTarget {
      readyState = 1;
      constructor() {
        super();
        made.push(this);
      }
      close(): void {}
    }
    const socket = new PartySocket("ws://tomato.example", [], {
      WebSocket: FakeWebSocket,
      minReconnectionDelay: 1,
    });
    const seen: string[] = [];
    for (const type of ["open", "close"] as const) socket.addEventListener(type, () => void seen.push(type));
    await vi.advanceTimersByTimeAsync(1);
    made[0]?.dispatchEvent(new Event("open"));
    made[0]?.dispatchEvent(new Event("close"));
    await vi.advanceTimersByTimeAsync(1);
    expect(made).toHaveLength(2);
    expect(seen).toEqual(["open", "close"]);
    socket.close();
  });

  test("a version of partysocket without these calls fails the build", () => {
    expect(() => withoutDescriptions(code.replaceAll("_debug(", "_tell("))).toThrow("_debug");
  });
});
