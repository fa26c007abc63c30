/** Each ready-made HID device: what it is recognised by, the bytes of its light, and what its reports mean. */
import { describe, expect, it } from "vitest";
import { OFFLINE_LIGHT } from "../../../src/board/board";
import type { LightState } from "../../../src/board/board";
import type { BoardEvent } from "../../../src/board/board";
import { makeHidFinder } from "../../../src/board/hid";
import type { HidModel } from "../../../src/board/hidModel";
import { entryOf, HID_FILTERS } from "../../../src/board/hidModels";
import { FakeClock, flushPromises } from "../../harness/fakes/fake-clock";
import { FAKE_DIY, FakeHid, FakeHidDevice } from "../../harness/fakes/fake-hid";

const light = (state: number, held = false): LightState => ({ state, held, offline: false });
/** A moment in the middle of the dark half of an alarm, in ms. */
const DARK = 750;

const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);
/** A Kuando's report with its first step and its sum. */
const kuando = (red: number, green: number, blue: number, sum: number): number[] =>
  [[0x10, 0, red, green, blue, 0xff], zeros(53), [0xff, 0xff, 0xff], [sum >> 8, sum & 0xff]].flat();

interface Device {
  readonly ids: readonly (readonly [vendorId: number, productId: number])[];
  readonly productName?: string;
  readonly caps: readonly string[];
  readonly light: { readonly reportId: number; readonly isFeature?: boolean };
  readonly keepAliveMs?: number;
  /** The reports in WORK, of a paused SHORT_BREAK, at full blue, and of a dark light. */
  readonly reports: readonly (readonly number[])[];
  /** Input reports, and whether the button is down; null: the report does not say so. */
  readonly inputs?: readonly (readonly [report: readonly number[], isDown: boolean | null])[];
}

/** What all lights of Luxafor have in common. */
const LUXAFOR = {
  ids: [[0x04d8, 0xf372]],
  light: { reportId: 0 },
  reports: [
    [1, 255, 255, 0, 0, 0, 0, 0],
    [1, 255, 0, 26, 0, 0, 0, 0],
    [1, 255, 0, 0, 255, 0, 0, 0],
    [1, 255, 0, 0, 0, 0, 0, 0],
  ],
} as const;
const DEVICES: Readonly<Record<string, Device>> = {
  "blink(1)": {
    ids: [[0x27b8, 0x01ed]],
    caps: ["led"],
    light: { reportId: 1, isFeature: true },
    reports: [
      [0x63, 255, 0, 0, 0, 0, 0, 0],
      [0x63, 0, 26, 0, 0, 0, 0, 0],
      [0x63, 0, 0, 255, 0, 0, 0, 0],
      [0x63, 0, 0, 0, 0, 0, 0, 0],
    ],
    inputs: [[[1, 1, 1, 1], null]],
  },
  "Luxafor Flag": {
    ...LUXAFOR,
    productName: "LUXAFOR FLAG",
    caps: ["led"],
    inputs: [[[131, 1, 0, 0, 0, 0, 0, 0], null]],
  },
  "Luxafor Mute": {
    ...LUXAFOR,
    productName: "LUXAFOR MUTE",
    caps: ["button", "led"],
    inputs: [
      [[131, 1, 0, 0, 0, 0, 0, 0], true],
      [[131, 0, 0, 0, 0, 0, 0, 0], false],
      [[66, 1, 0, 0, 0, 0, 0, 0], null],
      [[131], null],
      [[], null],
    ],
  },
  "Kuando Busylight": {
    ids: [
      [0x27bb, 0x3bca],
      [0x27bb, 0x3bcb],
      [0x27bb, 0x3bcc],
      [0x27bb, 0x3bcd],
      [0x27bb, 0x3bce],
      [0x27bb, 0x3bcf],
      [0x04d8, 0xf848],
    ],
    caps: ["led"],
    light: { reportId: 0 },
    keepAliveMs: 5000,
    reports: [
      kuando(100, 0, 0, 0x10 + 100 + 4 * 255),
      kuando(0, 10, 0, 0x10 + 10 + 4 * 255),
      kuando(0, 0, 100, 0x10 + 100 + 4 * 255),
      kuando(0, 0, 0, 0x10 + 4 * 255),
    ],
    inputs: [[[1, ...zeros(63)], null]],
  },
  "Blynclight, Plus and Mini": {
    ids: [
      [0x2c0d, 0x0001],
      [0x2c0d, 0x000c],
      [0x0e53, 0x2516],
      [0x2c0d, 0x0002],
      [0x2c0d, 0x0010],
      [0x2c0d, 0x0003],
      [0x2c0d, 0x000a],
      [0x0e53, 0x2517],
      [0x0e53, 0x2519],
    ],
    caps: ["led"],
    light: { reportId: 0 },
    reports: [
      [255, 0, 0, 0x08, 0, 0, 0xff, 0x22],
      [0, 0, 26, 0x08, 0, 0, 0xff, 0x22],
      [0, 255, 0, 0x08, 0, 0, 0xff, 0x22],
      [0, 0, 0, 0x09, 0, 0, 0xff, 0x22],
    ],
  },
  BlinkStick: {
    ids: [[0x20a0, 0x41e5]],
    caps: ["led"],
    light: { reportId: 1, isFeature: true },
    reports: [
      [255, 0, 0],
      [0, 26, 0],
      [0, 0, 255],
      [0, 0, 0],
    ],
  },
  "MuteMe and MuteMe Mini": {
    ids: [
      [0x20a0, 0x42da],
      [0x20a0, 0x42db],
      [0x16c0, 0x27db],
      [0x3603, 0x0001],
      [0x3603, 0x0002],
      [0x3603, 0x0003],
      [0x3603, 0x0004],
    ],
    caps: ["button", "led"],
    light: { reportId: 0 },
    reports: [[0x01], [0x12], [0x04], [0x00]],
    inputs: [[[0, 0, 0, 4, 0, 0, 0, 0], true]],
  },
};

