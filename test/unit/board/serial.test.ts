import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BoardError, ByteLink } from "../../../src/board/board";
import { makeSerialFinder, serialOf } from "../../../src/board/serial";
import { settle } from "../../harness/fakes/fake-clock";
import { FakeSerial, FakeSerialDevice } from "../../harness/fakes/fake-serial";

const ascii = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
let unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);

beforeEach(() => {
  unhandled = [];
  process.on("unhandledRejection", note);
});
afterEach(async () => {
  await settle();
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

/** A granted and opened port; what it says and why it ends is written down. */
async function opened() {
  const device = new FakeSerialDevice();
  const serial = new FakeSerial();
  const port = serial.grant(device);
  const finder = makeSerialFinder(serial);
  const [found] = await finder.granted();
  const link = await found!.open();
  const ends: BoardError[] = [];
  let heard = "";
  link.start(
    (chunk) => (heard += String.fromCharCode(...chunk)),
    (error) => ends.push(error),
  );
  return { device, serial, port, finder, link, ends, heard: () => heard };
}

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => "none",
    (error: BoardError) => error.code,
  );

describe("the picker", () => {
  it("is shown without filters", async () => {
    const serial = new FakeSerial();
    serial.choice = new FakeSerialDevice();
    const found = await makeSerialFinder(serial).request();
    expect(found).toMatchObject({ key: "serial:2341:0043", name: "2341:0043" });
    expect(serial.asked).toEqual([undefined]);
  });
  it("dismissed is not an error", async () => {
    expect(await makeSerialFinder(new FakeSerial()).request()).toBeNull();
  });
  it("refused by policy, or asked without a tap, is blocked", async () => {
    const serial = new FakeSerial();
    serial.tapped = false;
    expect(await code(makeSerialFinder(serial).request())).toBe("blocked");
  });
});

describe("a granted port", () => {
  it("is found again without a picker", async () => {
    const serial = new FakeSerial();
    serial.grant(new FakeSerialDevice());
    serial.grant(new FakeSerialDevice({}));
    const keys = (await makeSerialFinder(serial).granted()).map(({ key }) => key);
    expect(keys).toEqual(["serial:2341:0043", "serial:serial port"]);
  });
  it("that is not plugged in is not offered", async () => {
    const serial = new FakeSerial();
    serial.grant(new FakeSerialDevice()).connected = false;
    expect(await makeSerialFinder(serial).granted()).toEqual([]);
  });
  it("knows how many of its make there are, for a page cannot tell them apart", async () => {
    const serial = new FakeSerial();
    serial.grant(new FakeSerialDevice());
    serial.grant(new FakeSerialDevice());
    serial.grant(new FakeSerialDevice({ usbVendorId: 1, usbProductId: 2 }));
    const [first] = await makeSerialFinder(serial).granted();
    expect(await first!.alike()).toBe(2);
  });
  it("can be forgotten", async () => {
    const { finder, port, link } = await opened();
    await link.close();
    await (await finder.granted())[0]!.forget();
    expect(port.forgotten).toBe(true);
    expect(await finder.granted()).toEqual([]);
  });
});

describe("opening", () => {
  it("sets DTR and RTS both high, in one call", async () => {
    const { device } = await opened();
    expect(device.signals).toEqual([{ dataTerminalReady: true, requestToSend: true }]);
  });
  it("can set both low, in one call", async () => {
    const { device, link } = await opened();
    await link.lowerSignals();
    expect(device.signals[1]).toEqual({ dataTerminalReady: false, requestToSend: false });
  });
  it("does without modem lines where there are none", async () => {
    const serial = new FakeSerial();
    const port = serial.grant(new FakeSerialDevice());
    port.setSignals = () =>
      Promise.reject(new DOMException("Failed to set control signals.", "NetworkError"));
    const [found] = await makeSerialFinder(serial).granted();
    await expect(found!.open()).resolves.toBeDefined();
  });
  it("a port in use by another program says that it cannot be opened", async () => {
    const { finder } = await opened();
    expect(await code((await finder.granted())[0]!.open())).toBe("no-open");
  });
});

describe("an open port", () => {
  it("carries bytes both ways", async () => {
    const { device, link, heard } = await opened();
    const sent: number[] = [];
    device.onBytes = (bytes) => sent.push(...bytes);
    await link.write(ascii("to\n"));
    device.send(ascii("fr"));
    device.send(ascii("om\n"));
    await settle();
    expect([String.fromCharCode(...sent), heard()]).toEqual(["to\n", "from\n"]);
  });

  it.each(["FramingError", "BreakError", "BufferOverrunError", "ParityError"])(
    "reads on after a %s, with the stream that the port then offers",
    async (name) => {
      const { device, port, heard, ends } = await opened();
      device.send(ascii("a"));
      await settle();
      port.stumble(name);
      await settle();
      device.send(ascii("b"));
      await settle();
      expect([heard(), ends]).toEqual(["ab", []]);
    },
  );

  it("closes although it is being read and written: nothing is locked any more", async () => {
    const { device, port, link, ends } = await opened();
    await link.close();
    await link.close();
    expect([device.openedBy, port.readable, port.writable, ends]).toEqual([null, null, null, []]);
  });

  it("closes although the board takes nothing", async () => {
    const { device, link } = await opened();
    device.stuck = true;
    void link.write(ascii("x")).catch(() => {});
    await settle();
    await link.close();
    expect(device.openedBy).toBeNull();
  });

  it("can be opened again after it was closed", async () => {
    const { finder, link } = await opened();
    await link.close();
    await expect((await finder.granted())[0]!.open()).resolves.toBeDefined();
  });

  it("refuses to write once closed", async () => {
    const { link } = await opened();
    await link.close();
    expect(await code(link.write(ascii("x")))).toBe("unplugged");
  });
});

describe("a replug", () => {
  it("tells once that the device has been lost, and the old port closes quietly", async () => {
    const { device, serial, link, ends } = await opened();
    serial.unplug(device);
    await settle();
    expect(ends).toMatchObject([{ code: "unplugged", message: "The device has been lost." }]);
    await expect(link.write(ascii("x"))).rejects.toBeDefined();
    await link.close();
  });

  it("hands over a new port, taken from the event, and it works", async () => {
    const { device, serial, finder, link, port } = await opened();
    const arrived: ByteLink[] = [];
    const keys: (string | null)[] = [];
    const stop = finder.onArrival((found) => {
      keys.push(found.key);
      void found.open().then((next) => arrived.push(next));
    });
    serial.unplug(device);
    await settle();
    await link.close();
    const next = serial.replug(device);
    await settle();
    expect(next).not.toBe(port);
    expect([keys, arrived.length, device.openedBy]).toEqual([["serial:2341:0043"], 1, next]);
    stop();
    serial.replug(new FakeSerialDevice());
    expect(keys).toHaveLength(1);
  });
});

describe("features", () => {
  it("are detected, never browsers", () => {
    const serial = new FakeSerial();
    expect([serialOf({}), serialOf({ serial })]).toEqual([null, serial]);
  });
});
