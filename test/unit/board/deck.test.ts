/** Stream Decks with the real library on a strict fake of WebHID: what they receive, and what their keys do. */
import { DEVICE_MODELS } from "@elgato-stream-deck/core";
import { openDevice } from "@elgato-stream-deck/webhid";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { BoardEvent } from "../../../src/board/board";
import { makeDeckUnit } from "../../../src/board/deck/deckUnit";
import type { Face } from "../../../src/board/deck/faces";
import { makeHidLink } from "../../../src/board/hidLink";
import { entryOf, HID_FILTERS } from "../../../src/board/hidModels";
import type { HidUnit } from "../../../src/board/hidUnit";
import type { StateFrame } from "../../../src/board/wire";
import { FakeClock, flushPromises } from "../../harness/fakes/fake-clock";
import { FAKE_DECK, FAKE_MINI, FakeHid, FakeHidDevice } from "../../harness/fakes/fake-hid";

const [TOMATO, PAUSE, PLUS_5] = [0, 1, 2];
const PICTURE_BYTES = 1023;
const HEAD = 7;
const ascii = (text: string) => [...text].map((one) => one.charCodeAt(0));

const opened: HidUnit[] = [];
// The library has timers of its own: a pause after each feature report, and of one model a ping.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
});
afterEach(async () => {
  for (const unit of opened.splice(0)) await unit.close();
  vi.useRealTimers();
});

