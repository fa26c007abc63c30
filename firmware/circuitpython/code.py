"""Shared Pomodoro as a HID button on an RP2040: it says when it is pressed, and shows the colour it is told.

The rhythms are the app's; the board only blinks where it is asked to. README.md says how to wire and install.
"""

import time

import board
import digitalio
import pwmio
import supervisor
import usb_hid

# Change the pins here.
BUTTON, RED, GREEN, BLUE = board.GP15, board.GP16, board.GP17, board.GP18

FREQUENCY = 1000  # Hz: no flicker to be seen
DEBOUNCE = 20  # ms a level must last to count
BLINK = 500  # ms on, then as long off
STEP = 0.001  # s between two looks
TICKS = 1 << 29  # where supervisor.ticks_ms() begins again, after 6 days


def since(then, now):
    """ms between two ticks, whichever side of the wrap they lie."""
    return (now - then) % TICKS


class Button:
    """The button, debounced; `pressed` is None until its first level has lasted."""

    def __init__(self, pin):
        self._pin = digitalio.DigitalInOut(pin)
        self._pin.switch_to_input(pull=digitalio.Pull.UP)
        self.pressed = None
        self._seen = None
        self._changed = 0

    def poll(self, now):
        seen = not self._pin.value
        if seen != self._seen:
            self._seen = seen
            self._changed = now
        elif seen != self.pressed and since(self._changed, now) >= DEBOUNCE:
            self.pressed = seen


class Light:
    """The RGB light: the last colour it was told, blinking or not."""

    def __init__(self, *pins):
        self._pwm = [pwmio.PWMOut(pin, frequency=FREQUENCY, duty_cycle=0) for pin in pins]
        self._told = bytes(4)
        self._shown = bytes(3)
        self._turned = 0
        self._dark = False

    def tell(self, report, now):
        report = bytes(report)
        if report == self._told:
            return
        if (report[3] & 1) and not (self._told[3] & 1):  # a blink begins with light; a new colour keeps its beat
            self._turned = now
            self._dark = False
        self._told = report

    def show(self, now):
        if self._told[3] & 1:
            while since(self._turned, now) >= BLINK:
                self._turned = (self._turned + BLINK) % TICKS
                self._dark = not self._dark
        else:
            self._dark = False
        levels = bytes(3) if self._dark else self._told[:3]
        if levels == self._shown:
            return
        self._shown = levels
        for pwm, level in zip(self._pwm, levels):
            pwm.duty_cycle = level * 257  # 255 becomes 65535


def find_device():
    for device in usb_hid.devices:
        if device.usage_page == 0xFF00 and device.usage == 0x01:
            return device
    raise RuntimeError("No button on USB: copy boot.py too, then unplug the board and plug it in again")


def run():
    device = find_device()
    button = Button(BUTTON)
    light = Light(RED, GREEN, BLUE)
    reported = False
    while True:
        now = supervisor.ticks_ms()
        button.poll(now)
        if not supervisor.runtime.usb_connected:
            light.tell(bytes(4), now)
            reported = bool(button.pressed)  # a press that nobody could hear is over
        elif button.pressed is not None and button.pressed != reported:
            try:
                device.send_report(bytes((1 if button.pressed else 0,)))
                reported = button.pressed
            except OSError:  # USB is busy or asleep: again in the next step
                pass
        report = device.get_last_received_report()
        if report is not None and len(report) == 4:
            light.tell(report, now)
        light.show(now)
        time.sleep(STEP)


run()
