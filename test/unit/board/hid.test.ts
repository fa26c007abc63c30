import { describe, expect, it } from "vitest";
import type { BoardError, BoardEvent, BoardLink } from "../../../src/board/board";
import { hidOf, makeHidFinder } from "../../../src/board/hid";
import { HID_FILTERS, modelOf } from "../../../src/board/hidModels";
import { FakeClock, settle } from "../../harness/fakes/fake-clock";
import { FAKE_DIY, FAKE_MUTEME, FakeHid, FakeHidDevice } from "../../harness/fakes/fake-hid";

const frame =
  (s: number, held: 0 | 1 = 0) =>
  () => ({ s, left: 0, total: 0, held });

async function opened(make = FAKE_DIY) {
  const clock = new FakeClock();
  const hid = new FakeHid();
  const device = hid.grant(new FakeHidDevice(make));
  const finder = makeHidFinder(hid, clock);
  const [found] = await finder.granted();
  const link: BoardLink = await found!.open();
  const events: BoardEvent[] = [];
  link.start((event) => events.push(event));
  const types = () => events.map(({ type }) => type).filter((type) => type !== "light");
  return { clock, hid, device, finder, link, events, types };
}

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => "none",
    (error: BoardError) => error.code,
  );

describe("the picker", () => {
  it("offers the do-it-yourself button and every MuteMe", async () => {
    const hid = new FakeHid();
    hid.choice = [new FakeHidDevice()];
    const found = await makeHidFinder(hid, new FakeClock()).request();
    expect(found).toMatchObject({ key: "hid:239a:80f4", name: "Pomodoro button" });
    expect(hid.asked).toEqual([{ filters: HID_FILTERS }]);
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
  it("dismissed is an empty list, and not an error", async () => {
    expect(await makeHidFinder(new FakeHid(), new FakeClock()).request()).toBeNull();
  });
  it("without a tap is blocked", async () => {
    const hid = new FakeHid();
    hid.tapped = false;
    expect(await code(makeHidFinder(hid, new FakeClock()).request())).toBe("blocked");
  });
  it("takes the interface it knows of a device that has several", async () => {
    const hid = new FakeHid();
    const keyboard = { ...FAKE_DIY, productName: "Keys", collections: [{ usagePage: 1, usage: 6 }] };
    hid.choice = [new FakeHidDevice(keyboard), new FakeHidDevice()];
    expect(await makeHidFinder(hid, new FakeClock()).request()).toMatchObject({ name: "Pomodoro button" });
    hid.choice = [new FakeHidDevice(keyboard)];
    expect(await code(makeHidFinder(hid, new FakeClock()).request())).toBe("not-a-board");
  });
});

describe("a HID button", () => {
  it("is known at once", async () => {
    const { events } = await opened();
    expect(events).toEqual([
      { type: "identified", board: { name: "Pomodoro button", fw: "", caps: ["button", "led"] } },
    ]);
  });
  it("in use elsewhere says that it cannot be opened", async () => {
    const hid = new FakeHid();
    hid.grant(new FakeHidDevice()).busy = true;
    const [found] = await makeHidFinder(hid, new FakeClock()).granted();
    expect(await code(found!.open())).toBe("no-open");
  });
  it("pulled out is lost, told once, and its timers end", async () => {
    const { clock, hid, device, link, types } = await opened();
    link.show(frame(2));
    hid.unplug(device);
    await clock.advance(5000);
    expect(types()).toEqual(["identified", "lost"]);
    expect(clock.armed).toBe(0);
    await link.close();
  });
  it("is not lost when another one is pulled out", async () => {
    const { hid, types } = await opened();
    hid.unplug(hid.grant(new FakeHidDevice()));
    expect(types()).toEqual(["identified"]);
  });
  it("plugged in again arrives", async () => {
    const { hid, device, finder } = await opened();
    const keys: (string | null)[] = [];
    const stop = finder.onArrival(({ key }) => keys.push(key));
    hid.unplug(device);
    hid.plug(new FakeHidDevice());
    hid.plug(new FakeHidDevice({ ...FAKE_DIY, collections: [] })); // something else
    stop();
    hid.plug(new FakeHidDevice());
    expect(keys).toEqual(["hid:239a:80f4"]);
  });
  it("is left dark when it is closed, for it would not notice", async () => {
    const { device, link } = await opened();
    link.show(frame(1));
    await link.close();
    await link.close();
    expect(device.reports.at(-1)).toEqual([0, 0, 0, 0]);
    expect(device.opened).toBe(false);
  });
  it("whose report fails is logged, and tried with the next change", async () => {
    const { clock, device, link, events } = await opened();
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
  it("that is slow gets the newest report only", async () => {
    const { clock, device, link } = await opened();
    device.slow = [];
    for (const s of [1, 3, 5]) link.show(frame(s));
    for (let i = 0; i < 3; i++) {
      device.slow.shift()?.();
      await settle();
    }
    expect(device.reports).toEqual([
      [255, 0, 0, 0],
      [0, 0, 255, 0],
    ]);
    expect(clock.armed).toBe(0);
  });
});

describe("the do-it-yourself button", () => {
  it("is down while bit 0 is set, whatever the other bits say", async () => {
    const { device, types } = await opened();
    for (const byte of [0, 1, 1, 0xff, 0xfe, 0, 3]) device.input([byte]);
    expect(types()).toEqual(["identified", "down", "up", "down"]);
  });
  it("does not press with a report that is empty or not its own", async () => {
    const { device, types } = await opened();
    device.input([]);
    device.input([1], 7);
    expect(types()).toEqual(["identified"]);
  });
  it("has its rhythms played by the host", async () => {
    const { clock, device, link } = await opened();
    link.show(frame(2));
    await clock.advance(1400);
    expect(device.reports).toEqual([
      [255, 0, 0, 0],
      [0, 0, 0, 0],
      [255, 0, 0, 0],
    ]);
  });
  it("shows offline at once when the room is out of reach", async () => {
    const { clock, device, link, events } = await opened();
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
  it("is a tenth as bright while paused", async () => {
    const { clock, device, link } = await opened();
    link.show(frame(3, 1));
    await clock.advance(0);
    expect(device.reports).toEqual([[0, 26, 0, 0]]);
  });
  it("does not begin a rhythm anew for a state it already shows", async () => {
    const { clock, device, link } = await opened();
    link.show(frame(2));
    await clock.advance(400);
    link.show(frame(2));
    await clock.advance(200);
    expect(device.reports.at(-1)).toEqual([0, 0, 0, 0]);
  });
  it("breathes in IDLE, never above a tenth", async () => {
    const { clock, device, link } = await opened();
    link.show(frame(0));
    await clock.advance(4000);
    const bright = device.reports.map(([r]) => r ?? 0);
    expect(Math.max(...bright)).toBe(26);
    expect(bright.length).toBeGreaterThan(20);
  });
});

describe("the MuteMe", () => {
  const touch = (code: number) => [0, 0, 0, code, 0, 0, 0, 0];

  it.each([0x04, 0x40])("presses once at the start of a touch, said as 0x%s", async (start) => {
    const { device, types } = await opened(FAKE_MUTEME);
    for (const code of [0x00, start, 0x01, 0x01, 0x02, 0x00]) device.input(touch(code));
    expect(types()).toEqual(["identified", "down", "up"]);
  });
  it("does not press in the middle of a touch, by a short report or by an unknown code", async () => {
    const { device, types } = await opened(FAKE_MUTEME);
    device.input(touch(0x01));
    device.input([4, 4, 4]);
    device.input(touch(0x99));
    expect(types()).toEqual(["identified"]);
  });
  it.each([
    ["WORK", 1, 0, [0x01]],
    ["SHORT_BREAK", 3, 0, [0x02]],
    ["LONG_BREAK", 5, 0, [0x04]],
    ["IDLE: its own slow pulse in white, nearest to a breath", 0, 0, [0x37]],
    ["a pause: its own dim", 1, 1, [0x11]],
  ] as const)("shows %s", async (_name, s, held, report) => {
    const { clock, device, link } = await opened(FAKE_MUTEME);
    link.show(frame(s, held));
    await clock.advance(10_000);
    expect(device.reports).toEqual([report]);
  });
  it("has alarms and offline played by the host", async () => {
    const { clock, device, link } = await opened(FAKE_MUTEME);
    link.show(frame(4));
    await clock.advance(600);
    link.show(null);
    await clock.advance(100);
    expect(device.reports).toEqual([[2], [0], [7], [0]]);
  });
});

describe("other HID devices", () => {
  it("are none of ours", () => {
    expect(
      modelOf({ vendorId: 0x20a0, productId: 1, collections: [{ usagePage: 0xff00, usage: 2 }] }),
    ).toBeNull();
  });
  it("need no browser names: the feature is looked for", () => {
    const hid = new FakeHid();
    expect([hidOf({}), hidOf({ hid })]).toEqual([null, hid]);
  });
});
