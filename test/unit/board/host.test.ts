import { describe, expect, it } from "vitest";
import { makeHidFinder } from "../../../src/board/hid";
import { makeHost } from "../../../src/board/host";
import type { Host } from "../../../src/board/host";
import { makeBoardLock } from "../../../src/board/lock";
import { makeMemory } from "../../../src/device/rememberedBoard";
import type { RoomAnswer } from "../../../src/board/roomLink";
import { makeSerialFinder } from "../../../src/board/serial";
import { makeVirtualBoard, makeVirtualFinder } from "../../../src/board/virtual";
import { withSession } from "../../../src/board/withSession";
import { FakeClock } from "../../harness/fakes/fake-clock";
import { FakeHid, FakeHidDevice } from "../../harness/fakes/fake-hid";
import { FakeChannels, FakeLocks } from "../../harness/fakes/fake-locks";
import { FakeRoomLink, IDLE_ROOM, SERVER_START, WORK_ROOM } from "../../harness/fakes/fake-room-link";
import { FakeSerial, FakeSerialDevice } from "../../harness/fakes/fake-serial";

/** A device on a cable with a virtual board's wits: boots when opened. */
function uno(clock: FakeClock) {
  const device = new FakeSerialDevice();
  const { board, plugIn } = makeVirtualBoard(clock);
  let link = plugIn();
  device.onOpen = () => {
    link = plugIn();
    link.start(
      (chunk) => device.send(chunk),
      () => {},
    );
  };
  device.onClose = () => void link.close();
  device.onBytes = (bytes) => void link.write(bytes);
  return { device, board };
}

/** Storage that two visits share. */
function storage() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  };
}

/** A browser with tabs, all on one clock. */
function browser() {
  const clock = new FakeClock();
  const locks = new FakeLocks();
  const channels = new FakeChannels();
  const store = storage();
  function tab(title: string) {
    const room = new FakeRoomLink(clock, IDLE_ROOM);
    const serial = new FakeSerial();
    const hid = new FakeHid();
    const virtual = makeVirtualFinder(clock);
    const lock = makeBoardLock(locks, channels.tab(), clock, () => title);
    const host = makeHost({
      room,
      timers: clock,
      lock,
      memory: makeMemory(() => store),
      finders: [
        withSession(virtual, clock),
        withSession(makeSerialFinder(serial), clock),
        makeHidFinder(hid, clock),
      ],
    });
    /** Does something that takes (simulated) time. */
    const after = async (doing: Promise<void>, ms = 50) => {
      await clock.advance(ms);
      await doing;
    };
    return { clock, room, serial, hid, host, after, virtual: virtual.board, lock };
  }
  return { clock, locks, store, tab };
}

const phase = (host: Host) => host.view.value.status.phase;
const statuses = (host: Host) =>
  host.view.value.events.flatMap((event) => (event.type === "status" ? [event.status.phase] : [])).reverse();
const logs = (host: Host) =>
  host.view.value.events.flatMap((event) => (event.type === "log" ? [event.log] : []));
const deeds = (host: Host): [string, RoomAnswer | null][] =>
  host.view.value.events.flatMap((event) =>
    event.type === "press" || event.type === "skip" ? [[event.type, event.answer]] : [],
  );

/** A tab with a connected Uno. */
async function connected() {
  const all = browser();
  const tab = all.tab("Kitchen");
  const { device, board } = uno(all.clock);
  tab.serial.choice = device;
  await tab.after(tab.host.connect("serial"));
  return { ...all, ...tab, newTab: all.tab, device, board };
}

