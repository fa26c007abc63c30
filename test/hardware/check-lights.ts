/** The HID buttons and lights: each is connected, shows the room's states, presses, is replugged and is left dark. */
import type { Page } from "playwright-core";
import { tomato } from "../harness/browser";
import { disconnectBoard, hostSheet, waitForConnected, waitForHostStatus } from "../harness/host-page";
import type { Server } from "../harness/server";
import { waitFor } from "../harness/wait";
import { act, check, checkEqual, rememberBoard } from "./check";
import type { Cable } from "./devices";
import { keyOf } from "./hid-bus";
import type { HidName } from "./hid-bus";
import type { HidLight } from "./hid-lights";

interface Case {
  readonly name: HidName;
  readonly what: string;
  readonly device: HidLight;
  readonly cable: Cable;
  /** Its full brightness, and that of a paused period. */
  readonly full: number;
  readonly dim: number;
}

const DARK = "0,0,0";

/** `room`: where somebody else acts; `guest` shows the room without a board. */
export async function checkLight(
  one: Case,
  { host, guest, server, link }: { host: Page; guest: Page; server: Server; link: URL },
): Promise<void> {
  const { what, device, cable, full, dim } = one;
  const waitForLight = (light: string): Promise<unknown> =>
    waitFor(`a report of ${light}`, () => device.light === light, 8000).catch((error: Error) => {
      throw new Error(`${error.message}; the last was ${device.light}`);
    });
  const hasButton = device.press !== undefined;
  const [red, green] = [`${full},0,0`, `0,${full},0`];

  await check(`WebHID opens the remembered ${what}, and it is red during the work.`, async () => {
    await act(server, link, "reset", "press");
    await rememberBoard(host, keyOf(one.name));
    await waitForConnected(host);
    await waitForLight(red);
    const promise = hostSheet(host).getByText("It has no button");
    checkEqual(await promise.count(), hasButton ? 0 : 1);
  });
  await check(`The ${what} is dim while the work is paused, and blinks at its end.`, async () => {
    await act(server, link, "hold");
    await waitForLight(`${dim},0,0`);
    await act(server, link, "resume", "skip");
    await waitForLight(red);
    await waitForLight(DARK);
    await waitForLight(red);
  });
  await check(
    hasButton
      ? `A press of the ${what} starts the break for everyone, and it is green.`
      : `The ${what} is green during the break.`,
    async () => {
      device.press?.();
      device.release?.();
      if (!hasButton) await act(server, link, "press");
      await tomato(guest, "Short Break").waitFor();
      await waitForLight(green);
    },
  );
  await check(`A replugged ${what} is opened again and is green again.`, async () => {
    await cable.unplug();
    await waitForHostStatus(host, "Not connected");
    const { count } = device;
    await cable.plugIn();
    await waitForConnected(host);
    await waitFor("a report after the replug", () => device.count > count);
    await waitForLight(green);
  });
  if (hasButton)
    await check(`The ${what} that is held for two seconds skips.`, async () => {
      device.press?.();
      await tomato(guest, "Back to work").waitFor();
      device.release?.();
    });
  await check(`A disconnected ${what} is left dark.`, async () => {
    await act(server, link, "reset", "press");
    await waitForLight(red); // steady, so that only the end of the connection makes it dark
    await disconnectBoard(host);
    await waitForLight(DARK);
    const { count } = device;
    await act(server, link, "skip");
    await tomato(host, "Break time").waitFor({ state: "attached" });
    checkEqual(device.count, count);
  });
}
