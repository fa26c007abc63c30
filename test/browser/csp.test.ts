/** Every browser test fails when one of its pages violates the content security policy; this file tests that check. */
import { expect, test } from "vitest";
import type { Page } from "playwright-core";
import { openDevice } from "../harness/browser";
import { setUpBrowser } from "../harness/browser-setup";
import { getServiceWorker } from "../harness/notifications";
import { waitFor } from "../harness/wait";

const here = setUpBrowser();

const VIOLATIONS: readonly (readonly [directive: string, commit: () => void])[] = [
  ["style-src-attr", () => document.body.insertAdjacentHTML("beforeend", '<i style="color: red"></i>')],
  [
    "style-src-elem",
    () => document.body.append(Object.assign(document.createElement("style"), { textContent: "i{}" })),
  ],
  [
    "script-src-elem",
    () => document.body.append(Object.assign(document.createElement("script"), { text: "0" })),
  ],
  ["script-src-attr", () => document.body.setAttribute("onclick", "0")],
  ["img-src", () => void (new Image().src = "data:image/gif;base64,R0lGODlhAQABAAAAACw=")],
  ["connect-src", () => void fetch("http://127.0.0.1:9/").catch(() => {})],
  // Inside a timer, because code that a test evaluates directly is allowed to call `new Function`.
  ["script-src", () => void setTimeout(() => new Function("0"))],
  [
    "frame-src",
    () =>
      document.body.append(Object.assign(document.createElement("iframe"), { src: "https://x.invalid/" })),
  ],
];

test("each kind of violation of the content security policy is recorded as a page error", async () => {
  const { context, page, errors } = await openDevice(here.browser);
  await page.goto(here.server.http);
  expect(errors).toEqual([]);
  for (const [directive, commit] of VIOLATIONS) {
    await page.evaluate(commit);
    await waitForError(errors, `content security policy: ${directive},`);
  }
  await context.close();
});

test("the room that a page carries violates nothing, and the policy forbids the same scripts as in every other page", async () => {
  const { context, page, errors } = await openDevice(here.browser, { serviceWorkers: "block" });
  const [front, room] = [await page.goto(here.server.http), await page.goto(`${here.server.http}/r/a-room`)];
  expect(await page.locator('script[type="application/json"]').count()).toBe(1);
  const policy = (await room?.allHeaders())?.["content-security-policy"] ?? "";
  expect(policy).toBe((await front?.allHeaders())?.["content-security-policy"]);
  expect(policy).toContain("script-src 'self';");
  await page.locator("[data-tomato][data-connected=true]").waitFor();
  expect(errors).toEqual([]);
  await page.evaluate(() =>
    document.body.append(
      Object.assign(document.createElement("script"), { text: "0", type: "text/javascript" }),
    ),
  );
  await waitForError(errors, "content security policy: script-src-elem,");
  await context.close();
});

test("violations in a second tab and in the service worker are recorded as page errors", async () => {
  const { context, page, errors } = await openDevice(here.browser);
  await page.goto(here.server.http);
  const worker = await getServiceWorker(page);
  await worker.evaluate(() => fetch("http://127.0.0.1:9/in-the-worker").catch(() => {}));
  await waitForError(errors, "/in-the-worker");
  const second: Page = await context.newPage();
  await second.goto(here.server.http);
  await second.evaluate(() => void fetch("http://127.0.0.1:9/in-the-second").catch(() => {}));
  await waitForError(errors, "/in-the-second");
  await context.close();
});

const waitForError = (errors: readonly string[], part: string): Promise<unknown> =>
  waitFor(`a page error with ${part}`, () => errors.some((error) => error.includes(part)), 10_000);
