import { describe, expect, it } from "vitest";
import { runSnippet } from "./micropython";

const pin = "from machine import Pin, PWM\n";
const hid = "import board, digitalio, pwmio, supervisor, time, usb_hid\n";

describe("the fake modules are as strict as the real ones", () => {
  it.each([
    ["a module that boards do not have", "import requests"],
    ["a name that the module lacks", "from machine import Button"],
    ["a function that the module lacks", "import time\ntime.sleep(1)"],
    ["an attribute of sys that boards do not have", "import sys\nsys.argv"],
    ["a pin that does not exist", `${pin}Pin(99)`],
    ["a pin with two uses", `${pin}Pin(4)\nPin(4)`],
    ["a button without its pull-up", `${pin}Pin(4, Pin.IN).value()`],
    ["a duty that is not an integer", `${pin}PWM(Pin(4), freq=1000, duty_u16=0.5)`],
    ["a duty above the maximum", `${pin}PWM(Pin(4), freq=1000, duty_u16=65536)`],
    ["a read that would block", "import sys\nsys.stdin.buffer.read(1)"],
    ["text where bytes belong", "import sys\nsys.stdout.buffer.write('x')"],
  ])("the fake MicroPython modules reject %s", async (_, program) => {
    expect((await runSnippet("micropython", program)).error).not.toBeNull();
  });

  it.each([
    ["a name that the module lacks", "import board\nboard.D99"],
    ["an attribute that a pin lacks", `${hid}digitalio.DigitalInOut(board.GP1).pull = 1`],
    ["a pin with two uses", `${hid}pwmio.PWMOut(board.GP1)\npwmio.PWMOut(board.GP1)`],
    ["a light with an unknown attribute", `${hid}pwmio.PWMOut(board.GP1).level = 1`],
    ["a duty above the maximum", `${hid}pwmio.PWMOut(board.GP1).duty_cycle = 65536`],
    ["an unknown part of the runtime", `${hid}supervisor.runtime.usb_ready`],
    ["a device without its descriptor", `${hid}usb_hid.Device(usage_page=1, usage=1)`],
  ])("the fake CircuitPython modules reject %s", async (_, program) => {
    expect((await runSnippet("circuitpython", program)).error).not.toBeNull();
  });

  it("the fake modules of both accept a correct program", async () => {
    const microPythonProgram = `${pin}PWM(Pin(4), freq=1000, duty_u16=65535)\nassert Pin(5, Pin.IN, Pin.PULL_UP).value() == 1`;
    expect((await runSnippet("micropython", microPythonProgram)).error).toBeNull();
    const circuitPythonProgram = `${hid}pwmio.PWMOut(board.GP1, frequency=1000).duty_cycle = 65535\nassert supervisor.runtime.usb_connected`;
    expect((await runSnippet("circuitpython", circuitPythonProgram)).error).toBeNull();
  });
});
