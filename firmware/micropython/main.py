"""Shared Pomodoro for RP2040 (Pico) and ESP32: pins and serial port. README.md says how to wire and install.

Ctrl-C on the serial port ends it and gives the prompt back, as in any MicroPython program.
"""

import select
import sys
import time

from machine import PWM, Pin
from pomodoro_board import Board

MACHINE = sys.implementation._machine  # such as "Raspberry Pi Pico W with RP2040"
NAME = MACHINE.split(" with ")[-1].lower()

# Change the pins here. "light" is the board's own one-colour light, None without one.
if sys.platform == "rp2":
    PINS = {"button": 15, "red": 16, "green": 17, "blue": 18, "light": "LED"}
elif NAME == "esp32":
    PINS = {"button": 4, "red": 25, "green": 26, "blue": 27, "light": 2}
else:  # ESP32-S3, C3 and so on: 25 to 27 are missing or belong to the flash there
    PINS = {"button": 4, "red": 5, "green": 6, "blue": 7, "light": None}

FREQUENCY = 1000  # Hz: no flicker to be seen
AT_ONCE = 64  # bytes taken between two looks at the button


class Dimmable:
    """A pin with PWM; levels are 0 to 65535."""

    def __init__(self, pin):
        self._pwm = PWM(Pin(pin), freq=FREQUENCY, duty_u16=0)
        self._level = 0

    def show(self, level):
        if level != self._level:
            self._level = level
            self._pwm.duty_u16(level)


class Switched:
    """A light without PWM (a Pico W's hangs on its radio): what would be dim stays dark."""

    def __init__(self, pin):
        self._pin = Pin(pin, Pin.OUT, value=0)
        self._on = False

    def show(self, level):
        on = level > 32767
        if on != self._on:
            self._on = on
            self._pin.value(1 if on else 0)


class Absent:
    """No light of its own."""

    def show(self, level):
        pass


def own_light(pin):
    if pin is None:
        return Absent()
    return Switched(pin) if " W with " in MACHINE else Dimmable(pin)


def run():
    button = Pin(PINS["button"], Pin.IN, Pin.PULL_UP)
    lights = [Dimmable(PINS["red"]), Dimmable(PINS["green"]), Dimmable(PINS["blue"]), own_light(PINS["light"])]
    poller = select.poll()
    poller.register(sys.stdin, select.POLLIN)
    # Bounded: while nobody has the port open the USB stack drops, and a host that does not read is offline soon.
    board = Board(NAME, lambda line: sys.stdout.buffer.write(line.encode()), time.ticks_ms())
    try:
        while True:
            taken = 0
            while taken < AT_ONCE and poller.poll(0):
                board.take(sys.stdin.buffer.read(1)[0], time.ticks_ms())
                taken += 1
            levels = board.step(button.value() == 0, time.ticks_ms())
            for light, level in zip(lights, levels):
                light.show(level)
            time.sleep_ms(1)
    finally:
        for light in lights:
            light.show(0)


run()
