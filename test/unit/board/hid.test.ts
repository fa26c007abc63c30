import { describe, expect, it } from "vitest";
import type { BoardError, BoardEvent, BoardLink } from "../../../src/board/board";
import { makeHidFinder } from "../../../src/board/hid";
import { hidOf } from "../../../src/board/hidDevice";
import { entryOf, HID_FILTERS } from "../../../src/board/hidModels";
import { FakeClock, flushPromises } from "../../harness/fakes/fake-clock";
import { FAKE_DIY, FAKE_MUTEME, FAKE_RECEIVER, FakeHid, FakeHidDevice } from "../../harness/fakes/fake-hid";

const frame =
  (s: number, held: 0 | 1 = 0) =>
  () => ({ s, left: 0, total: 0, held });

/** An open button that shows `state`, has been identified, and then forgets its reports and events. */
async function openButton(make = FAKE_DIY, state: number | null = 5) {
  const clock = new FakeClock();
  const hid = new FakeHid();
  const device = hid.grant(new FakeHidDevice(make));
  const finder = makeHidFinder(hid, clock);
  const [found] = await finder.getGranted();
  const link: BoardLink = await found!.open();
  const events: BoardEvent[] = [];
  link.start((event) => events.push(event));
  if (state !== null) link.show(frame(state));
  await flushPromises();
  device.reports.length = events.length = 0;
  const types = () => events.map(({ type }) => type).filter((type) => type !== "light");
  return { clock, hid, device, finder, link, events, types };
}

const errorCode = (promise: Promise<unknown>) =>
  promise.then(
    () => "none",
    (error: BoardError) => error.code,
  );

describe("the picker", () => {
  it("the picker offers every supported device", async () => {
    const hid = new FakeHid();
    hid.choice = [new FakeHidDevice()];
    const found = await makeHidFinder(hid, new FakeClock()).request();
    expect(found).toMatchObject({ key: "hid:239a:80f4", name: "Pomodoro button" });
    expect(hid.requests).toEqual([{ filters: HID_FILTERS }]);
    expect(HID_FILTERS).toContainEqual({ usagePage: 0xff00, usage: 1 });
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
    const keyboard = { ...FAKE_DIY, productName: "Keys", usagePage: 1, usage: 6 };
    hid.choice = [new FakeHidDevice(keyboard), new FakeHidDevice()];
    expect(await makeHidFinder(hid, new FakeClock()).request()).toMatchObject({ name: "Pomodoro button" });
    hid.choice = [new FakeHidDevice(keyboard)];
    expect(await errorCode(makeHidFinder(hid, new FakeClock()).request())).toBe("not-a-board");
  });
});

