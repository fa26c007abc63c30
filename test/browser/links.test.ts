import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newKey, roomOf } from "../../party/shared/access";
import { closeDevice, DESKTOP, launchBrowser, openDevice, PHONE, SMALL_PHONE } from "../harness/browser";
import { missingTools } from "../harness/tools";
import { setUpBrowser } from "../harness/browser-setup";
import { findOverflow } from "../harness/overflow";

const here = setUpBrowser();
const WRONG_KEY = "B".repeat(22);

async function newLink(): Promise<{ path: string; key: string }> {
  const key = newKey();
  return { path: `/r/${await roomOf(key)}`, key };
}
const dialog = (page: Page, name: string) => page.getByRole("dialog", { name, exact: true });

describe("a link whose key is not right", () => {
  it("a wrong key watches at once, is told, shows the people, and does not replace the saved key", async () => {
    const { path, key } = await newLink();
    const page = await here.open(`${here.url}${path}#${WRONG_KEY}`, PHONE);
    await page.getByText("does not fit its room").waitFor();
    expect(page.url()).toContain(`#${WRONG_KEY}`);
    await page.getByRole("button", { name: "People", exact: true }).click();
    await dialog(page, "People").getByText("1 person here").waitFor();

    // The address is corrected: the page loads again and controls.
    await page.evaluate((hash) => (location.hash = hash), key);
    await page
      .getByRole("button", { name: "+5 min" })
      .or(page.getByText("Press to start working"))
      .first()
      .waitFor();
    await page.goto("about:blank");
    await page.goto(`${here.url}${path}#${WRONG_KEY}`);
    await page.waitForURL(`**${path}#${key}`);
  });

  it("a damaged key watches at once, is told, and stays in the address", async () => {
    const { path, key } = await newLink();
    const page = await here.open(`${here.url}${path}#${key.slice(0, -2)}`, PHONE);
    await page.getByText("This link is damaged at its end").waitFor();
    expect(page.url()).toContain(`#${key.slice(0, -2)}`);
  });

  it("an address with punctuation after the key controls the room", async () => {
    const { path, key } = await newLink();
    for (const end of [".", ")", ",", ">", "\u200b"]) {
      const page = await here.open(`${here.url}${path}#${key}${end}`, PHONE);
      await page.waitForURL(`**${path}#${key}`);
    }
  });

  it("Join says of the name of an open room, and of no link, that whoever knows it can press", async () => {
    const page = await here.open(here.server.http);
    await page.getByRole("button", { name: "Join", exact: true }).click();
    const field = dialog(page, "Join").getByRole("textbox");
    const hint = dialog(page, "Join").getByText("Whoever knows this name can come in and press.");
    await field.fill("Our kitchen");
    await hint.waitFor();
    for (const link of ["https://pomodoro.example/r/kitchen", "z4Qi5yrgHfKfOdMsNY2Pr_", "ab", ""]) {
      await field.fill(link);
      await hint.waitFor({ state: "hidden" });
    }
  });

  it("Join reads a link within a sentence, and tells of a damaged one", async () => {
    const { path, key } = await newLink();
    const page = await here.open(`${here.url}/r/kitchen?sheet=join`, PHONE);
    const field = dialog(page, "Join").getByRole("textbox");
    await field.fill(`${here.url}${path}#${key.slice(0, -1)}`);
    await field.press("Enter");
    await page.getByText("This link is damaged at its end: ask for it again").waitFor();
    await field.fill(`Come here: ${here.url}${path}#${key}.`);
    await field.press("Enter");
    await page.waitForURL(`**${path}#${key}`);
  });
});

