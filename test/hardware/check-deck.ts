/** The Stream Deck: its pictures are decoded, and its keys press the room. */
import type { Browser, Page } from "playwright-core";
import { tomato } from "../harness/browser";
import {
  disconnectBoard,
  hostSheet,
  listedEvent,
  waitForConnected,
  waitForHostStatus,
} from "../harness/host-page";
import { decodePixels } from "../harness/pixels";
import type { Server } from "../harness/server";
import { waitFor } from "../harness/wait";
import { act, check, checkEqual, rememberBoard } from "./check";
import type { Cable } from "./devices";
import { keyOf } from "./hid-bus";
import type { StreamDeck } from "./stream-deck";

const [TOMATO, PAUSE, PLUS_5] = [0, 1, 2];
const ROWS = 72;

/** The parts of a picture, 0 to 1: its colours, and how much of it is white. */
interface Look {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly grey: number;
  readonly white: number;
}

async function lookAt(browser: Browser, jpeg: Buffer | undefined): Promise<Look> {
  const look = { red: 0, green: 0, blue: 0, grey: 0, white: 0 };
  if (jpeg === undefined) return look;
  const { width, height, data } = await decodePixels(browser, jpeg);
  checkEqual([width, height], [ROWS, ROWS]);
  for (let i = 0; i < data.length; i += 4) {
    const [r = 0, g = 0, b = 0] = data.subarray(i, i + 3);
    const [least, most] = [Math.min(r, g, b), Math.max(r, g, b)];
    if (least > 200) look.white++;
    else if (most - least < 40) look.grey += most > 50 ? 1 : 0;
    else if (r === most) look.red++;
    else if (g === most) look.green++;
    else look.blue++;
  }
  return Object.fromEntries(
    Object.entries(look).map(([name, count]) => [name, count / (width * height)]),
  ) as unknown as Look;
}

export async function checkDeck(all: {
  browser: Browser;
  host: Page;
  guest: Page;
  server: Server;
  link: URL;
  deck: StreamDeck;
  cable: Cable;
}): Promise<void> {
  const { browser, host, guest, server, link, deck, cable } = all;
  const waitForLook = async (key: number, what: string, fits: (look: Look) => boolean): Promise<void> => {
    let last: Look | undefined;
    await waitFor(
      `${what} on key ${key}`,
      async () => fits((last = await lookAt(browser, deck.pictures.get(key)))),
      8000,
    ).catch((error: Error) => {
      throw new Error(`${error.message}; the last was ${JSON.stringify(last)}`);
    });
  };
  const isDark = (look: Look): boolean => Object.values(look).every((part) => part < 0.01);
  const waitForDark = (key: number): Promise<void> => waitForLook(key, "nothing", isDark);
  const press = async (key: number): Promise<void> => {
    deck.setKey(key, true);
    deck.setKey(key, false);
  };

  await check("WebHID opens the remembered Stream Deck: a red tomato, Pause and +5.", async () => {
    await act(server, link, "reset", "press");
    await rememberBoard(host, keyOf("deck"));
    await waitForConnected(host);
    await hostSheet(host).getByText("Stream Deck MK.2 · 1.01.000").waitFor();
    await waitForLook(TOMATO, "a red tomato with a time", ({ red, white }) => red > 0.3 && white > 0.02);
    await waitForLook(PAUSE, "the sign of a pause", ({ white }) => white > 0.08);
    await waitForLook(PLUS_5, "+5", ({ white }) => white > 0.04);
    checkEqual(deck.brightness, 80);
  });
  await check(
    "The time on the tomato changes once a second, and the other keys are left alone.",
    async () => {
      const before = [TOMATO, PAUSE, PLUS_5].map((key) => deck.counts.get(key) ?? 0);
      const from = performance.now();
      await waitFor("four pictures", () => (deck.counts.get(TOMATO) ?? 0) >= (before[0] ?? 0) + 4, 8000);
      const seconds = (performance.now() - from) / 1000;
      if (seconds < 2.5) throw new Error(`four pictures in ${seconds} s`);
      checkEqual(
        [PAUSE, PLUS_5].map((key) => deck.counts.get(key)),
        before.slice(1),
      );
    },
  );
  await check("The key Pause pauses, and pressed again it resumes.", async () => {
    await press(PAUSE);
    await tomato(guest, "Work")
      .and(guest.getByRole("button", { name: /paused/i }))
      .waitFor();
    await waitForLook(TOMATO, "a dim tomato", ({ red, white }) => red > 0.3 && white < 0.02);
    const paused = deck.pictures.get(PAUSE);
    await press(PAUSE);
    await listedEvent(host, /^.*Resume/).waitFor();
    await waitFor(
      "the sign of a pause",
      () => deck.pictures.get(PAUSE)?.equals(paused ?? Buffer.of()) === false,
    );
    await waitForLook(TOMATO, "a bright tomato", ({ white }) => white > 0.02);
  });
  await check("The key +5 adds five minutes.", async () => {
    await press(PLUS_5);
    await listedEvent(host, /\+5 min · \d/).waitFor();
  });
  await check("The tomato that is held for two seconds skips, and its key blinks.", async () => {
    deck.setKey(TOMATO, true);
    await tomato(guest, "Break time").waitFor();
    deck.setKey(TOMATO, false);
    await waitForLook(TOMATO, "a bright red tomato", ({ red, white }) => red > 0.3 && white > 0.02);
    await waitForDark(PAUSE);
    await waitForLook(PLUS_5, "+5", ({ white }) => white > 0.04);
    await waitForLook(TOMATO, "its dim half", ({ white }) => white < 0.01);
    await waitForLook(TOMATO, "its bright half", ({ white }) => white > 0.02);
  });
  await check("A press of the tomato starts the break for everyone, and it is green.", async () => {
    await press(TOMATO);
    await tomato(guest, "Short Break").waitFor();
    await waitForLook(TOMATO, "a green tomato", ({ green, white }) => green > 0.3 && white > 0.02);
  });
  await check("A replugged Stream Deck is opened again and is green again.", async () => {
    await cable.unplug();
    await waitForHostStatus(host, "Not connected");
    deck.pictures.clear();
    await cable.plugIn();
    await waitForConnected(host);
    await waitForLook(TOMATO, "a green tomato", ({ green }) => green > 0.3);
  });
  await check(
    "A room that cannot be reached is shown on the Stream Deck, and its other keys are dark.",
    async () => {
      await host.context().setOffline(true);
      await waitForLook(TOMATO, "a grey tomato", ({ grey, green }) => grey > 0.3 && green < 0.05);
      await waitForDark(PAUSE);
      await waitForDark(PLUS_5);
      await host.context().setOffline(false);
      await waitForLook(TOMATO, "a green tomato", ({ green }) => green > 0.3);
    },
    60_000,
  );
  await check("The keys of a disconnected Stream Deck are left dark.", async () => {
    await disconnectBoard(host);
    for (const key of [TOMATO, PAUSE, PLUS_5]) await waitForDark(key);
    const before = [...deck.counts];
    await act(server, link, "reset", "press");
    await tomato(host, "Work").waitFor({ state: "attached" });
    checkEqual([...deck.counts], before);
  });
}