describe("connecting", () => {
  it("goes from the picker to a board that works, and says so on the way", async () => {
    const { host } = await connected();
    expect(statuses(host)).toEqual(["opening", "asking", "live"]);
    expect(host.view.value).toMatchObject({
      board: { kind: "serial", name: "virtual", fw: "shared-pomodoro/1.0" },
      light: { state: 0, held: false, offline: false },
      inReach: true,
    });
  });
  it("offers what the browser has", () => {
    expect(browser().tab("Kitchen").host.kinds).toEqual(["virtual", "serial", "hid"]);
  });
  it("by a way that the browser does not have says so", async () => {
    const { clock, lock, room } = browser().tab("Kitchen");
    const host = makeHost({
      clock,
      room,
      timers: clock,
      lock,
      memory: makeMemory(storage),
      finders: [],
    } as Parameters<typeof makeHost>[0]);
    await host.connect("hid");
    expect(host.view.value.status).toMatchObject({ phase: "failed", error: { code: "unsupported" } });
  });
  it("with a dismissed picker changes nothing, neither before nor beside a board", async () => {
    const { host, serial, after } = browser().tab("Kitchen");
    const before = host.view.value;
    await after(host.connect("serial"));
    expect(host.view.value).toBe(before);
    const with_ = await connected();
    with_.serial.choice = null;
    await with_.after(with_.host.connect("serial"));
    expect(phase(with_.host)).toBe("live");
    expect(serial.asked).toHaveLength(1);
  });
  it("refused by the browser says that it is blocked", async () => {
    const { host, serial, after } = browser().tab("Kitchen");
    serial.blocked = true;
    await after(host.connect("serial"));
    expect(host.view.value.status).toMatchObject({ phase: "failed", error: { code: "blocked" } });
  });
  it("to a port that another program has says that it cannot be opened, and owns nothing", async () => {
    const { tab, clock, locks } = browser();
    const { host, serial, after } = tab("Kitchen");
    const { device } = uno(clock);
    device.busy = 1;
    serial.choice = device;
    await after(host.connect("serial"));
    expect(host.view.value.status).toMatchObject({ phase: "failed", error: { code: "no-open" } });
    expect(locks.held).toEqual([]);
    await after(host.connect("serial"));
    expect(phase(host)).toBe("live");
  });
  it("to something that does not answer says what to check after 5 s, and hears it all the same later", async () => {
    const { tab, clock } = browser();
    const { host, serial, after } = tab("Kitchen");
    const { device } = uno(clock);
    const { onBytes, onOpen } = device;
    device.onOpen = () => {};
    device.onBytes = () => {};
    serial.choice = device;
    await after(host.connect("serial"), 5000);
    expect(host.view.value.status).toMatchObject({ phase: "failed", error: { code: "no-answer" } });
    expect(device.signals).toHaveLength(2);
    device.onBytes = onBytes;
    onOpen(); // its reset button
    await clock.advance(50);
    expect(phase(host)).toBe("live");
  });
  it("a second time to the same board closes it first", async () => {
    const { host, after, device } = await connected();
    await after(host.connect("serial"));
    expect(phase(host)).toBe("live");
    expect(device.openedBy).not.toBeNull();
  });
  it("twice at once ends with one open board", async () => {
    const { tab, clock, locks } = browser();
    const { host, serial, after } = tab("Kitchen");
    serial.choice = uno(clock).device;
    await after(
      Promise.all([host.connect("serial"), host.connect("serial")]).then(() => {}),
      2000,
    );
    expect([phase(host), locks.held.length]).toEqual(["live", 1]);
  });
  it("to a HID button works without a hello", async () => {
    const { host, hid, after, room } = browser().tab("Kitchen");
    const button = new FakeHidDevice();
    hid.choice = [button];
    await after(host.connect("hid"));
    expect(host.view.value).toMatchObject({
      status: { phase: "live" },
      board: { kind: "hid", name: "Pomodoro button" },
    });
    button.input([1]);
    expect(room.presses).toHaveLength(1);
  });
  it("to the virtual board needs no device, owns nothing and is not remembered", async () => {
    const { tab, locks, store } = browser();
    const { host, after, virtual, room } = tab("Kitchen");
    await after(host.connect("virtual"));
    expect([phase(host), locks.held, store.kept.size]).toEqual(["live", [], 0]);
    virtual.press();
    await after(Promise.resolve());
    expect(room.presses).toEqual([{ on: 0, until: expect.any(Number), via: "board" }]);
  });
});

