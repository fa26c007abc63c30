import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BoardError, ByteLink } from "../../../src/board/board";
import { makeSerialFinder, serialOf } from "../../../src/board/serial";
import { FakeClock, flushPromises } from "../../harness/fakes/fake-clock";
import { FakeSerial, FakeSerialDevice } from "../../harness/fakes/fake-serial";

const ascii = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
let unhandled: unknown[] = [];
const onUnhandled = (reason: unknown) => void unhandled.push(reason);

beforeEach(() => {
  unhandled = [];
  process.on("unhandledRejection", onUnhandled);
});
afterEach(async () => {
  await flushPromises();
  process.off("unhandledRejection", onUnhandled);
  expect(unhandled).toEqual([]);
});

/** A granted and opened port with a record of the bytes that it received and the errors that ended it. */
async function openPort() {
  const device = new FakeSerialDevice();
  const serial = new FakeSerial();
  const port = serial.grant(device);
  const finder = makeSerialFinder(serial);
  const [found] = await finder.getGranted();
  const link = await found!.open();
  const ends: BoardError[] = [];
  let received = "";
  link.start(
    (chunk) => (received += String.fromCharCode(...chunk)),
    (error) => ends.push(error),
  );
  return { device, serial, port, finder, link, ends, received: () => received };
}

const errorCode = (promise: Promise<unknown>) =>
  promise.then(
    () => "none",
    (error: BoardError) => error.code,
  );

describe("the picker", () => {
  it("the picker is shown without filters", async () => {
    const serial = new FakeSerial();
    serial.choice = new FakeSerialDevice();
    const found = await makeSerialFinder(serial).request();
    expect(found).toMatchObject({ key: "serial:2341:0043", name: "2341:0043" });
    expect(serial.requests).toEqual([undefined]);
  });
  it("a dismissed picker is not an error", async () => {
    expect(await makeSerialFinder(new FakeSerial()).request()).toBeNull();
  });
  it("a picker that is forbidden by a policy or opened without a user gesture gives the error blocked", async () => {
    const serial = new FakeSerial();
    serial.hasUserGesture = false;
    expect(await errorCode(makeSerialFinder(serial).request())).toBe("blocked");
  });
});

describe("a granted port", () => {
  it("a granted port is found again without a picker", async () => {
    const serial = new FakeSerial();
    serial.grant(new FakeSerialDevice());
    serial.grant(new FakeSerialDevice({}));
    const keys = (await makeSerialFinder(serial).getGranted()).map(({ key }) => key);
    expect(keys).toEqual(["serial:2341:0043", "serial:serial port"]);
  });
  it("a granted port that is not plugged in is not found", async () => {
    const serial = new FakeSerial();
    serial.grant(new FakeSerialDevice()).connected = false;
    expect(await makeSerialFinder(serial).getGranted()).toEqual([]);
  });
  it("findAlike finds the ports of one model in the browser's order, because a page cannot tell them apart", async () => {
    const serial = new FakeSerial();
    const ports = [serial.grant(new FakeSerialDevice()), serial.grant(new FakeSerialDevice())];
    serial.grant(new FakeSerialDevice({ usbVendorId: 1, usbProductId: 2 }));
    const [first] = await makeSerialFinder(serial).getGranted();
    expect((await first!.findAlike()).map(({ source }) => source)).toEqual(ports);
  });
  it("a granted port can be forgotten", async () => {
    const { finder, port, link } = await openPort();
    await link.close();
    await (await finder.getGranted())[0]!.forget();
    expect(port.isForgotten).toBe(true);
    expect(await finder.getGranted()).toEqual([]);
  });
});

describe("opening", () => {
  it("opening a port sets DTR and RTS high in one call", async () => {
    const { device } = await openPort();
    expect(device.signals).toEqual([{ dataTerminalReady: true, requestToSend: true }]);
  });
  it("setSignals sets DTR and RTS both low or both high in one call", async () => {
    const { device, link } = await openPort();
    await link.setSignals(false);
    await link.setSignals(true);
    expect(device.signals.slice(1)).toEqual([
      { dataTerminalReady: false, requestToSend: false },
      { dataTerminalReady: true, requestToSend: true },
    ]);
  });
  it("a port without DTR and RTS opens all the same", async () => {
    const serial = new FakeSerial();
    const port = serial.grant(new FakeSerialDevice());
    port.setSignals = () =>
      Promise.reject(new DOMException("Failed to set control signals.", "NetworkError"));
    const [found] = await makeSerialFinder(serial).getGranted();
    await expect(found!.open()).resolves.toBeDefined();
  });
  it("opening a port that is in use gives the error no-open", async () => {
    const { finder } = await openPort();
    expect(await errorCode((await finder.getGranted())[0]!.open())).toBe("no-open");
  });
});

