/** Two push services, one of which does not answer, which must not delay the other one. */
import { expect, test } from "vitest";
import { newOpenRoom } from "../harness/client";
import { neverRespond, respondStatus } from "../harness/fakes/push-device";
import { PushService } from "../harness/fakes/push-service";
import { postAction } from "../harness/http";
import { readVapidKey, subscribe } from "../harness/push";
import { startServer } from "../harness/server";

test("a push service that does not answer does not delay the second attempt at another one", async () => {
  let publicKey = "";
  const services = await Promise.all([0, 1].map(() => PushService.start(() => publicKey)));
  const [silent, failing] = services;
  if (silent === undefined || failing === undefined) throw new Error("no push services");
  const server = await startServer({ env: { PUSH_ORIGINS: `${silent.origin} ${failing.origin}` } });
  try {
    publicKey = await readVapidKey(server);
    const room = newOpenRoom();
    await subscribe(server, room, silent.newDevice(neverRespond));
    const device = failing.newDevice();
    device.nextResponses.push(respondStatus(500));
    await subscribe(server, room, device);
    await postAction(server, room, { action: "setup", work_duration: 1 });
    await postAction(server, room, { action: "press" });
    const first = await failing.waitForPush(device);
    const second = await failing.waitForPush(device, 2);
    expect(second.at - first.at).toBeGreaterThanOrEqual(1990);
    expect(second.at - first.at).toBeLessThan(4000); // 2 s, where the watchdog alarm would make it 5 s
    expect(silent.received).toHaveLength(1);
  } finally {
    await server.dispose();
    await Promise.all(services.map((service) => service.stop()));
  }
});