describe("an installed app that is open", () => {
  /** Stands in for the system, which hands launches to the page. */
  const fakeLaunches = (page: Page): Promise<unknown> =>
    page.addInitScript(() => {
      const setConsumer = (consumer: unknown): unknown => Object.assign(globalThis, { launch: consumer });
      // Chromium's own queue is a getter, which cannot be assigned to.
      Object.defineProperty(globalThis, "launchQueue", { value: { setConsumer } });
    });
  const launch = async (page: Page, targetURL: string): Promise<void> => {
    await page.waitForFunction(() => "launch" in globalThis);
    await page.evaluate(
      (targetURL) => (globalThis as unknown as { launch(params: object): void }).launch({ targetURL }),
      targetURL,
    );
  };

  it("a tap on a link to another room opens that room, and one to this room changes nothing", async () => {
    const page = await here.open(`${here.url}/r/kitchen`, PHONE, fakeLaunches);
    await launch(page, `${here.url}/r/kitchen`);
    const { path, key } = await newLink();
    await launch(page, `${here.url}${path}`);
    await page.waitForURL(`**${path}`);
    await launch(page, `${here.url}${path}`); // Chromium hands over the launch that has loaded the page
    await launch(page, `${here.url}${path}#${key}`);
    await page.waitForURL(`**${path}#${key}`);
  });

  it("a shortcut opens its sheet in the room that is shown", async () => {
    const page = await here.open(`${here.url}/r/kitchen`, PHONE, fakeLaunches);
    await launch(page, `${here.url}/?sheet=join`);
    await dialog(page, "Join").waitFor();
    await launch(page, `${here.url}/?sheet=share`);
    await dialog(page, "Share").waitFor();
    expect(new URL(page.url()).pathname).toBe("/r/kitchen");
  });

  it("the app asks before it leaves a room in which a board is hosted", async () => {
    const page = await here.open(`${here.url}/r/kitchen`, DESKTOP, fakeLaunches);
    await page.getByRole("button", { name: "Host", exact: true }).click();
    await page.getByRole("button", { name: "Try without a board" }).click();
    await dialog(page, "Host").getByText("Connected").first().waitFor();
    await launch(page, `${here.url}/r/garden`);
    const question = dialog(page, "A board is connected here. Leave this room?");
    await question.getByRole("button", { name: "Cancel" }).click();
    expect(new URL(page.url()).pathname).toBe("/r/kitchen");
    await launch(page, `${here.url}/r/garden`);
    await question.getByRole("button", { name: "Leave the room" }).click();
    await page.waitForURL("**/r/garden");
  });
});

describe("the back button", () => {
  it("one step back leaves the page after a reload with an open sheet", async () => {
    const page = await here.open(`${here.url}/r/garden`, PHONE);
    await page.goto(`${here.url}/r/kitchen`);
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await dialog(page, "Share").waitFor();
    await page.reload();
    await page.waitForFunction(() => history.state === null);
    await page.goBack();
    await page.waitForURL("**/r/garden");
  });
});

describe("the scanner of QR codes", () => {
  it("after a code that opens no room the scanner says what is wrong and goes on scanning until a code opens one", async () => {
    const { path, key } = await newLink();
    const page = await here.open(`${here.url}/r/kitchen?sheet=join`, PHONE, (page) =>
      page.addInitScript(() => {
        // Chromium on Linux has no detector, and the machine no camera: the page gets a picture and says what is in it.
        const seen: string[] = [];
        const detect = (): Promise<object[]> => Promise.resolve(seen.map((rawValue) => ({ rawValue })));
        const stream = (): MediaStream => document.createElement("canvas").captureStream(30);
        Object.defineProperty(HTMLMediaElement.prototype, "play", { value: () => Promise.resolve() });
        Object.defineProperty(navigator.mediaDevices, "getUserMedia", {
          value: () => Promise.resolve(stream()),
        });
        Object.assign(globalThis, { seen, BarcodeDetector: class { detect = detect; } }); // prettier-ignore
      }),
    );
    const show = (...codes: string[]): Promise<void> =>
      page.evaluate((codes) => {
        const { seen } = globalThis as unknown as { seen: string[] };
        seen.splice(0, Infinity, ...codes);
      }, codes);
    const join = dialog(page, "Join");
    await join.getByRole("button", { name: "Scan a QR code" }).click();
    await show("https://tomato.invalid/r/kitchen");
    await join.getByText("This link leads to another server").waitFor();
    await show("WIFI:S:home;;");
    await join.getByText("This is not a link to a room").waitFor();
    await join.getByText("Point the camera at the code").waitFor();
    await show("WIFI:S:home;;", `${here.url}${path}#${key}`); // both in one picture
    await page.waitForURL(`**${path}#${key}`);
  });
});

