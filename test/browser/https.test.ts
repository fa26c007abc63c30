import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { device, launch, PHONE, tomato } from "../tools/browser";
import type { Device } from "../tools/browser";
import { httpsInFrontOf } from "../tools/https";
import type { Https } from "../tools/https";
import { installabilityErrors, manifestOf, workerReady } from "../tools/installable";
import { startServer } from "../tools/server";
import type { Server } from "../tools/server";
import { controlLink } from "../tools/stage";

let server: Server;
let https: Https;
let browser: Browser;

beforeAll(async () => {
  server = await startServer();
  https = await httpsInFrontOf(server);
  browser = await launch({ args: [...https.chromiumArgs] });
});
afterAll(async () => {
  await browser.close();
  await https.close();
  await server.dispose();
});

describe("behind Caddy with the project's Caddyfile, over HTTPS", () => {
  it("a phone and a laptop share a room, and the app can be installed", async () => {
    const devices: Device[] = [await device(browser, PHONE), await device(browser)];
    const [phone, laptop] = devices.map(({ page }) => page);
    if (phone === undefined || laptop === undefined) throw new Error("two devices were asked for");
    await phone.goto(https.url);
    const link = await controlLink(phone);
    expect(link.protocol).toBe("https:");
    await laptop.goto(link.href);
    await tomato(phone, "Press Me!").click();
    await tomato(laptop, "Work").waitFor();

    await workerReady(phone);
    expect(await manifestOf(phone)).toMatchObject({ errors: [] });
    expect(await installabilityErrors(phone)).toEqual([]);
    expect(await phone.evaluate(() => isSecureContext)).toBe(true);
    await Promise.all(devices.map(({ context }) => context.close()));
    expect(devices.flatMap(({ complaints }) => complaints)).toEqual([]);
  });

  it("keeps the headers of the app", async () => {
    const one = await device(browser);
    const answer = await one.page.goto(https.url);
    const headers = answer?.headers() ?? {};
    expect(headers["content-security-policy"]).not.toContain("unsafe");
    expect(headers["permissions-policy"]).toContain("serial=(self)");
    await one.context.close();
  });
});