describe("a HID button", () => {
  it("a HID button is identified when it has taken its first report, and not before", async () => {
    const { device, link, events } = await openButton(FAKE_DIY, null);
    device.pendingReports = [];
    link.show(frame(1));
    await flushPromises();
    expect(events).toEqual([]);
    device.pendingReports.shift()?.();
    await flushPromises();
    expect(events).toEqual([
      { type: "identified", board: { name: "Pomodoro button", fw: "", caps: ["button", "led"] } },
      { type: "light", light: { state: 1, held: false, offline: false } },
    ]);
  });
  it("a device that refuses the first report and its repetitions is not a board, and gets no more reports", async () => {
    const { clock, device, link, events } = await openButton(FAKE_DIY, null);
    device.refusals = Infinity;
    link.show(frame(0)); // a fade, which has a new report every 50 ms
    await clock.advance(10_000);
    expect(events.at(-1)).toMatchObject({ type: "failed", error: { code: "not-a-board" } });
    device.attempts = 0;
    link.show(frame(1));
    await clock.advance(600_000);
    await link.close();
    expect([device.attempts, events.map(({ type }) => type).includes("identified")]).toEqual([0, false]);
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
    expect(types()).toEqual(["lost"]);
    expect(clock.pendingCount).toBe(0);
    await link.close();
  });
  it("a HID button is not lost when another one is unplugged", async () => {
    const { hid, types } = await openButton();
    hid.unplug(hid.grant(new FakeHidDevice()));
    expect(types()).toEqual([]);
  });
  it("a HID button that is plugged in again is reported", async () => {
    const { hid, device, finder } = await openButton();
    const keys: (string | null)[] = [];
    const stop = finder.onConnect(({ key }) => keys.push(key));
    hid.unplug(device);
    hid.plugIn(new FakeHidDevice());
    hid.plugIn(new FakeHidDevice({ ...FAKE_DIY, usage: 2 })); // not a supported device
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
  it("a report that the device refuses is logged and sent again, at most once a second", async () => {
    const { clock, device, link, events } = await openButton();
    device.refusals = 2;
    device.attempts = 0;
    link.show(frame(1));
    await clock.advance(900);
    expect([device.reports, device.attempts]).toEqual([[], 1]);
    expect(events).toEqual([{ type: "log", log: "err", detail: "Failed to write the report." }]);
    await clock.advance(1100);
    expect(device.reports).toEqual([[255, 0, 0, 0]]);
    expect(events.at(-1)).toMatchObject({ type: "light", light: { state: 1 } });
  });
  it("a light that a refused report left in another state shows the newest one as soon as it takes a report", async () => {
    const { clock, device, link } = await openButton();
    device.refusals = 1;
    link.show(frame(1));
    await clock.advance(0);
    link.show(frame(3));
    await clock.advance(1000);
    expect(device.reports).toEqual([[0, 255, 0, 0]]);
  });
  it("a button that refuses its reports has stopped answering, is tried every 30 s, and then works again", async () => {
    const { clock, device, link, events, types } = await openButton();
    device.refusals = 5;
    link.show(frame(0));
    await clock.advance(5000);
    expect(events.at(-1)).toMatchObject({ type: "failed", error: { code: "silent" } });
    device.attempts = 0;
    await clock.advance(30_000);
    expect(device.attempts).toBe(1);
    await clock.advance(31_000);
    expect(types().filter((type) => type !== "log")).toEqual(["failed", "identified"]);
  });
  it("a report that never ends counts as refused after 5 s", async () => {
    const { clock, device, link, events } = await openButton();
    device.isHanging = true;
    link.show(frame(1));
    await clock.advance(25_000);
    expect(events.at(-1)).toMatchObject({ type: "failed", error: { code: "silent" } });
    let isClosed = false;
    void link.close().then(() => (isClosed = true));
    await clock.advance(10_000);
    expect(isClosed).toBe(true);
  });
  it("a steady light is sent again every 30 s, because a device can lose it without telling", async () => {
    const { clock, device } = await openButton();
    const blue = [0, 0, 255, 0];
    await clock.advance(90_000);
    expect(device.reports).toEqual([blue, blue, blue]);
  });
  it("a press that was made while the page did not run does not count, and neither does what arrives within a second", async () => {
    const { clock, device, types } = await openButton();
    clock.stall(15_000);
    device.sendInput([1]);
    device.sendInput([0]);
    await clock.advance(900);
    device.sendInput([1]);
    device.sendInput([0]);
    expect(types().filter((type) => type !== "log" && type !== "up")).toEqual(["stalled"]);
    await clock.advance(100);
    device.sendInput([1]);
    expect(types().at(-1)).toBe("down");
  });
  it("an open that never ends fails with no-open after 5 s", async () => {
    const clock = new FakeClock();
    const hid = new FakeHid();
    hid.grant(new FakeHidDevice()).isHanging = true;
    const [found] = await makeHidFinder(hid, clock).getGranted();
    const code = errorCode(found!.open());
    await clock.advance(5000);
    expect(await code).toBe("no-open");
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
    device.pendingReports = null;
    await link.close();
    expect(clock.pendingCount).toBe(0);
  });
});

describe("the do-it-yourself button", () => {
  it("the do-it-yourself button is down while bit 0 is set, whatever the other bits are", async () => {
    const { device, types } = await openButton();
    for (const byte of [0, 1, 1, 0xff, 0xfe, 0, 3]) device.sendInput([byte]);
    expect(types()).toEqual(["down", "up", "down"]);
  });
  it("an empty report and a report with another id are ignored", async () => {
    const { device, types } = await openButton();
    device.sendInput([]);
    device.sendInput([1], 7);
    expect(types()).toEqual([]);
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
    expect(types()).toEqual(["down", "up"]);
  });
  it("the MuteMe does not press in the middle of a touch, on a short report or on an unknown code", async () => {
    const { device, types } = await openButton(FAKE_MUTEME);
    device.sendInput(touch(0x01));
    device.sendInput([4, 4, 4]);
    device.sendInput(touch(0x99));
    expect(types()).toEqual([]);
  });
  it.each([
    ["WORK", 1, 0, [0x01]],
    ["SHORT_BREAK", 3, 0, [0x02]],
    ["LONG_BREAK", 5, 0, [0x04]],
    ["IDLE as its own slow pulse in white", 0, 0, [0x37]],
    ["a paused period as its own dim light", 1, 1, [0x11]],
  ] as const)("the MuteMe shows %s", async (_name, s, held, report) => {
    const { clock, device, link } = await openButton(FAKE_MUTEME, null);
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
      entryOf({
        vendorId: 0x20a0,
        productId: 1,
        productName: "",
        collections: [{ usagePage: 0xff00, usage: 2 }],
      }),
    ).toBeNull();
  });
  it.each([
    ["a receiver of a mouse", FAKE_RECEIVER],
    ["a device with more input", { ...FAKE_DIY, input: [{ id: 0, bytes: 8 }] }],
    ["a device with less output", { ...FAKE_DIY, output: [{ id: 0, bytes: 3 }] }],
    ["a device with a report id", { ...FAKE_DIY, output: [{ id: 1, bytes: 4 }] }],
    ["a device with two reports", { ...FAKE_DIY, input: [...(FAKE_DIY.input ?? []), { id: 2, bytes: 1 }] }],
    ["a device without input", { ...FAKE_DIY, input: [] }],
  ])("%s on the usage page of the do-it-yourself button is not taken for one", async (_what, description) => {
    const hid = new FakeHid();
    const device = hid.grant(new FakeHidDevice(description));
    hid.choice = [device];
    const finder = makeHidFinder(hid, new FakeClock());
    expect(await finder.getGranted()).toEqual([]);
    expect(await errorCode(finder.request())).toBe("not-a-board");
  });
  it("hidOf returns navigator.hid, or null where the browser has none", () => {
    const hid = new FakeHid();
    expect([hidOf({}), hidOf({ hid })]).toEqual([null, hid]);
  });
});