describe("the relay", () => {
  it("turns a press into a press of the room, and lists its latency in ms", async () => {
    const { host, board, room, clock } = await connected();
    board.press();
    await clock.advance(1);
    expect(room.presses).toEqual([{ on: 0, until: SERVER_START + 2051, via: "board" }]);
    expect(deeds(host)).toEqual([["press", { ok: true, ms: 12 }]]);
    expect(host.view.value.events[0]).toMatchObject({ at: SERVER_START + 51 });
  });
  it("turns the room's state into light, on every change", async () => {
    const { host, board, room, clock } = await connected();
    room.set(WORK_ROOM);
    await clock.advance(10);
    expect(board.light.value).toEqual({ state: 1, held: false, offline: false });
    expect(host.view.value.light).toEqual(board.light.value);
  });
  it("keeps a board alive for six minutes in which nothing happens", async () => {
    const { host, board, room, clock } = await connected();
    room.set(WORK_ROOM);
    let offline = 0;
    board.light.subscribe(() => (offline += board.light.value.offline ? 1 : 0));
    await clock.advance(360_000);
    expect([phase(host), offline, logs(host)]).toEqual(["live", 0, []]);
  });
  it("with the room out of reach lets the light go offline and refuses a press visibly, for good", async () => {
    const { host, board, room, clock } = await connected();
    room.connected(false);
    await clock.advance(6100);
    expect(board.light.value.offline).toBe(true);
    expect(host.view.value).toMatchObject({ inReach: false, light: { offline: true } });
    board.press();
    await clock.advance(10);
    expect(deeds(host)).toEqual([["press", { ok: false, code: "out-of-reach" }]]);
    room.connected(true);
    await clock.advance(10_000);
    expect(room.presses).toEqual([]);
    expect(board.light.value.offline).toBe(false);
    expect(phase(host)).toBe("live");
  });
  it("skips after a hold of 2 s", async () => {
    const { host, board, room, clock } = await connected();
    room.set(WORK_ROOM);
    board.press();
    await clock.advance(2100);
    expect(room.skips).toHaveLength(1);
    expect(deeds(host).map(([deed]) => deed)).toEqual(["skip", "press"]);
  });
  it("lists the newest twenty events, noise in a row as one", async () => {
    const { host, device, board, clock } = await connected();
    for (let i = 0; i < 30; i++) device.send(new TextEncoder().encode(`boot ${i}\n`));
    await clock.advance(10);
    expect(host.view.value.events[0]).toMatchObject({ type: "log", log: "noise", detail: "boot 29" });
    expect(logs(host)).toEqual(["noise"]);
    for (let i = 0; i < 30; i++) {
      board.press();
      board.release();
    }
    await clock.advance(10);
    expect(host.view.value.events).toHaveLength(20);
    expect(new Set(host.view.value.events.map(({ id }) => id)).size).toBe(20);
  });
});

