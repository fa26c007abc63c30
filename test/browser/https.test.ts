/** Reverse proxies with the project's configuration files, and a certificate authority made for the test. */
import { request } from "node:https";
import { afterAll, describe, expect, it } from "vitest";
import { PushService } from "../harness/fakes/push-service";
import { PHONE, tomato } from "../harness/browser";
import { newOpenRoom } from "../harness/client";
import { checkBoardStartsWork, setUpHost } from "../harness/host-setup";
import { sendRequest } from "../harness/http";
import { HOST, PROXY_PROGRAMS } from "../harness/https";
import type { HttpsProxy } from "../harness/https";
import { installabilityErrors, readManifest, waitForServiceWorker } from "../harness/installable";
import { readVapidKey } from "../harness/push";
import {
  deliverPush,
  readNotifications,
  clickNotification,
  getServiceWorker,
} from "../harness/notifications";
import { controlLink, roomIn } from "../harness/browser-setup";
import { readRoom, startWork } from "../harness/room-actions";
import { openPushPhone, turnOnNotifications } from "../harness/push-phone";

let publicKey = "";
const service = await PushService.start(() => publicKey);
afterAll(() => service.stop());

/** Posts a press through the proxy with these headers, and resolves with the status. */
const postPress = ({ port, ca }: HttpsProxy, headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((done, fail) => {
    const path = `/parties/main/${newOpenRoom()}`;
    const host = `${HOST}:${port}`;
    const options = { host: "127.0.0.1", port, path, ca, servername: HOST, agent: false };
    request({ ...options, method: "POST", headers: { host, ...headers } }, (answer) => {
      answer.resume().once("end", () => done(answer.statusCode));
    })
      .once("error", fail)
      .end('{"action":"press"}');
  });

describe.each(PROXY_PROGRAMS)("the app over HTTPS behind %s", (proxy) => {
  const here = setUpHost({
    proxy,
    hasServiceWorker: true,
    env: { PUSH_ORIGINS: service.origin, TRUST_PROXY: "127.0.0.1" },
  });

  it(`a phone and a laptop share a room over HTTPS behind ${proxy}, and the app can be installed`, async () => {
    const phone = await here.open(here.url, { ...PHONE, needs: "installability" });
    const link = await controlLink(phone);
    expect(link.origin).toBe(here.url);
    const laptop = await here.open(link.href);
    await tomato(phone, "Press Me!").click();
    await tomato(laptop, "Work").waitFor();

    await waitForServiceWorker(phone);
    expect(await readManifest(phone)).toMatchObject({ errors: [] });
    expect(await installabilityErrors(phone)).toEqual([]);
    expect(await phone.evaluate(() => isSecureContext)).toBe(true);
  });

  it(`the service worker serves the app over HTTPS behind ${proxy} when the network is gone`, async () => {
    const page = await here.open(here.url);
    await controlLink(page);
    await waitForServiceWorker(page);
    await page.context().setOffline(true);
    await page.reload();
    await tomato(page, "Press Me!").waitFor();
  });

  it(`a push over HTTPS behind ${proxy} links to this host, and its button presses the tomato`, async () => {
    const phone = service.newDevice();
    publicKey = await readVapidKey(here.server);
    const page = await openPushPhone(here, phone);
    const link = await controlLink(page);
    const worker = await getServiceWorker(page);
    await turnOnNotifications(page);
    await page.goto(`${here.url}/r/somewhere-else`);
    await startWork(here.server, link, 1);
    const { message } = await service.waitForPush(phone, 1, 20_000);
    expect(message.notification.navigate).toBe(`${here.url}/r/${roomIn(link)}`);
    await deliverPush(page, message);
    expect(await readNotifications(worker)).toMatchObject([{ title: "Break time" }]);
    await clickNotification(worker, "press");
    expect(await readRoom(here.server, link)).toMatchObject({
      state: 3,
      by: { via: "push" },
    });
    expect(service.errors).toEqual([]);
  });

  it(`a serial board starts the work over HTTPS behind ${proxy}`, () => checkBoardStartsWork(here));

  it(`${proxy} keeps the security headers of the app`, async () => {
    const answer = await (await here.browser.newPage()).goto(here.url);
    const headers = answer?.headers() ?? {};
    expect(headers["content-security-policy"]).not.toContain("unsafe");
    expect(headers["permissions-policy"]).toContain("serial=(self)");
  });

  it(`${proxy} drops the X-Forwarded headers of a client, so a forged host does not admit a foreign page`, async () => {
    const forged = { "x-forwarded-host": "evil.example", "x-forwarded-proto": "http" };
    expect(await postPress(here.https, { origin: "https://evil.example", ...forged })).toBe(403);
    expect(await postPress(here.https, { origin: here.url, ...forged })).toBe(200);
  });

  if (proxy === "nginx") {
    it("nginx redirects from http to https", async () => {
      const { status, headers } = await sendRequest({ port: here.https.plainPort }, "/r/kitchen", {
        headers: { host: HOST },
      });
      expect([status, headers.location]).toEqual([301, `https://${HOST}/r/kitchen`]);
    });
  }
});