/** Every face gets a number, which is the colour of all its pixels and the contents of its JPEG. */
class Faces {
  readonly #faces: Face[] = [];
  paint = (face: Face, { width, height }: { width: number; height: number }): Uint8ClampedArray =>
    new Uint8ClampedArray(width * height * 4).fill(this.#faces.push(face));
  encode = async (pixels: Uint8Array): Promise<Uint8Array> => Uint8Array.of(0xff, 0xd8, pixels[0] ?? 0);
  of(number: number): Face | undefined {
    return this.#faces[number - 1];
  }
}

async function openDeck(description = FAKE_DECK) {
  const [clock, hid, faces] = [new FakeClock(), new FakeHid(), new Faces()];
  const device = hid.grant(new FakeHidDevice(description));
  device.features.set(5, [12, 1, 2, 3, 4, ...ascii("1.01.000")]);
  const opening = openDevice(device as unknown as HIDDevice, { encodeJPEG: faces.encode });
  await vi.advanceTimersByTimeAsync(200); // one model waits so long
  const unit = await makeDeckUnit(await opening, faces.paint);
  opened.push(unit);
  const link = makeHidLink(hid, device, unit, clock);
  const events: BoardEvent[] = [];
  link.start((event) => events.push(event));
  const types = () => events.map(({ type }) => type).filter((type) => type !== "light");
  /** The pictures since the last call: the key, and its face. */
  const pictures = (): [number, Face | undefined][] =>
    device.reports
      .splice(0)
      .filter(({ length }) => length === PICTURE_BYTES)
      .map((report) => [report[1] ?? -1, faces.of(report[HEAD + 2] ?? 0)]);
  const kinds = () => pictures().map(([key, face]) => [key, face?.kind]);
  /** Runs the library until it has sent everything. */
  const settle = async (): Promise<void> => {
    for (let before = -1; before !== device.attempts;) {
      before = device.attempts;
      await vi.advanceTimersByTimeAsync(5);
      await flushPromises();
    }
  };
  /** Time in steps of a second, with the deck's own time in between. */
  const advance = async (seconds: number): Promise<void> => {
    for (let i = 0; i < seconds; i++) {
      await clock.advance(1000);
      await settle();
    }
  };
  const show = async (s: number | null, left = 0, held: 0 | 1 = 0): Promise<void> => {
    const startedAt = clock.now();
    link.show(
      s === null
        ? null
        : (): StateFrame => ({
            s,
            left: left && (held ? left : left - Math.floor((clock.now() - startedAt) / 1000)),
            total: 1500,
            held,
          }),
    );
    await settle();
  };
  const setKeys = (...down: number[]): void => {
    const keys = Array.from({ length: 508 }, (_, i) => (down.includes(i) ? 1 : 0));
    device.sendInput([0, 15, 0, ...keys], 1);
  };
  await settle();
  return { clock, hid, device, unit, link, events, types, pictures, kinds, settle, advance, show, setKeys };
}

describe("the models", () => {
  const models = DEVICE_MODELS.filter(({ type }) => type !== "network-dock");

  it("the picker offers every model that the library knows and that has a USB cable, and no other", () => {
    const known = models.flatMap(({ vendorId, productIds }) =>
      productIds.map((productId) => ({ vendorId, productId })),
    );
    const offered = HID_FILTERS.filter(({ vendorId }) => vendorId === 0x0fd9 || vendorId === 0x1b1c);
    const sorted = (filters: object[]) => filters.map((one) => JSON.stringify(one)).toSorted();
    expect(sorted(offered)).toEqual(sorted(known));
  });
  it.each(models.map((model) => [model.productName, model.id, model] as const))(
    "the %s (%s) has a button, and the keys Pause and +5",
    async (_name, id, { vendorId, productIds }) => {
      const { unit } = await openDeck({ ...FAKE_DECK, vendorId, productId: productIds[0] ?? 0 });
      expect(unit.identity.caps).toEqual(id === "pedal" ? ["button"] : ["button", "led"]);
    },
  );
  it("a keyboard with a deck is a deck only where it takes pictures", () => {
    const keyboard = { vendorId: 0x1b1c, productId: 0x2b18, productName: "K100" };
    const collections = [{ usagePage: 1, usage: 6, outputReports: [{ reportId: 0 }] }];
    expect(entryOf({ ...keyboard, collections })).toBeNull();
    expect(entryOf({ ...keyboard, collections: [{ outputReports: [{ reportId: 2 }] }] })).not.toBeNull();
  });
});

describe("what a deck shows", () => {
  it("a deck is identified by its name and its firmware when it has taken its first pictures", async () => {
    const { events, types, show } = await openDeck();
    expect(types()).toEqual([]);
    await show(1, 1500);
    expect(events).toEqual([
      {
        type: "identified",
        board: { name: "Stream Deck MK.2", fw: "1.01.000", caps: ["button", "led"] },
      },
      { type: "light", light: { state: 1, held: false, offline: false } },
    ]);
  });
  it("the first pictures are the tomato with its time, Pause and +5", async () => {
    const { pictures, show } = await openDeck();
    await show(1, 1500);
    expect(pictures()).toMatchObject([
      [TOMATO, { kind: "tomato", text: "25:00" }],
      [PAUSE, { kind: "pause" }],
      [PLUS_5, { kind: "extend" }],
    ]);
  });
  it("during a period only the tomato is sent, once a second, and every 30 s everything", async () => {
    const { pictures, show, advance } = await openDeck();
    await show(1, 1500);
    pictures();
    await advance(3);
    expect(pictures().map(([key, face]) => [key, face?.kind === "tomato" && face.text])).toEqual([
      [TOMATO, "24:59"],
      [TOMATO, "24:58"],
      [TOMATO, "24:57"],
    ]);
    await advance(28);
    const keys = pictures().map(([key]) => key);
    expect([keys.length, keys.filter((key) => key === PAUSE).length]).toEqual([30, 1]);
  });
  it("a paused period sends nothing for 29 s", async () => {
    const { device, pictures, show, advance } = await openDeck();
    await show(1, 1500, 1);
    expect(pictures()).toMatchObject([
      [TOMATO, { isDim: true, symbol: "pause" }],
      [PAUSE, { kind: "resume" }],
      [2, {}],
    ]);
    await advance(29);
    expect(device.reports).toEqual([]);
  });
  it("a room that cannot be reached crosses out the tomato, makes the other keys dark, and then sends nothing", async () => {
    const { device, pictures, show, advance } = await openDeck();
    await show(1, 1500);
    pictures();
    await show(null);
    expect(pictures()).toMatchObject([
      [TOMATO, { symbol: "offline" }],
      [PAUSE, { kind: "dark" }],
      [PLUS_5, { kind: "dark" }],
    ]);
    await advance(29);
    expect(device.reports).toEqual([]);
  });
  it("a closed deck is left with three dark keys, and gets nothing more", async () => {
    const { device, link, kinds, show, advance } = await openDeck();
    await show(1, 1500);
    kinds();
    await link.close();
    expect(kinds()).toEqual([
      [TOMATO, "dark"],
      [PAUSE, "dark"],
      [PLUS_5, "dark"],
    ]);
    expect(device.isOpen).toBe(false);
    const { attempts } = device;
    await advance(60);
    expect(device.attempts).toBe(attempts);
  });
  it("a Mini gets bitmaps of 80 by 80 pixels", async () => {
    const { device, show } = await openDeck(FAKE_MINI);
    device.reports.length = 0;
    await show(1, 1500);
    const [first = []] = device.reports;
    const bitmap = new DataView(Uint8Array.from(first.slice(15)).buffer);
    expect([first[4], String.fromCharCode(...first.slice(15, 17))]).toEqual([TOMATO + 1, "BM"]);
    expect([bitmap.getInt32(18, true), bitmap.getInt32(22, true)]).toEqual([80, 80]);
  });
});

describe("a deck that takes no pictures", () => {
  it("a picture that is lost is sent again after a second, with everything else", async () => {
    const { device, kinds, show, advance, types } = await openDeck();
    await show(1, 1500);
    kinds();
    device.refusals = 1;
    await advance(1);
    expect(kinds()).toEqual([]);
    await advance(1);
    expect(kinds().map(([key]) => key)).toEqual([TOMATO, PAUSE, PLUS_5]);
    expect(types()).toEqual(["identified", "log"]);
  });
  it("a deck that refuses four times in a row is silent, and works again 30 s later", async () => {
    const { device, events, kinds, show, advance } = await openDeck();
    await show(5);
    device.refusals = 4;
    await show(1, 1500);
    await advance(4);
    expect(events.filter(({ type }) => type === "failed")).toMatchObject([{ error: { code: "silent" } }]);
    kinds();
    await advance(31);
    expect(
      kinds()
        .slice(0, 3)
        .map(([key]) => key),
    ).toEqual([TOMATO, PAUSE, PLUS_5]);
    expect(events.filter(({ type }) => type === "identified").length).toBe(2);
  });
  it("a deck that refuses from the beginning is not a board, and gets no more pictures", async () => {
    const { device, events, show, advance } = await openDeck();
    device.refusals = Infinity;
    await show(1, 1500);
    await advance(10);
    expect(events.filter(({ type }) => type !== "log")).toMatchObject([
      { type: "failed", error: { code: "not-a-board" } },
    ]);
    const { attempts } = device;
    await advance(60);
    expect(device.attempts).toBe(attempts);
  });
});

describe("the keys of a deck", () => {
  it("the tomato goes down and up, and the other keys act when they go down", async () => {
    const { types, show, setKeys } = await openDeck();
    await show(1, 1500);
    setKeys(TOMATO);
    setKeys();
    setKeys(PLUS_5);
    setKeys(PLUS_5, PAUSE);
    setKeys();
    expect(types()).toEqual(["identified", "down", "up", "key", "key"]);
  });
  it("the events name the key, and keys without a face do nothing", async () => {
    const { events, show, setKeys } = await openDeck();
    await show(1, 1500);
    setKeys(7, 14);
    setKeys(PAUSE);
    setKeys(PLUS_5);
    expect(events.filter(({ type }) => type === "key")).toEqual([
      { type: "key", key: "pause" },
      { type: "key", key: "extend" },
    ]);
  });
  it("a key that was pressed while the page did not run does not count", async () => {
    const { clock, events, show, setKeys } = await openDeck();
    await show(1, 1500);
    events.length = 0;
    clock.stall(15_000);
    setKeys(TOMATO, PAUSE);
    setKeys();
    expect(events.map(({ type }) => type)).toEqual(["stalled", "log", "log", "up"]);
    await clock.advance(1500);
    setKeys(TOMATO);
    expect(events.at(-1)).toEqual({ type: "down" });
  });
  it("an unplugged deck is lost, and reports nothing more", async () => {
    const { device, hid, types, show, advance } = await openDeck();
    await show(1, 1500);
    hid.unplug(device);
    await advance(5);
    expect(types()).toEqual(["identified", "lost"]);
  });
  it("a pedal presses with its middle, and gets no pictures", async () => {
    const { device, events, show, settle } = await openDeck({ ...FAKE_DECK, productId: 0x0086 });
    await show(1, 1500);
    device.sendInput([0, 3, 0, 0, 1, 0], 1);
    device.sendInput([0, 3, 0, 1, 0, 0], 1);
    await settle();
    expect(events.map(({ type }) => type)).toEqual(["identified", "down", "key", "up"]);
    expect(device.attempts).toBe(0);
  });
});
