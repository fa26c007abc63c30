/** The page object of the app's screen, the same in each engine: what a person sees and does. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { waitFor } from "../wait";
import type { Tab } from "./engine";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WAIT_MS = 30_000;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a button, link, switch or option with this accessible name is; null while there is none that can be clicked. */
const findControl = (name: string): Point | null => {
  const dialogs = [...document.querySelectorAll("dialog[open]")];
  const top = dialogs.at(-1) ?? document;
  const nameOf = (element: Element): string =>
    (
      element.getAttribute("aria-label") ??
      (element as HTMLInputElement).labels?.[0]?.textContent ??
      element.textContent ??
      ""
    ).trim();
  const found = [...top.querySelectorAll("button, a[href], input, select, summary")].find(
    (element) =>
      nameOf(element) === name || (name.endsWith("…") && nameOf(element).startsWith(name.slice(0, -1))),
  );
  if (found === undefined || (found as HTMLButtonElement).disabled) return null;
  found.scrollIntoView({ block: "nearest" });
  const { left, top: upper, width, height } = found.getBoundingClientRect();
  const [x, y] = [left + width / 2, upper + height / 2];
  const hit = document.elementFromPoint(x, y);
  return hit !== null && (found.contains(hit) || hit.contains(found)) ? { x, y } : null;
};

export class Screen {
  constructor(readonly tab: Tab) {}

  /** Opens an address and waits until the whole screen is there. */
  async open(url: string): Promise<void> {
    await this.tab.goto(url);
    await this.waitUntilComplete();
  }
  async waitUntilComplete(): Promise<void> {
    await this.waitUntil(
      "the screen is complete",
      () =>
        document.querySelector("nav button") !== null &&
        document.querySelector("button[data-known=true]") !== null,
    );
  }
  /** Polls a condition in the page. The error says what it waited for, and what the page shows. */
  async waitUntil<A = null>(
    what: string,
    inPage: (argument: A) => boolean | Promise<boolean>,
    argument?: A,
  ): Promise<void> {
    try {
      await waitFor(what, () => this.tab.evaluate(inPage, argument as A), WAIT_MS);
    } catch (error) {
      const text = await this.tab.evaluate(() => document.body.innerText, null).catch(String);
      throw new Error(`${String(error)}\nthe page shows: ${text}`, { cause: error });
    }
  }
  /** Waits until nothing moves but endless animations and the ring, which moves while time runs. */
  async waitUntilStill(): Promise<void> {
    // What has just begun to move is known after a frame.
    await this.tab.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(null)))),
      null,
    );
    await this.waitUntil(
      "nothing moves",
      () =>
        document.fonts.status === "loaded" &&
        document.querySelector("[data-celebration]") === null &&
        [...document.querySelectorAll("dialog[open]")].every(
          (dialog) => getComputedStyle(dialog).opacity === "1",
        ) &&
        document.getAnimations().every((animation) => {
          const { transitionProperty } = animation as CSSTransition;
          const { iterations, duration } = animation.effect?.getTiming() ?? {};
          return (
            transitionProperty === "stroke-dashoffset" ||
            iterations === Infinity ||
            Number(duration) >= 5000 || // the seconds in which a change can be undone
            animation.playState === "finished"
          );
        }),
    );
  }
  /** The control link or the watch link in the address. */
  url(): Promise<string> {
    return this.tab.evaluate(() => location.href, null);
  }
  /** The tomato's accessible name: the message, and the time where one runs. */
  tomato(): Promise<string> {
    return this.tab.evaluate(
      () => document.querySelector("button[data-known=true]")?.getAttribute("aria-label") ?? "",
      null,
    );
  }
  waitForTomato(message: string): Promise<void> {
    return this.waitUntil(
      `the tomato says ${message}`,
      (message: string) =>
        document.querySelector("button[data-known=true]")?.getAttribute("aria-label")?.startsWith(message) ===
        true,
      message,
    );
  }
  waitForText(text: string): Promise<void> {
    return this.waitUntil(
      `the page shows "${text}"`,
      (text: string) => document.body.innerText.includes(text),
      text,
    );
  }
  waitForNoText(text: string): Promise<void> {
    return this.waitUntil(
      `the page does not show "${text}"`,
      (text: string) => !document.body.innerText.includes(text),
      text,
    );
  }
  async pressTomato(): Promise<void> {
    const { x, y } = await this.tab.evaluate(() => {
      const box = document.querySelector("button[data-known=true]")?.getBoundingClientRect();
      return { x: (box?.left ?? 0) + (box?.width ?? 0) / 2, y: (box?.top ?? 0) + (box?.height ?? 0) / 2 };
    }, null);
    await this.tab.pointerDown(x, y);
    await this.tab.pointerUp();
  }
  /** Clicks a control of the topmost sheet by its name; a name that ends in "…" is the beginning of one. */
  async click(name: string): Promise<void> {
    await this.pressDown(name);
    await this.tab.pointerUp();
  }
  /** Presses the mouse's button down on a control until something in the page is true. */
  async holdUntil(name: string, what: string, inPage: (argument: null) => boolean): Promise<void> {
    await this.pressDown(name);
    await this.waitUntil(what, inPage);
    await this.tab.pointerUp();
  }
  async pressDown(name: string): Promise<void> {
    const { x, y } = await waitFor(
      `"${name}" can be clicked`,
      async () => {
        const before = await this.tab.evaluate(findControl, name);
        const after = await this.tab.evaluate(findControl, name);
        // Moving things, such as a sheet that slides in, are waited for.
        return before !== null && after !== null && before.x === after.x && before.y === after.y
          ? after
          : null;
      },
      WAIT_MS,
    );
    await this.tab.pointerDown(x, y);
  }
  /** Focuses a control of the topmost sheet. */
  async focus(name: string): Promise<void> {
    await this.click(name);
    await this.waitUntil(
      "a field has the focus",
      () => document.activeElement?.matches("input, select") === true,
    );
  }
  /** Chooses the option with this value of the field that has it; no driver can use the lists of all engines. */
  choose(value: string): Promise<void> {
    return this.tab.evaluate((value) => {
      const option = document.querySelector<HTMLOptionElement>(`dialog[open] option[value="${value}"]`);
      const field = option?.closest("select");
      if (field === null || field === undefined) throw new Error(`no field has the value ${value}`);
      field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }, value);
  }
  /** The violations that axe finds: the id of the rule, and the elements that break it. */
  async axeViolations(): Promise<readonly string[]> {
    await this.waitUntilStill();
    await this.tab.runScript(AXE);
    return this.tab.evaluate(async () => {
      const { violations, passes } = await (
        globalThis as unknown as { axe: { run(): Promise<AxeResults> } }
      ).axe.run();
      if (passes.length < 10) throw new Error("axe has checked nearly nothing");
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`);
    }, null);
  }
  async openSheet(name: string): Promise<void> {
    await this.click(name);
    await this.waitUntil(
      `the sheet ${name} is open and has its contents`,
      (name: string) =>
        document.querySelector(
          // Host says more when its code has come.
          `dialog[open][aria-label="${name}"] ${name === "Host" ? "summary" : ":is(p, label, dl, input)"}`,
        ) !== null,
      name,
    );
  }
  async closeSheet(): Promise<void> {
    await this.tab.key("Escape");
    await this.waitUntil("no sheet is open", () => document.querySelector("dialog[open]") === null);
  }
}
