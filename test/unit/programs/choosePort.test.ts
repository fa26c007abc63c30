import { describe, expect, it, vi } from "vitest";
import { makePortChooser } from "../../../src/programs/choosePort";
import { FakeClock, flushPromises } from "../../harness/fakes/fake-clock";
import { FakeSerial, FakeSerialDevice } from "../../harness/fakes/fake-serial";

/** A browser with one granted board, and nothing chosen, as for an installer that opens a picker of its own. */
function setUp() {
  const clock = new FakeClock();
  const serial = new FakeSerial();
  const device = new FakeSerialDevice();
  serial.grant(device);
  serial.choice = device;
  const controller = new AbortController();
  const onAsk = vi.fn();
  const chooser = makePortChooser(serial, null, { timers: clock, signal: controller.signal }, onAsk);
  return { clock, serial, device, controller, onAsk, chooser };
}

describe("the ports of a board whose first port nobody has chosen", () => {
  it.each(["board", "again"] as const)("%s is asked for, and the chosen port is given", async (why) => {
    const { clock, onAsk, chooser } = setUp();
    await flushPromises();
    const chosen = chooser.choosePort(why);
    await clock.advance(1000);
    expect(onAsk.mock.calls).toEqual(why === "board" ? [["board"]] : []); // a board that restarts has 1.5 s
    await clock.advance(1000);
    expect(onAsk.mock.calls).toEqual([[why]]);
    expect(chooser.last).toBeNull();
    await chooser.pick();
    const port = await chosen;
    expect(port).toBe(chooser.last);
    expect(onAsk.mock.calls).toEqual([[why], [null]]);
  });

  it("a port that appears by itself is not taken, because it may belong to any board", async () => {
    const { clock, serial, onAsk, chooser } = setUp();
    await flushPromises();
    const taken = vi.fn();
    void chooser.choosePort("again").then(taken);
    serial.grant(new FakeSerialDevice());
    await clock.advance(5000);
    expect(taken).not.toHaveBeenCalled();
    expect(onAsk.mock.calls).toEqual([["again"]]);
  });

  it("a dismissed picker keeps the question, and Cancel ends it", async () => {
    const { clock, serial, controller, onAsk, chooser } = setUp();
    const chosen = chooser.choosePort("board").catch((error: unknown) => error);
    await clock.advance(10);
    serial.choice = null;
    await chooser.pick();
    expect(onAsk.mock.calls).toEqual([["board"]]);
    controller.abort("cancelled");
    expect(await chosen).toBe("cancelled");
  });
});
