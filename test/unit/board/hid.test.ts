import { describe, expect, it } from "vitest";
import type { BoardError, BoardEvent, BoardLink } from "../../../src/board/board";
import { hidOf, makeHidFinder } from "../../../src/board/hid";
import { HID_FILTERS, modelOf } from "../../../src/board/hidModels";
import { FakeClock, flushPromises } from "../../harness/fakes/fake-clock";
import { FAKE_DIY, FAKE_MUTEME, FakeHid, FakeHidDevice } from "../../harness/fakes/fake-hid";

const frame =
  (s: number, held: 0 | 1 = 0) =>
  () => ({ s, left: 0, total: 0, held });

async function openButton(make = FAKE_DIY) {
  const clock = new FakeClock();
  const hid = new FakeHid();
  const device = hid.grant(new FakeHidDevice(make));
  const finder = makeHidFinder(hid, clock);
  const [found] = await finder.getGranted();
  const link: BoardLink = await found!.open();
  const events: BoardEvent[] = [];
  link.start((event) => events.push(event));
  const types = () => events.map(({ type }) => type).filter((type) => type !== "light");
  return { clock, hid, device, finder, link, events, types };
}

const errorCode = (promise: Promise<unknown>) =>
  promise.then(
    () => "none",
    (error: BoardError) => error.code,
  );

describe("the picker", () => {
  it("the picker offers the do-it-yourself button and every MuteMe", async () => {
    const hid = new FakeHid();
    hid.choice = [new FakeHidDevice()];
    const found = await makeHidFinder(hid, new FakeClock()).request();
    expect(found).toMatchObject({ key: "hid:239a:80f4", name: "Pomodoro button" });
    expect(hid.requests).toEqual([{ filters: HID_FILTERS }]);
    expect(HID_FILTERS).toEqual([
      { usagePage: 0xff00, usage: 1 },
      { vendorId: 0x20a0, productId: 0x42da },
      { vendorId: 0x20a0, productId: 0x42db },
      { vendorId: 0x3603, productId: 1 },
      { vendorId: 0x3603, productId: 2 },
      { vendorId: 0x3603, productId: 3 },
      { vendorId: 0x3603, productId: 4 },
      { vendorId: 0x16c0, productId: 0x27db },
    ]);
  });
  it("a dismissed picker gives null and no error", async () => {
    expect(await makeHidFinder(new FakeHid(), new FakeClock()).request()).toBeNull();
  });
  it("a picker without a user gesture gives the error blocked", async () => {
    const hid = new FakeHid();
    hid.hasUserGesture = false;
    expect(await errorCode(makeHidFinder(hid, new FakeClock()).request())).toBe("blocked");
  });
  it("the supported interface of a device with several interfaces is used", async () => {
    const hid = new FakeHid();
    const keyboard = { ...FAKE_DIY, productName: "Keys", collections: [{ usagePage: 1, usage: 6 }] };
    hid.choice = [new FakeHidDevice(keyboard), new FakeHidDevice()];
    expect(await makeHidFinder(hid, new FakeClock()).request()).toMatchObject({ name: "Pomodoro button" });
    hid.choice = [new FakeHidDevice(keyboard)];
    expect(await errorCode(makeHidFinder(hid, new FakeClock()).request())).toBe("not-a-board");
  });
});

describe("a HID button", () => {
  it("a HID button is identified at once", async () => {
    const { events } = await openButton();
    expect(events).toEqual([
      { type: "identified", board: { name: "Pomodoro button", fw: "", caps: ["button", "led"] } },
    ]);
  });
  it("opening a HID button that is in use gives the error no-open", async () => {
    const hid = new FakeHid();
    hid.grant(new FakeHidDevice()).isBusy = true;
    const [found] = await makeHidFinder(hid, new FakeClock()).getGranted();
    expect(await errorCode(found!.open())).toBe("no-open");
  });
  it("an unplugged HID button is reported as lost once, and its timers end", async () => {
    const { clock, hid, device, link, types } = await openButton();
    link.show(frame(2));
    hid.unplug(device);
    await clock.advance(5000);
    expect(types()).toEqual(["identified", "lost"]);
    expect(clock.pendingCount).toBe(0);
    await link.close();
  });
  it("a HID button is not lost when another one is unplugged", async () => {
    const { hid, types } = await openButton();
    hid.unplug(hid.grant(new FakeHidDevice()));
    expect(types()).toEqual(["identified"]);
  });
  it("a HID button that is plugged in again is reported", async () => {
    const { hid, device, finder } = await openButton();
    const keys: (string | null)[] = [];
    const stop = finder.onConnect(({ key }) => keys.push(key));
    hid.unplug(device);
    hid.plugIn(new FakeHidDevice());
    hid.plugIn(new FakeHidDevice({ ...FAKE_DIY, collections: [] })); // not a supported device
    stop();
    hid.plugIn(new FakeHidDevice());
    expect(keys).toEqual(["hid:239a:80f4"]);
  });
  it("a HID button is made dark when it is closed, because it keeps its last colour", async () => {
    const { device, link } = await openButton();
    link.show(frame(1));
    await link.close();
    await link.close();
    expect(device.reports.at(-1)).toEqual([0, 0, 0, 0]);
    expect(device.isOpen).toBe(false);
  });
  it("a failed report is logged, and the next change is sent", async () => {
    const { clock, device, link, events } = await openButton();
    const { sendReport } = device;
    device.sendReport = () =>
      Promise.reject(new DOMException("Failed to write the report.", "NotAllowedError"));
    link.show(frame(1));
    await clock.advance(0);
    expect(events.at(-1)).toMatchObject({ type: "log", log: "err" });
    device.sendReport = sendReport;
    link.show(frame(3));
    await clock.advance(0);
    expect(device.reports).toEqual([[0, 255, 0, 0]]);
  });
  it("a slow HID button gets only the newest report", async () => {
    const { clock, device, link } = await openButton();
    device.pendingReports = [];
    for (const s of [1, 3, 5]) link.show(frame(s));
    for (let i = 0; i < 3; i++) {
      device.pendingReports.shift()?.();
      await flushPromises();
    }
    expect(device.reports).toEqual([
      [255, 0, 0, 0],
      [0, 0, 255, 0],
    ]);
    expect(clock.pendingCount).toBe(0);
  });
});