describe("a driver that never answers", () => {
  const never = () => new Promise<void>(() => {});
  async function stuckPort() {
    const clock = new FakeClock();
    const serial = new FakeSerial();
    const device = new FakeSerialDevice();
    const port = serial.grant(device);
    const [found] = await makeSerialFinder(serial, clock).getGranted();
    return { clock, port, device, found: found! };
  }

  it("an open that never ends fails with no-open after 5 s, and a port that opens later is closed", async () => {
    const { clock, port, device, found } = await stuckPort();
    let finish = () => {};
    const { open } = port;
    port.open = async (options) => {
      await new Promise<void>((resolve) => (finish = resolve));
      return open.call(port, options);
    };
    const code = errorCode(found.open());
    await clock.advance(5000);
    expect(await code).toBe("no-open");
    finish();
    await flushPromises();
    expect([device.openedBy, port.readable]).toEqual([null, null]);
  });
  it("signals that are never set do not keep the port from being used", async () => {
    const { clock, port, found } = await stuckPort();
    port.setSignals = never;
    const link = found.open();
    await clock.advance(1000);
    await expect(link).resolves.toBeDefined();
  });
  it.each(["close", "cancel", "abort"] as const)(
    "a %s that never ends ends the closing of the port all the same",
    async (step) => {
      const { clock, port, device, found } = await stuckPort();
      const link = await found.open();
      if (step === "close") port.close = never;
      if (step === "abort") device.blocksAborts = true;
      if (step === "cancel") device.blocksCancels = true;
      link.start(
        () => {},
        () => {},
      );
      let isClosed = false;
      void link.close().then(() => (isClosed = true));
      await clock.advance(7000);
      expect(isClosed).toBe(true);
      if (step !== "close") expect(port.readable).toBeNull();
    },
  );
  it("a permission that is never given back does not keep the host waiting", async () => {
    const { clock, port, found } = await stuckPort();
    port.forget = never;
    const forgotten = found.forget();
    await clock.advance(1000);
    await expect(forgotten).resolves.toBeUndefined();
  });
});

describe("an open port", () => {
  it("an open port carries bytes in both directions", async () => {
    const { device, link, received } = await openPort();
    const sent: number[] = [];
    device.onBytes = (bytes) => sent.push(...bytes);
    await link.write(ascii("to\n"));
    device.send(ascii("fr"));
    device.send(ascii("om\n"));
    await flushPromises();
    expect([String.fromCharCode(...sent), received()]).toEqual(["to\n", "from\n"]);
  });

  it.each(["FramingError", "BreakError", "BufferOverrunError", "ParityError"])(
    "after a %s the port is read through its new stream",
    async (name) => {
      const { device, port, received, ends } = await openPort();
      device.send(ascii("a"));
      await flushPromises();
      port.failStream(name);
      await flushPromises();
      device.send(ascii("b"));
      await flushPromises();
      expect([received(), ends]).toEqual(["ab", []]);
    },
  );

  it("a port that is being read and written can be closed, because its streams are unlocked first", async () => {
    const { device, port, link, ends } = await openPort();
    await link.close();
    await link.close();
    expect([device.openedBy, port.readable, port.writable, ends]).toEqual([null, null, null, []]);
  });

  it("a port whose board does not read can be closed", async () => {
    const { device, link } = await openPort();
    device.blocksWrites = true;
    void link.write(ascii("x")).catch(() => {});
    await flushPromises();
    await link.close();
    expect(device.openedBy).toBeNull();
  });

  it("a closed port can be opened again", async () => {
    const { finder, link } = await openPort();
    await link.close();
    await expect((await finder.getGranted())[0]!.open()).resolves.toBeDefined();
  });

  it("writing to a closed port is rejected", async () => {
    const { link } = await openPort();
    await link.close();
    expect(await errorCode(link.write(ascii("x")))).toBe("unplugged");
  });
});

describe("a replug", () => {
  it("an unplugged device is reported once, and its old port closes without an error", async () => {
    const { device, serial, link, ends } = await openPort();
    serial.unplug(device);
    await flushPromises();
    expect(ends).toMatchObject([{ code: "unplugged", message: "The device has been lost." }]);
    await expect(link.write(ascii("x"))).rejects.toBeDefined();
    await link.close();
  });

  it("a replugged device arrives as the new port of the event, which can be opened", async () => {
    const { device, serial, finder, link, port } = await openPort();
    const opened: ByteLink[] = [];
    const keys: (string | null)[] = [];
    const stop = finder.onConnect((found) => {
      keys.push(found.key);
      void found.open().then((next) => opened.push(next));
    });
    serial.unplug(device);
    await flushPromises();
    await link.close();
    const next = serial.replug(device);
    await flushPromises();
    expect(next).not.toBe(port);
    expect([keys, opened.length, device.openedBy]).toEqual([["serial:2341:0043"], 1, next]);
    stop();
    serial.replug(new FakeSerialDevice());
    expect(keys).toHaveLength(1);
  });
});

describe("feature detection", () => {
  it("serialOf returns navigator.serial, or null where the browser has none", () => {
    const serial = new FakeSerial();
    expect([serialOf({}), serialOf({ serial })]).toEqual([null, serial]);
  });
});