function modelFor({ ids, productName = "" }: Device): HidModel {
  const entries = new Set(
    ids.map(([vendorId, productId]) => entryOf({ vendorId, productId, productName, collections: [] })),
  );
  const [entry, another] = entries;
  const model = entry && "model" in entry ? entry.model : null;
  if (!model || another !== undefined) throw new Error("these ids are not those of one model");
  return model;
}

describe.each(Object.entries(DEVICES))("%s", (_name, device) => {
  it("all ids of the device are recognised, and the picker offers them", () => {
    expect(modelFor(device)).not.toBeNull();
    for (const [vendorId, productId] of device.ids)
      expect(HID_FILTERS).toContainEqual({ vendorId, productId });
  });
  it("the light of the device is set with its own reports", () => {
    const model = modelFor(device);
    const shown = [light(1), light(3, true), light(5), null].map((one) => [...model.report(one, 100)]);
    expect(shown).toEqual(device.reports);
    expect(model.light).toEqual(device.light);
    expect(model.keepAliveMs).toBe(device.keepAliveMs);
  });
  it("an alarm and offline are dark between two flashes", () => {
    const model = modelFor(device);
    const dark = device.reports.at(-1);
    expect([...model.report(light(2), DARK)]).toEqual(dark);
    expect([...model.report(OFFLINE_LIGHT, DARK)]).toEqual(dark);
    expect(model.msUntilChange(light(2), DARK)).toBe(250);
  });
  it("the device says whether it has a button, and only the reports of its button press", () => {
    const model = modelFor(device);
    expect(model.caps).toEqual(device.caps);
    for (const [report, isDown] of device.inputs ?? [])
      expect(model.isPressed(new DataView(Uint8Array.from(report).buffer), 0)).toBe(isDown);
  });
});

/** A device that shows WORK; what it has received so far is forgotten. */
async function openAtWork(vendorId: number, productId: number, productName: string, bytes: number) {
  const [clock, hid] = [new FakeClock(), new FakeHid()];
  const reports = [{ id: 0, bytes }];
  const device = hid.grant(
    new FakeHidDevice({ ...FAKE_DIY, vendorId, productId, productName, input: reports, output: reports }),
  );
  const [found] = await makeHidFinder(hid, clock).getGranted();
  const link = await found!.open();
  const events: BoardEvent[] = [];
  link.start((event) => events.push(event));
  link.show(() => ({ s: 1, left: 0, total: 0, held: 0 }));
  await flushPromises();
  device.reports.length = events.length = 0;
  return { clock, device, events };
}

describe("a Kuando Busylight at work", () => {
  const open = () => openAtWork(0x27bb, 0x3bcd, "BUSYLIGHT", 64);
  const red = kuando(100, 0, 0, 0x10 + 100 + 4 * 255);

  it("it gets its report again every 5 s, so that it does not turn itself off after 7 s", async () => {
    const { clock, device } = await open();
    await clock.advance(4999);
    expect(device.reports).toEqual([]);
    await clock.advance(60_001);
    expect(device.reports).toEqual(Array.from({ length: 13 }, () => red));
  });
  it("a report that is lost is sent again before it turns itself off", async () => {
    const { clock, device } = await open();
    await clock.advance(4999);
    device.refusals = 1;
    await clock.advance(1001);
    expect([device.attempts, device.reports]).toEqual([3, [red]]);
  });
});

describe("a Luxafor Mute at work", () => {
  const open = () => openAtWork(0x04d8, 0xf372, "LUXAFOR MUTE", 8);
  const button = (isDown: 0 | 1) => [131, isDown, 0, 0, 0, 0, 0, 0];

  it("its button goes down and up, and repeated reports do not press again", async () => {
    const { device, events } = await open();
    for (const isDown of [1, 1, 0, 0, 1] as const) device.sendInput(button(isDown));
    expect(events.map(({ type }) => type)).toEqual(["down", "up", "down"]);
  });
  it("a press from before a stall of the page does not count", async () => {
    const { clock, device, events } = await open();
    clock.stall(15_000);
    device.sendInput(button(1));
    device.sendInput(button(0));
    expect(events.map(({ type }) => type)).toEqual(["stalled", "log", "up"]);
  });
});