describe("the do-it-yourself button", () => {
  it("the do-it-yourself button is down while bit 0 is set, whatever the other bits are", async () => {
    const { device, types } = await openButton();
    for (const byte of [0, 1, 1, 0xff, 0xfe, 0, 3]) device.sendInput([byte]);
    expect(types()).toEqual(["identified", "down", "up", "down"]);
  });
  it("an empty report and a report with another id are ignored", async () => {
    const { device, types } = await openButton();
    device.sendInput([]);
    device.sendInput([1], 7);
    expect(types()).toEqual(["identified"]);
  });
  it("the host plays the rhythms of the do-it-yourself button", async () => {
    const { clock, device, link } = await openButton();
    link.show(frame(2));
    await clock.advance(1400);
    expect(device.reports).toEqual([
      [255, 0, 0, 0],
      [0, 0, 0, 0],
      [255, 0, 0, 0],
    ]);
  });
  it("the do-it-yourself button shows offline at once when the room is out of reach", async () => {
    const { clock, device, link, events } = await openButton();
    link.show(frame(1));
    link.show(null);
    await clock.advance(1030);
    expect(device.reports.slice(-3)).toEqual([
      [255, 255, 255, 0],
      [0, 0, 0, 0],
      [255, 255, 255, 0],
    ]);
    expect(events.at(-1)).toEqual({ type: "light", light: { state: 0, held: false, offline: true } });
  });
  it("the do-it-yourself button has a tenth of its brightness while the period is paused", async () => {
    const { clock, device, link } = await openButton();
    link.show(frame(3, 1));
    await clock.advance(0);
    expect(device.reports).toEqual([[0, 26, 0, 0]]);
  });
  it("showing the same state again does not restart the rhythm", async () => {
    const { clock, device, link } = await openButton();
    link.show(frame(2));
    await clock.advance(400);
    link.show(frame(2));
    await clock.advance(200);
    expect(device.reports.at(-1)).toEqual([0, 0, 0, 0]);
  });
  it("the do-it-yourself button fades in IDLE, never above a tenth of its brightness", async () => {
    const { clock, device, link } = await openButton();
    link.show(frame(0));
    await clock.advance(4000);
    const bright = device.reports.map(([r]) => r ?? 0);
    expect(Math.max(...bright)).toBe(26);
    expect(bright.length).toBeGreaterThan(20);
  });
});

describe("the MuteMe", () => {
  const touch = (code: number) => [0, 0, 0, code, 0, 0, 0, 0];

  it.each([0x04, 0x40])("a touch of the MuteMe presses once, at the start code %i", async (start) => {
    const { device, types } = await openButton(FAKE_MUTEME);
    for (const code of [0x00, start, 0x01, 0x01, 0x02, 0x00]) device.sendInput(touch(code));
    expect(types()).toEqual(["identified", "down", "up"]);
  });
  it("the MuteMe does not press in the middle of a touch, on a short report or on an unknown code", async () => {
    const { device, types } = await openButton(FAKE_MUTEME);
    device.sendInput(touch(0x01));
    device.sendInput([4, 4, 4]);
    device.sendInput(touch(0x99));
    expect(types()).toEqual(["identified"]);
  });
  it.each([
    ["WORK", 1, 0, [0x01]],
    ["SHORT_BREAK", 3, 0, [0x02]],
    ["LONG_BREAK", 5, 0, [0x04]],
    ["IDLE as its own slow pulse in white", 0, 0, [0x37]],
    ["a paused period as its own dim light", 1, 1, [0x11]],
  ] as const)("the MuteMe shows %s", async (_name, s, held, report) => {
    const { clock, device, link } = await openButton(FAKE_MUTEME);
    link.show(frame(s, held));
    await clock.advance(10_000);
    expect(device.reports).toEqual([report]);
  });
  it("the host plays alarms and offline on the MuteMe", async () => {
    const { clock, device, link } = await openButton(FAKE_MUTEME);
    link.show(frame(4));
    await clock.advance(600);
    link.show(null);
    await clock.advance(100);
    expect(device.reports).toEqual([[2], [0], [7], [0]]);
  });
});

describe("other HID devices", () => {
  it("a HID device of an unknown model is not supported", () => {
    expect(
      modelOf({ vendorId: 0x20a0, productId: 1, collections: [{ usagePage: 0xff00, usage: 2 }] }),
    ).toBeNull();
  });
  it("hidOf returns navigator.hid, or null where the browser has none", () => {
    const hid = new FakeHid();
    expect([hidOf({}), hidOf({ hid })]).toEqual([null, hid]);
  });
});
