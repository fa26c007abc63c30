"""Shared Pomodoro for RP2040 (Pico) and ESP32: pins and serial port. README.md explains wiring and installation.

Ctrl-C on the serial port ends the program and returns to the prompt, as in any MicroPython program.
"""

import select
import sys
import time

from machine import PWM, Pin
from pomodoro_board import Board

MACHINE = sys.implementation._machine  # such as "Raspberry Pi Pico W with RP2040"
NAME = MACHINE.split(" with ")[-1].lower()

# Change the pins here. "light" is the board's built-in one-colour light; None if it has none.
if sys.platform == "rp2":
    PINS = {"button": 15, "red": 16, "green": 17, "blue": 18, "light": "LED"}
elif NAME == "esp32":
    PINS = {"button": 4, "red": 25, "green": 26, "blue": 27, "light": 2}
else:  # ESP32-S3, C3 and others: pins 25 to 27 are missing or connected to the flash memory
    PINS = {"button": 4, "red": 5, "green": 6, "blue": 7, "light": None}

PWM_FREQUENCY = 1000  # Hz: too fast for visible flicker
MAX_BYTES_PER_STEP = 64  # bytes that are read before the button is read again


class Dimmable:
    """A pin with PWM; levels are 0 to 65535."""

    def __init__(self, pin):
        self._pwm = PWM(Pin(pin), freq=PWM_FREQUENCY, duty_u16=0)
        self._level = 0

    def show(self, level):
        if level != self._level:
            self._level = level
            self._pwm.duty_u16(level)


class Switched:
    """A light that can only be on or off (a Pico W's is connected to its radio chip): a dim level stays dark."""

    def __init__(self, pin):
        self._pin = Pin(pin, Pin.OUT, value=0)
        self._on = False

    def show(self, level):
        on = level > 32767
        if on != self._on:
            self._on = on
            self._pin.value(1 if on else 0)


class Absent:
    """A board without a built-in light."""

    def show(self, level):
        pass


def built_in_light(pin):
    if pin is None:
        return Absent()
    return Switched(pin) if " W with " in MACHINE else Dimmable(pin)


def run():
    button = Pin(PINS["button"], Pin.IN, Pin.PULL_UP)
    lights = [Dimmable(PINS["red"]), Dimmable(PINS["green"]), Dimmable(PINS["blue"]), built_in_light(PINS["light"])]
    poller = select.poll()
    poller.register(sys.stdin, select.POLLIN)
    # write() never blocks for long: the USB stack discards bytes while the port is not open, and the board sends no
    # button events to a host that has been silent.
    board = Board(NAME, lambda line: sys.stdout.buffer.write(line.encode()), time.ticks_ms())
    try:
        while True:
            count = 0
            while count < MAX_BYTES_PER_STEP and poller.poll(0):
                board.receive(sys.stdin.buffer.read(1)[0], time.ticks_ms())
                count += 1
            levels = board.step(button.value() == 0, time.ticks_ms())
            for light, level in zip(lights, levels):
                light.show(level)
            time.sleep_ms(1)
    finally:
        for light in lights:
            light.show(0)


run()
