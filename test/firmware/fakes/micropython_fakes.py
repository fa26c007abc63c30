"""Fakes of the MicroPython modules that main.py uses, as strict as their documentation."""

import sys
import time as real_time

from world import Strict

PERIOD = 1 << 30  # ms after which ticks_ms() of RP2 and ESP32 wraps to 0


def install(world, setup):
    used = []

    class Pin:
        IN, OUT, PULL_UP = 0, 1, 2

        def __init__(self, id, mode=-1, pull=-1, *, value=None):
            if id != "LED" and not (type(id) is int and 0 <= id <= 48):
                raise ValueError("invalid pin")
            if id == "LED" and setup["platform"] != "rp2":
                raise ValueError("invalid pin")
            if id in used:
                raise ValueError("pin %s has two uses" % id)
            used.append(id)
            self._id, self._mode, self._pull = id, mode, pull
            if mode == Pin.OUT:
                world.note(str(id), 65535 if value else 0)

        def value(self, *level):
            if level:
                if self._mode != Pin.OUT:
                    raise ValueError("no output")
                world.note(str(self._id), 65535 if level[0] else 0)
                return None
            if (self._mode, self._pull) != (Pin.IN, Pin.PULL_UP):
                raise ValueError("a button to ground needs a pull-up")
            return 0 if world.inputs.get("button") else 1

    class PWM:
        def __init__(self, pin, *, freq, duty_u16):
            if type(pin) is not Pin:
                raise TypeError("no pin")
            if pin._id == "LED" and " W with " in setup["machine"]:
                raise ValueError("this pin has no PWM")
            if not 8 <= freq <= 40000:
                raise ValueError("freq")
            self._id = str(pin._id)
            self.duty_u16(duty_u16)

        def duty_u16(self, level):
            if type(level) is not int or not 0 <= level <= 65535:
                raise ValueError("duty_u16")
            world.note(self._id, level)

    class Input:
        def read(self, count):
            queue = world.inputs.get("stdin")
            if count != 1 or not queue:
                raise RuntimeError("a read that would block")
            return bytes((queue.pop(0),))

    class Output:
        def write(self, data):
            if type(data) is not bytes:
                raise TypeError("bytes")
            world.note("stdout", data.decode())
            return len(data)

    stdin = Strict(buffer=Input())
    stdout = Strict(buffer=Output())

    class Poll:
        def __init__(self):
            self._watched = []

        def register(self, stream, events):
            if stream is not stdin or events != 1:
                raise ValueError("register")
            self._watched.append(stream)

        def poll(self, timeout):
            if timeout != 0 or not self._watched:
                raise ValueError("a poll that would wait")
            return [(stdin, 1)] if world.inputs.get("stdin") else []

    def ticks_ms():
        return (setup["ticks"] + world.now) % PERIOD

    def ticks_add(ticks, delta):
        return (ticks + delta) % PERIOD

    def ticks_diff(end, start):
        return (end - start + PERIOD // 2) % PERIOD - PERIOD // 2

    modules = {
        "machine": Strict(Pin=Pin, PWM=PWM),
        "select": Strict(POLLIN=1, poll=Poll),
        "time": Strict(
            ticks_ms=ticks_ms, ticks_add=ticks_add, ticks_diff=ticks_diff, sleep_ms=world.advance
        ),
        "sys": Strict(
            platform=setup["platform"],
            implementation=Strict(name="micropython", version=(1, 27, 0, ""), _machine=setup["machine"]),
            stdin=stdin,
            stdout=stdout,
        ),
    }
    for name, module in modules.items():
        sys.modules[name] = module
