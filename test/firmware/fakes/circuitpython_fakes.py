"""Fakes of the CircuitPython modules that boot.py and code.py use, as strict as their documentation."""

import sys

from world import Strict

TICKS = 1 << 29  # ms after which supervisor.ticks_ms() wraps to 0


def install(world, setup):
    used = []

    class McuPin(Strict):
        pass

    def claim(pin):
        if type(pin) is not McuPin or pin in used:
            raise ValueError("%s in use" % pin.name)
        used.append(pin)

    class DigitalInOut:
        def __init__(self, pin):
            claim(pin)
            object.__setattr__(self, "_pulled", False)

        def __setattr__(self, name, value):
            raise AttributeError(name)

        def switch_to_input(self, pull=None):
            if pull != "up":
                raise ValueError("a button to ground needs a pull-up")
            object.__setattr__(self, "_pulled", True)

        @property
        def value(self):
            if not self._pulled:
                raise RuntimeError("not yet an input")
            return not world.inputs.get("button")

    class PWMOut:
        def __init__(self, pin, *, duty_cycle=0, frequency=500, variable_frequency=False):
            claim(pin)
            object.__setattr__(self, "_name", pin.name)
            self.duty_cycle = duty_cycle

        def __setattr__(self, name, value):
            if name != "duty_cycle":
                raise AttributeError(name)
            if type(value) is not int or not 0 <= value <= 65535:
                raise ValueError("duty_cycle")
            world.note(self._name, value)

    class Device:
        """boot.py creates these, and usb_hid.devices then contains them."""

        def __init__(
            self,
            *,
            report_descriptor,
            usage_page,
            usage,
            report_ids,
            in_report_lengths,
            out_report_lengths,
        ):
            if type(report_descriptor) is not bytes:
                raise TypeError("report_descriptor")
            if not len(report_ids) == len(in_report_lengths) == len(out_report_lengths):
                raise ValueError("lengths")
            for name, value in (
                ("usage_page", usage_page),
                ("usage", usage),
                ("_in", in_report_lengths[0]),
                ("_out", out_report_lengths[0]),
                ("_ids", report_ids),
                ("_descriptor", report_descriptor),
            ):
                object.__setattr__(self, name, value)

        def __setattr__(self, name, value):
            raise AttributeError(name)

        def send_report(self, report, report_id=None):
            if type(report) not in (bytes, bytearray) or len(report) != self._in or report_id is not None:
                raise ValueError("Buffer incorrect size")
            if world.inputs.get("busy"):
                raise OSError("USB busy")
            world.note("report", list(report))

        def get_last_received_report(self, report_id=None):
            queue = world.inputs.get("report")
            if report_id is not None:
                raise ValueError("Invalid report_id")
            return bytes(queue.pop(0)) if queue else None

    def enable(devices, boot_device=0):
        if type(devices) is not tuple or not all(type(device) is Device for device in devices):
            raise TypeError("devices")
        ids = [id for device in devices for id in device._ids]
        if 0 in ids and len(ids) > 1:
            raise ValueError("no report id, so it has to be the only device")
        setup["enabled"] = devices
        world.note(
            "enable",
            [
                {
                    "descriptor": list(device._descriptor),
                    "usagePage": device.usage_page,
                    "usage": device.usage,
                    "ids": list(device._ids),
                    "in": device._in,
                    "out": device._out,
                }
                for device in devices
            ],
        )

    class Runtime:
        def __setattr__(self, name, value):
            raise AttributeError(name)

        @property
        def usb_connected(self):
            return not world.inputs.get("unplugged")

    class Usb(Strict):
        @property
        def devices(self):
            return setup.get("enabled", ())

    def sleep(seconds):
        world.advance(round(seconds * 1000))

    modules = {
        "time": Strict(sleep=sleep),
        "board": Strict(**{"GP%d" % n: McuPin(name="GP%d" % n) for n in range(23)}),
        "digitalio": Strict(DigitalInOut=DigitalInOut, Pull=Strict(UP="up", DOWN="down")),
        "pwmio": Strict(PWMOut=PWMOut),
        "supervisor": Strict(
            ticks_ms=lambda: (setup["ticks"] + world.now) % TICKS, runtime=Runtime()
        ),
        "usb_hid": Usb(Device=Device, enable=enable),
    }
    for name, module in modules.items():
        sys.modules[name] = module
