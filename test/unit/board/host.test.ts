import { describe, expect, it } from "vitest";
import { makeHidFinder } from "../../../src/board/hid";
import { makeHost } from "../../../src/board/host";
import type { Host } from "../../../src/board/host";
import { makeBoardLock } from "../../../src/board/lock";
import { makeRememberedBoardStore } from "../../../src/board/rememberedBoard";
import type { RoomAnswer } from "../../../src/board/roomLink";
import { makeSerialFinder } from "../../../src/board/serial";
import { makeVirtualBoard, makeVirtualFinder } from "../../../src/board/virtual";
import { withSession } from "../../../src/board/withSession";
import { FakeClock } from "../../harness/fakes/fake-clock";
import { FakeHid, FakeHidDevice } from "../../harness/fakes/fake-hid";
import { FakeChannels, FakeLocks } from "../../harness/fakes/fake-locks";
import { FakeRoomLink, IDLE_ROOM, SERVER_START, WORK_ROOM } from "../../harness/fakes/fake-room-link";
import { FakeSerial, FakeSerialDevice } from "../../harness/fakes/fake-serial";

/** A serial device that behaves as the virtual board does and restarts when its port is opened. */
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

/** Storage that several visits share. */
function makeStorage() {
  const entries = new Map<string, string>();
  return {
    entries,
    getItem: (name: string) => entries.get(name) ?? null,
    setItem: (name: string, value: string) => void entries.set(name, value),
    removeItem: (name: string) => void entries.delete(name),
  };
}

/** A browser whose tabs share one clock, one storage and the locks. */
function makeBrowser() {
  const clock = new FakeClock();
  const locks = new FakeLocks();
  const channels = new FakeChannels();
  const storage = makeStorage();
  function openTab(title: string) {
    const room = new FakeRoomLink(clock, IDLE_ROOM);
    const serial = new FakeSerial();
    const hid = new FakeHid();
    const virtual = makeVirtualFinder(clock);
    const lock = makeBoardLock(locks, channels.tab(), clock, () => title);
    const host = makeHost({
      room,
      timers: clock,
      lock,
      store: makeRememberedBoardStore(() => storage),
      finders: [
        withSession(virtual, clock),
        withSession(makeSerialFinder(serial, clock), clock),
        makeHidFinder(hid, clock),
      ],
    });
    /** Lets simulated time pass until the promise has resolved. */
    const during = async (promise: Promise<void>, ms = 50) => {
      await clock.advance(ms);
      await promise;
    };
    return { clock, room, serial, hid, host, during, virtual: virtual.board, lock };
  }
  return { clock, locks, storage, openTab };
}

const phase = (host: Host) => host.view.value.status.phase;
const statuses = (host: Host) =>
  host.view.value.events.flatMap((event) => (event.type === "status" ? [event.status.phase] : [])).reverse();
const logs = (host: Host) =>
  host.view.value.events.flatMap((event) => (event.type === "log" ? [event.log] : []));
const actions = (host: Host): [string, RoomAnswer | null][] =>
  host.view.value.events.flatMap((event) =>
    event.type === "press" || event.type === "skip" ? [[event.type, event.answer]] : [],
  );

/** A tab with a connected Uno. */
async function connectUno() {
  const all = makeBrowser();
  const tab = all.openTab("Kitchen");
  const { device, board } = uno(all.clock);
  tab.serial.choice = device;
  await tab.during(tab.host.connect("serial"));
  return { ...all, ...tab, openTab: all.openTab, device, board };
}