describe("a replug", () => {
  it("reconnects by itself, with the new port object", async () => {
    const { host, serial, device, board, room, clock } = await connected();
    room.set(WORK_ROOM);
    await clock.advance(10);
    serial.unplug(device);
    await clock.advance(10);
    expect(host.view.value).toMatchObject({ status: { phase: "waiting" }, board: null, light: null });
    await clock.advance(600_000);
    serial.replug(device);
    await clock.advance(50);
    expect(phase(host)).toBe("live");
    expect(board.light.value.state).toBe(1);
    board.press();
    await clock.advance(10);
    expect(room.presses).toHaveLength(1);
  });
  it("waits for a system that needs a moment to allow it", async () => {
    const { host, serial, device, clock } = await connected();
    serial.unplug(device);
    device.busy = 3;
    serial.replug(device);
    await clock.advance(1400);
    expect(phase(host)).toBe("opening");
    await clock.advance(200);
    expect(phase(host)).toBe("live");
  });
  it("told before the loss of the old port is not missed", async () => {
    const { host, serial, device, clock } = await connected();
    const unplugged = clock.advance(0);
    serial.unplug(device);
    serial.replug(device);
    await unplugged;
    await clock.advance(1000);
    expect(phase(host)).toBe("live");
  });
  it("while a button is held skips nothing", async () => {
    const { serial, device, board, room, clock } = await connected();
    room.set(WORK_ROOM);
    board.press();
    await clock.advance(1000);
    serial.unplug(device);
    serial.replug(device);
    await clock.advance(10_000);
    expect(room.skips).toEqual([]);
  });
  it("of another make is not taken for ours", async () => {
    const { host, serial, device, clock } = await connected();
    serial.unplug(device);
    serial.replug(new FakeSerialDevice({ usbVendorId: 1, usbProductId: 2 }));
    await clock.advance(1000);
    expect(phase(host)).toBe("waiting");
  });
  it("of a board without a serial number is not told by the browser: connecting again works", async () => {
    const { host, serial, device, after, clock } = await connected();
    device.hasSerialNumber = false;
    serial.unplug(device);
    serial.replug(device);
    await clock.advance(1000);
    expect(phase(host)).toBe("waiting");
    await after(host.connect("serial"));
    expect(phase(host)).toBe("live");
  });
  it("of a HID button reconnects too", async () => {
    const { host, hid, after, clock } = browser().tab("Kitchen");
    const button = new FakeHidDevice();
    hid.choice = [button];
    await after(host.connect("hid"));
    hid.unplug(button);
    expect(phase(host)).toBe("waiting");
    hid.plug(new FakeHidDevice());
    await clock.advance(10);
    expect(phase(host)).toBe("live");
  });
});

describe("the next visit", () => {
  it("reconnects the board of the last one, without a picker", async () => {
    const { host, after, newTab, device } = await connected();
    await after(host.close());
    const visit = newTab("Kitchen");
    visit.serial.grant(device);
    await visit.after(visit.host.start());
    expect([phase(visit.host), visit.serial.asked]).toEqual(["live", []]);
  });
  it("does not open a port that never said hello", async () => {
    const { tab, store } = browser();
    const { host, serial, after } = tab("Kitchen");
    serial.choice = new FakeSerialDevice(); // a modem, say
    await after(host.connect("serial"), 6000);
    expect([phase(host), store.kept.size]).toEqual(["failed", 0]);
  });
  it("waits for a board that is not plugged in yet", async () => {
    const { host, after, newTab, device, clock } = await connected();
    await after(host.close());
    const visit = newTab("Kitchen");
    await visit.after(visit.host.start());
    expect(phase(visit.host)).toBe("waiting");
    visit.serial.replug(device);
    await clock.advance(50);
    expect(phase(visit.host)).toBe("live");
  });
  it("of somebody who has no board does nothing", async () => {
    const { host, after } = browser().tab("Kitchen");
    await after(host.start());
    expect(phase(host)).toBe("off");
  });
  it("does nothing with storage that is forbidden or scribbled in", () => {
    const forbidden = makeMemory(() => {
      throw new DOMException("denied", "SecurityError");
    });
    forbidden.set({ kind: "serial", key: "serial:1:2" });
    expect(forbidden.get()).toBeNull();
    expect(makeMemory(() => ({ ...storage(), getItem: () => "virtual:x" })).get()).toBeNull();
  });
});