describe("the Home Screen of an iPhone or iPad", () => {
  const SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
  const IPHONE = `Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${SAFARI}`;
  const MAC = `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${SAFARI}`;
  const CHROME = IPHONE.replace("Version/18.0", "CriOS/130.0");

  it.each([
    ["an iPhone is told to copy the link of the room before it installs the app", IPHONE, 5, true],
    ["an iPad is told to copy the link of the room before it installs the app", MAC, 5, true],
    ["Chrome on an iPhone is told to copy the link of the room before it installs the app", CHROME, 5, true],
    ["a Mac, whose Safari is much like that of an iPad, is not told of a Home Screen", MAC, 0, false],
  ])("%s", async (_, userAgent, touchPoints, isTold) => {
    const { path, key } = await newLink();
    const options = { ...SMALL_PHONE, userAgent, permissions: ["clipboard-read", "clipboard-write"] };
    const page = await here.open(`${here.url}${path}#${key}`, options, (page) =>
      page.addInitScript((touchPoints) => {
        Object.defineProperty(navigator, "maxTouchPoints", { get: () => touchPoints });
        Object.defineProperty(navigator, "standalone", { get: () => false }); // Safari on a Mac has it, too
      }, touchPoints),
    );
    await page.getByRole("button", { name: "This device", exact: true }).click();
    const sheet = dialog(page, "This device");
    await sheet.getByText(/^Version \d/).waitFor();
    expect(await sheet.getByText("Put it on your Home Screen").count()).toBe(isTold ? 1 : 0);
    if (!isTold) return;
    expect(await sheet.getByLabel("First copy this room's link").inputValue()).toBe(page.url());
    await sheet.getByRole("button", { name: "Copy", exact: true }).click();
    await sheet.getByText("Copied", { exact: true }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
    expect(await findOverflow(page)).toEqual([]);
  });
});

describe("Share", () => {
  it("a link that only this computer can open comes with a warning, and copying it moves nothing", async () => {
    const page = await here.open(here.server.http, PHONE);
    await page.getByRole("button", { name: "Share", exact: true }).click();
    const sheet = dialog(page, "Share");
    await sheet.getByText("This address works on this computer only").waitFor();
    await sheet.getByText("A leaked control link cannot be taken back").waitFor();
    const copy = sheet.getByRole("button", { name: /^Cop(y|ied)$/ });
    const places = () => Promise.all([copy.boundingBox(), sheet.boundingBox()]);
    await copy.scrollIntoViewIfNeeded();
    const before = await places();
    await copy.click();
    await sheet.getByRole("button", { name: "Copied" }).waitFor();
    expect(await places()).toEqual(before);
  });

  it("an open room, which has no control link, offers a private room for a class", async () => {
    const page = await here.open(`${here.url}/r/kitchen`, PHONE);
    await page.getByRole("button", { name: "Share", exact: true }).click();
    const sheet = dialog(page, "Share");
    await sheet.getByText("only those press whom you give the control link").waitFor();
    expect(await sheet.getByText("leaked").count()).toBe(0);
    await sheet.getByRole("button", { name: "Start a private room" }).click();
    await page.waitForURL(/\/r\/[\w-]{22}#[\w-]{22}$/);
  });
});

describe("a page over plain HTTP from another machine", () => {
  let browser: Awaited<ReturnType<typeof launchBrowser>> | undefined;
  beforeAll(async () => {
    if (missingTools(["Chromium"]).length > 0) return;
    browser = await launchBrowser({ args: ["--host-resolver-rules=MAP house.test 127.0.0.1"] });
  });
  afterAll(() => browser?.close());

  it("private rooms are made, links are copied, and the page says what needs HTTPS", async () => {
    if (browser === undefined) throw new Error("there is no browser");
    const device = await openDevice(browser, PHONE);
    const { page, errors } = device;
    await page.goto(`http://house.test:${here.server.port}`);
    await page.waitForURL(/\/r\/[\w-]{22}#[\w-]{22}$/);
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    const first = page.url();
    const [, room = "", key = ""] = /\/r\/(.*)#(.*)$/.exec(first) ?? [];
    expect(room).toBe(await roomOf(key));
    await page.getByRole("button", { name: "Share", exact: true }).click();
    expect(await page.getByText("works on this computer only").count()).toBe(0);
    await page.getByRole("button", { name: "Copy", exact: true }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    await page.getByRole("button", { name: "New room", exact: true }).click();
    await page.waitForFunction((first) => location.href !== first, first);
    await page.getByRole("button", { name: "This device", exact: true }).click();
    await page.getByText("Notifications, installing and boards need HTTPS").waitFor();
    // Chromium tells that it ignores this header over plain HTTP, which is expected.
    expect(errors.filter((error) => !error.includes("Cross-Origin-Opener-Policy"))).toEqual([]);
    await closeDevice(device);
  });
});