describe("connecting", () => {
  it("connecting a serial board goes through opening and handshake to live", async () => {
    const { host } = await connectUno();
    expect(statuses(host)).toEqual(["opening", "handshake", "live"]);
    expect(host.view.value).toMatchObject({
      board: { kind: "serial", name: "virtual", fw: "shared-pomodoro/1.0" },
      light: { state: 0, held: false, offline: false },
      isRoomReachable: true,
    });
  });
  it("a host lists the kinds of boards that the browser supports", () => {
    expect(makeBrowser().openTab("Kitchen").host.kinds).toEqual(["virtual", "serial", "hid"]);
  });
  it("connecting a kind that the browser lacks fails with unsupported", async () => {
    const { clock, lock, room } = makeBrowser().openTab("Kitchen");
    const host = makeHost({
      clock,
      room,
      timers: clock,
      lock,
      store: makeRememberedBoardStore(makeStorage),
      finders: [],
    } as Parameters<typeof makeHost>[0]);
    await host.connect("hid");
    expect(host.view.value.status).toMatchObject({ phase: "failed", error: { code: "unsupported" } });
  });
  it("a port that the page has granted already is connected without a picker, and one that is gone is reported", async () => {
    const { host, serial, clock, during } = makeBrowser().openTab("Kitchen");
    const { device } = uno(clock);
    const port = serial.grant(device);
    await during(host.connectGranted("serial", port));
    expect(phase(host)).toBe("live");
    expect(serial.requests).toEqual([]);
    await during(host.disconnect());
    serial.unplug(device);
    await during(host.connectGranted("serial", port));
    expect(host.view.value.status).toMatchObject({ phase: "failed", error: { code: "unplugged" } });
  });
  it("the connection to the room is tested every 2 s while a board shows the room, and not before or after", async () => {
    const { clock, host, room, during } = await connectUno();
    const before = room.probes;
    await clock.advance(10_000);
    expect(room.probes - before).toBe(5);
    await during(host.disconnect());
    const after = room.probes;
    await clock.advance(10_000);
    expect(room.probes).toBe(after);
    expect(makeBrowser().openTab("Kitchen").room.probes).toBe(0);
  });
  it("a dismissed picker changes nothing, without a board and with a connected one", async () => {
    const { host, serial, during } = makeBrowser().openTab("Kitchen");
    const before = host.view.value;
    await during(host.connect("serial"));
    expect(host.view.value).toBe(before);
    const other = await connectUno();
    other.serial.choice = null;
    await other.during(other.host.connect("serial"));
    expect(phase(other.host)).toBe("live");
    expect(serial.requests).toHaveLength(1);
  });
  it("a picker that the browser refuses fails with blocked", async () => {
    const { host, serial, during } = makeBrowser().openTab("Kitchen");
    serial.isBlocked = true;
    await during(host.connect("serial"));
    expect(host.view.value.status).toMatchObject({ phase: "failed", error: { code: "blocked" } });
  });
  it("a port that another program has open fails at once, is tried for a minute, and is connected when it is free", async () => {
    const { openTab, clock } = makeBrowser();
    const { host, serial } = openTab("Kitchen");
    const { device } = uno(clock);
    device.failingOpens = Infinity;
    serial.choice = device;
    void host.connect("serial");
    await clock.advance(10);
    expect(host.view.value.status).toMatchObject({
      phase: "failed",
      error: { code: "no-open" },
      isTrying: true,
    });
    await clock.advance(20_000); // as long as ModemManager takes
    device.failingOpens = 0;
    await clock.advance(5100);
    expect(phase(host)).toBe("live");
  });
  it("a port that stays in use is given up after a minute, without a lock, and can be connected by hand", async () => {
    const { openTab, clock, locks } = makeBrowser();
    const { host, serial, during } = openTab("Kitchen");
    const { device } = uno(clock);
    device.failingOpens = Infinity;
    serial.choice = device;
    void host.connect("serial");
    await clock.advance(60_000);
    const { status } = host.view.value;
    expect(status).toMatchObject({ phase: "failed", error: { code: "no-open" } });
    expect([status, locks.held]).toEqual([expect.not.objectContaining({ isTrying: true }), []]);
    expect(clock.pendingCount).toBe(0);
    device.failingOpens = 0;
    await during(host.connect("serial"));
    expect(phase(host)).toBe("live");
  });
  it("a port that is unplugged while it is in use is waited for, and is no longer tried", async () => {
    const { host, serial, device, clock } = await connectUno();
    serial.unplug(device);
    device.failingOpens = Infinity;
    serial.replug(device);
    await clock.advance(10_000);
    expect(host.view.value.status).toMatchObject({ phase: "failed", isTrying: true });
    serial.unplug(device);
    await clock.advance(6000);
    expect(phase(host)).toBe("waiting");
    device.failingOpens = 0;
    serial.replug(device);
    await clock.advance(100);
    expect(phase(host)).toBe("live");
  });
  it("a disconnect or another board ends the attempts to open a port at once", async () => {
    const { openTab, clock } = makeBrowser();
    const { host, serial, during } = openTab("Kitchen");
    const busy = uno(clock).device;
    busy.failingOpens = Infinity;
    serial.choice = busy;
    void host.connect("serial");
    await clock.advance(20_000);
    serial.choice = uno(clock).device;
    await during(host.connect("serial"));
    expect(phase(host)).toBe("live");
  });
  it.each(["open", "close"] as const)(
    "a port whose %s never ends does not keep another port from being connected",
    async (step) => {
      const { openTab, clock } = makeBrowser();
      const { host, serial } = openTab("Kitchen");
      const wrong = new FakeSerialDevice({ usbVendorId: 1, usbProductId: 2 });
      serial.grant(wrong)[step] = () => new Promise(() => {});
      serial.choice = wrong;
      void host.connect("serial");
      await clock.advance(100);
      serial.choice = uno(clock).device;
      void host.connect("serial");
      await clock.advance(8000);
      expect(phase(host)).toBe("live");
    },
  );
  it("a device that does not answer fails with no-answer after 5 s and is connected when it answers later", async () => {
    const { openTab, clock } = makeBrowser();
    const { host, serial, during } = openTab("Kitchen");
    const { device } = uno(clock);
    const { onBytes, onOpen } = device;
    device.onOpen = () => {};
    device.onBytes = () => {};
    serial.choice = device;
    await during(host.connect("serial"), 5000);
    expect(host.view.value.status).toMatchObject({ phase: "failed", error: { code: "no-answer" } });
    expect(device.signals.map(({ dataTerminalReady }) => dataTerminalReady)).toEqual([true, false, true]);
    device.onBytes = onBytes;
    onOpen(); // its reset button
    await clock.advance(50);
    expect(phase(host)).toBe("live");
  });
  it("connecting the same board again closes it first", async () => {
    const { host, during, device } = await connectUno();
    await during(host.connect("serial"));
    expect(phase(host)).toBe("live");
    expect(device.openedBy).not.toBeNull();
  });
  it("connecting twice at the same time ends with one open board", async () => {
    const { openTab, clock, locks } = makeBrowser();
    const { host, serial, during } = openTab("Kitchen");
    serial.choice = uno(clock).device;
    await during(
      Promise.all([host.connect("serial"), host.connect("serial")]).then(() => {}),
      2000,
    );
    expect([phase(host), locks.held.length]).toEqual(["live", 1]);
  });
  it("a HID button is connected without a hello", async () => {
    const { host, hid, during, room } = makeBrowser().openTab("Kitchen");
    const button = new FakeHidDevice();
    hid.choice = [button];
    await during(host.connect("hid"));
    expect(host.view.value).toMatchObject({
      status: { phase: "live" },
      board: { kind: "hid", name: "Pomodoro button" },
    });
    button.sendInput([1]);
    expect(room.presses).toHaveLength(1);
  });
  it("the virtual board needs no device, holds no lock and is not remembered", async () => {
    const { openTab, locks, storage } = makeBrowser();
    const { host, during, virtual, room } = openTab("Kitchen");
    await during(host.connect("virtual"));
    expect([phase(host), locks.held, storage.entries.size]).toEqual(["live", [], 0]);
    virtual.press();
    await during(Promise.resolve());
    expect(room.presses).toEqual([{ on: 0, until: expect.any(Number), via: "board" }]);
  });
});