describe("disconnecting", () => {
  it("lets go of the board but not of the memory, and no replug brings it back", async () => {
    const { host, after, device, serial, store, locks, clock } = await connected();
    await after(host.disconnect());
    expect([phase(host), device.openedBy, locks.held, store.kept.size]).toEqual(["off", null, [], 1]);
    serial.unplug(device);
    serial.replug(device);
    await clock.advance(1000);
    expect(phase(host)).toBe("off");
  });
  it("and forgetting gives the permission back", async () => {
    const { host, after, serial, store } = await connected();
    await after(host.forget());
    expect([phase(host), await serial.getPorts(), store.kept.size]).toEqual(["off", [], 0]);
  });
  it("in the middle of connecting leaves nothing open", async () => {
    const { tab, clock, locks } = browser();
    const { host, serial, after } = tab("Kitchen");
    const { device } = uno(clock);
    serial.choice = device;
    const connecting = host.connect("serial");
    await Promise.resolve();
    await Promise.resolve();
    await after(host.disconnect(), 2000);
    await connecting;
    expect([phase(host), device.openedBy, locks.held]).toEqual(["off", null, []]);
  });
  it("by closing the sheet's room leaves no timer and no watcher", async () => {
    const { host, after, room, clock } = await connected();
    await after(host.close());
    await clock.advance(10_000);
    expect([clock.armed, room.watched]).toEqual([0, 0]);
  });
});

describe("two tabs", () => {
  it("wanting one board: the second is told where it is, and opens nothing", async () => {
    const { newTab, device, host, board, room, clock } = await connected();
    const second = newTab("Office");
    second.serial.choice = device;
    await second.after(second.host.connect("serial"));
    expect(second.host.view.value.status).toEqual({ phase: "elsewhere", owner: "Kitchen" });
    expect(phase(host)).toBe("live");
    board.press();
    await clock.advance(10);
    expect([room.presses.length, second.room.presses.length]).toEqual([1, 0]);
  });
  it("hand it over when the first lets go", async () => {
    const { newTab, device, host, after, clock } = await connected();
    const second = newTab("Office");
    second.serial.choice = device;
    await second.after(second.host.connect("serial"));
    await after(host.disconnect());
    await clock.advance(1000);
    expect(phase(second.host)).toBe("live");
  });
  it("do not hand it over because of a replug: the one that had it goes on", async () => {
    const { newTab, device, host, serial, clock } = await connected();
    const second = newTab("Office");
    second.serial.grant(device);
    await second.after(second.host.start());
    expect(phase(second.host)).toBe("elsewhere");
    for (const tab of [second.serial, serial]) tab.unplug(device);
    await clock.advance(10);
    for (const tab of [second.serial, serial]) tab.replug(device);
    await clock.advance(1000);
    expect([phase(second.host), phase(host)]).toEqual(["elsewhere", "live"]);
  });
  it("hand it over after a replug too, when the second's port object is a new one", async () => {
    const { newTab, device, host, serial, after, clock } = await connected();
    const second = newTab("Office");
    second.serial.grant(device);
    await second.after(second.host.start());
    for (const tab of [second.serial, serial]) tab.unplug(device);
    await clock.advance(10);
    for (const tab of [second.serial, serial]) tab.replug(device);
    await clock.advance(1000);
    await after(host.disconnect());
    await clock.advance(1000);
    expect([phase(second.host), phase(host)]).toEqual(["live", "off"]);
  });
  it("with two boards of one make have one each", async () => {
    const { newTab, device, serial, clock } = await connected();
    const other = uno(clock);
    serial.grant(other.device);
    const second = newTab("Office");
    second.serial.grant(device);
    second.serial.choice = other.device;
    await second.after(second.host.connect("serial"));
    expect(phase(second.host)).toBe("live");
    expect(other.device.openedBy).not.toBeNull();
  });
});

describe("the view", () => {
  it("is told to who subscribes, until they stop", async () => {
    const { host, after, virtual } = browser().tab("Kitchen");
    let told = 0;
    const stop = host.view.subscribe(() => told++);
    await after(host.connect("virtual"));
    expect(told).toBeGreaterThan(0);
    stop();
    told = 0;
    virtual.press();
    await after(Promise.resolve());
    expect(told).toBe(0);
  });
});
