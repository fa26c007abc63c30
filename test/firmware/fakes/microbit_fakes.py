"""A fake of the module microbit that main.py uses, as strict as its documentation."""

import sys

from world import Strict


def install(world, setup):
    class Image:
        def __init__(self, rows):
            if type(rows) is not str or len(rows.split(":")) != 5:
                raise ValueError("five rows")
            for row in rows.split(":"):
                if len(row) != 5 or not all(char in "0123456789" for char in row):
                    raise ValueError("five levels from 0 to 9 in a row")
            self._rows = rows

        def __mul__(self, factor):
            if type(factor) is not float or factor < 0:
                raise ValueError("brightness")
            return Image("".join(char if char == ":" else str(min(9, int(int(char) * factor))) for char in self._rows))

    class Display:
        def show(self, image):
            if type(image) is not Image:
                raise TypeError("an image")
            world.note("display", image._rows)

        def clear(self):
            world.note("display", "")

    class Button:
        def __init__(self, name):
            self._name = name

        def is_pressed(self):
            return bool(world.inputs.get(self._name))

    class Uart:
        def __init__(self):
            self._ready = False

        def init(self, baudrate):
            if baudrate != 115200:
                raise ValueError("baudrate")
            self._ready = True

        def any(self):
            if not self._ready:
                raise RuntimeError("not yet open")
            return bool(world.inputs.get("stdin"))

        def read(self, count):
            queue = world.inputs.get("stdin")
            if not self._ready or not 0 < count <= 64:
                raise ValueError("read")
            if not queue:
                return None
            return bytes([queue.pop(0) for _ in range(min(count, len(queue)))])

        def write(self, data):
            if not self._ready or type(data) is not str:
                raise TypeError("a string")
            world.note("stdout", data)
            return len(data)

    sys.modules["microbit"] = Strict(
        Image=Image,
        button_a=Button("a"),
        button_b=Button("b"),
        display=Display(),
        uart=Uart(),
        running_time=lambda: setup["ticks"] + world.now,
        sleep=world.advance,
    )