describe("the relay", () => {
  it("a press of the button presses the room and is listed with its latency in ms", async () => {
    const { host, board, room, clock } = await connectUno();
    board.press();
    await clock.advance(1);
    expect(room.presses).toEqual([{ on: 0, until: SERVER_START + 2051, via: "board" }]);
    expect(actions(host)).toEqual([["press", { ok: true, ms: 12 }]]);
    expect(host.view.value.events[0]).toMatchObject({ at: SERVER_START + 51 });
  });
  it("every change of the room changes the board's light", async () => {
    const { host, board, room, clock } = await connectUno();
    room.set(WORK_ROOM);
    await clock.advance(10);
    expect(board.light.value).toEqual({ state: 1, held: false, offline: false });
    expect(host.view.value.light).toEqual(board.light.value);
  });
  it("a board stays connected for six minutes in which nothing changes", async () => {
    const { host, board, room, clock } = await connectUno();
    room.set(WORK_ROOM);
    let offline = 0;
    board.light.subscribe(() => (offline += board.light.value.offline ? 1 : 0));
    await clock.advance(360_000);
    expect([phase(host), offline, logs(host)]).toEqual(["live", 0, []]);
  });
  it("while the room is out of reach the light shows offline, and a press is refused and never sent", async () => {
    const { host, board, room, clock } = await connectUno();
    room.setConnected(false);
    board.press();
    board.release();
    await clock.advance(10);
    expect(actions(host)).toEqual([["press", { ok: false, code: "out-of-reach" }]]);
    await clock.advance(6100);
    expect(board.light.value.offline).toBe(true);
    expect(host.view.value).toMatchObject({ isRoomReachable: false, light: { offline: true } });
    board.press(); // the board itself sends nothing while it shows offline
    board.release();
    await clock.advance(10);
    expect(actions(host)).toHaveLength(1);
    room.setConnected(true);
    await clock.advance(10_000);
    expect(room.presses).toEqual([]);
    expect(board.light.value.offline).toBe(false);
    expect(phase(host)).toBe("live");
  });
  it("a button held for 2 s skips", async () => {
    const { host, board, room, clock } = await connectUno();
    room.set(WORK_ROOM);
    board.press();
    await clock.advance(2100);
    expect(room.skips).toHaveLength(1);
    expect(actions(host).map(([action]) => action)).toEqual(["skip", "press"]);
  });
  it("the newest twenty events are listed, consecutive noise as one", async () => {
    const { host, device, board, clock } = await connectUno();
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

describe("a board that is plugged in again", () => {
  it("a replugged board is connected again with its new port object", async () => {
    const { host, serial, device, board, room, clock } = await connectUno();
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
  it("a replugged board that the system does not yet let the page open is tried again", async () => {
    const { host, serial, device, clock } = await connectUno();
    serial.unplug(device);
    device.failingOpens = 3;
    serial.replug(device);
    await clock.advance(1400);
    expect(phase(host)).toBe("opening");
    await clock.advance(200);
    expect(phase(host)).toBe("live");
  });
  it("a replug that is reported before the loss of the old port is not missed", async () => {
    const { host, serial, device, clock } = await connectUno();
    const unplugged = clock.advance(0);
    serial.unplug(device);
    serial.replug(device);
    await unplugged;
    await clock.advance(1000);
    expect(phase(host)).toBe("live");
  });
  it("a replug while the button is held skips nothing", async () => {
    const { serial, device, board, room, clock } = await connectUno();
    room.set(WORK_ROOM);
    board.press();
    await clock.advance(1000);
    serial.unplug(device);
    serial.replug(device);
    await clock.advance(10_000);
    expect(room.skips).toEqual([]);
  });
  it("a board of another model that is plugged in is not connected", async () => {
    const { host, serial, device, clock } = await connectUno();
    serial.unplug(device);
    serial.replug(new FakeSerialDevice({ usbVendorId: 1, usbProductId: 2 }));
    await clock.advance(1000);
    expect(phase(host)).toBe("waiting");
  });
  it("the sheet knows whether a board comes back by itself only after a replug has shown it", async () => {
    const { host, serial, device, during, clock } = await connectUno();
    const returns = () =>
      host.view.value.status.phase === "waiting" ? host.view.value.status.returns : "not waiting";
    serial.unplug(device);
    await clock.advance(10);
    expect(returns()).toBeNull();
    serial.replug(device);
    await clock.advance(50);
    serial.unplug(device);
    await clock.advance(10);
    expect(returns()).toBe(true);
    device.hasSerialNumber = false;
    serial.replug(device); // the browser does not report it: its grant is gone
    await clock.advance(1000);
    await during(host.connect("serial"));
    expect(phase(host)).toBe("live");
    serial.unplug(device);
    await clock.advance(10);
    expect(returns()).toBe(false);
  });
  it("a later visit knows that a board without a serial number does not come back by itself", async () => {
    const { host, serial, device, during, clock, openTab } = await connectUno();
    device.hasSerialNumber = false;
    serial.unplug(device);
    serial.replug(device);
    await clock.advance(10);
    await during(host.connect("serial"));
    await during(host.close());
    const visit = openTab("Kitchen");
    await visit.during(visit.host.start());
    expect(visit.host.view.value.status).toEqual({ phase: "waiting", kind: "serial", returns: false });
  });
  it("a replugged HID button is connected again", async () => {
    const { host, hid, during, clock } = makeBrowser().openTab("Kitchen");
    const button = new FakeHidDevice();
    hid.choice = [button];
    await during(host.connect("hid"));
    hid.unplug(button);
    expect(phase(host)).toBe("waiting");
    hid.plugIn(new FakeHidDevice());
    await clock.advance(10);
    expect(phase(host)).toBe("live");
  });
});

describe("the next visit", () => {
  it("the next visit connects the last board without a picker", async () => {
    const { host, during, openTab, device } = await connectUno();
    await during(host.close());
    const visit = openTab("Kitchen");
    visit.serial.grant(device);
    await visit.during(visit.host.start());
    expect([phase(visit.host), visit.serial.requests]).toEqual(["live", []]);
  });
  it("a port that never sent hello is not remembered", async () => {
    const { openTab, storage } = makeBrowser();
    const { host, serial, during } = openTab("Kitchen");
    serial.choice = new FakeSerialDevice(); // such as a modem
    await during(host.connect("serial"), 6000);
    expect([phase(host), storage.entries.size]).toEqual(["failed", 0]);
  });
  it("the next visit waits for a board that is not plugged in yet", async () => {
    const { host, during, openTab, device, clock } = await connectUno();
    await during(host.close());
    const visit = openTab("Kitchen");
    await visit.during(visit.host.start());
    expect(phase(visit.host)).toBe("waiting");
    visit.serial.replug(device);
    await clock.advance(50);
    expect(phase(visit.host)).toBe("live");
  });
  it("a visit without a remembered board does nothing", async () => {
    const { host, during } = makeBrowser().openTab("Kitchen");
    await during(host.start());
    expect(phase(host)).toBe("off");
  });
  it("storage that is forbidden or has an invalid value counts as no remembered board", () => {
    const forbidden = makeRememberedBoardStore(() => {
      throw new DOMException("denied", "SecurityError");
    });
    forbidden.set({ kind: "serial", key: "serial:1:2" });
    expect(forbidden.get()).toBeNull();
    expect(
      makeRememberedBoardStore(() => ({ ...makeStorage(), getItem: () => "virtual:x" })).get(),
    ).toBeNull();
  });
});

describe("disconnecting", () => {
  it("disconnecting releases the board, keeps it remembered, and a replug does not connect it", async () => {
    const { host, during, device, serial, storage, locks, clock } = await connectUno();
    await during(host.disconnect());
    expect([phase(host), device.openedBy, locks.held, storage.entries.size]).toEqual(["off", null, [], 1]);
    serial.unplug(device);
    serial.replug(device);
    await clock.advance(1000);
    expect(phase(host)).toBe("off");
  });
  it("forgetting a board gives its permission back", async () => {
    const { host, during, serial, storage } = await connectUno();
    await during(host.forget());
    expect([phase(host), await serial.getPorts(), storage.entries.size]).toEqual(["off", [], 0]);
  });
  it("disconnecting while a board is being connected leaves nothing open", async () => {
    const { openTab, clock, locks } = makeBrowser();
    const { host, serial, during } = openTab("Kitchen");
    const { device } = uno(clock);
    serial.choice = device;
    const connecting = host.connect("serial");
    await Promise.resolve();
    await Promise.resolve();
    await during(host.disconnect(), 2000);
    await connecting;
    expect([phase(host), device.openedBy, locks.held]).toEqual(["off", null, []]);
  });
  it("closing the host leaves no timer and no subscription", async () => {
    const { host, during, room, clock } = await connectUno();
    await during(host.close());
    await clock.advance(10_000);
    expect([clock.pendingCount, room.subscriberCount]).toEqual([0, 0]);
  });
});

describe("two tabs and one board", () => {
  it("a second tab that wants the board shows the owner's title and opens nothing", async () => {
    const { openTab, device, host, board, room, clock } = await connectUno();
    const second = openTab("Office");
    second.serial.choice = device;
    await second.during(second.host.connect("serial"));
    expect(second.host.view.value.status).toEqual({ phase: "elsewhere", owner: "Kitchen" });
    expect(phase(host)).toBe("live");
    board.press();
    await clock.advance(10);
    expect([room.presses.length, second.room.presses.length]).toEqual([1, 0]);
  });
  it("the second tab connects the board when the first disconnects", async () => {
    const { openTab, device, host, during, clock } = await connectUno();
    const second = openTab("Office");
    second.serial.choice = device;
    await second.during(second.host.connect("serial"));
    await during(host.disconnect());
    await clock.advance(1000);
    expect(phase(second.host)).toBe("live");
  });
  it("the tab that had the board connects it again after a replug", async () => {
    const { openTab, device, host, serial, clock } = await connectUno();
    const second = openTab("Office");
    second.serial.grant(device);
    await second.during(second.host.start());
    expect(phase(second.host)).toBe("elsewhere");
    for (const tab of [second.serial, serial]) tab.unplug(device);
    await clock.advance(10);
    for (const tab of [second.serial, serial]) tab.replug(device);
    await clock.advance(1000);
    expect([phase(second.host), phase(host)]).toEqual(["elsewhere", "live"]);
  });
  it("after a replug the second tab can still take the board over with its new port object", async () => {
    const { openTab, device, host, serial, during, clock } = await connectUno();
    const second = openTab("Office");
    second.serial.grant(device);
    await second.during(second.host.start());
    for (const tab of [second.serial, serial]) tab.unplug(device);
    await clock.advance(10);
    for (const tab of [second.serial, serial]) tab.replug(device);
    await clock.advance(1000);
    await during(host.disconnect());
    await clock.advance(1000);
    expect([phase(second.host), phase(host)]).toEqual(["live", "off"]);
  });
  it("two tabs can each connect one of two boards of the same model", async () => {
    const { openTab, device, serial, clock } = await connectUno();
    const other = uno(clock);
    serial.grant(other.device);
    const second = openTab("Office");
    second.serial.grant(device);
    second.serial.choice = other.device;
    await second.during(second.host.connect("serial"));
    expect(phase(second.host)).toBe("live");
    expect(other.device.openedBy).not.toBeNull();
  });
});

describe("the view", () => {
  it("subscribers of the view are called until they unsubscribe", async () => {
    const { host, during, virtual } = makeBrowser().openTab("Kitchen");
    let calls = 0;
    const stop = host.view.subscribe(() => calls++);
    await during(host.connect("virtual"));
    expect(calls).toBeGreaterThan(0);
    stop();
    calls = 0;
    virtual.press();
    await during(Promise.resolve());
    expect(calls).toBe(0);
  });
});
