"""Shared Pomodoro as a HID button on an RP2040: it reports its button and shows the colour that it receives.

The app plays the rhythms; the board itself only blinks if a report requests it. README.md explains wiring and
installation.
"""

import time

import board
import digitalio
import pwmio
import supervisor
import usb_hid

# Change the pins here.
BUTTON, RED, GREEN, BLUE = board.GP15, board.GP16, board.GP17, board.GP18

PWM_FREQUENCY = 1000  # Hz: too fast for visible flicker
DEBOUNCE = 20  # ms that a level must last to count
BLINK = 500  # ms on, then 500 ms off
STEP = 0.001  # s between two steps of the main loop
TICKS = 1 << 29  # ms after which supervisor.ticks_ms() wraps to 0 (6 days)


def elapsed(then, now):
    """Returns the ms between two ticks, also across the wrap."""
    return (now - then) % TICKS


class Button:
    """The debounced button; `pressed` is None until the first level is stable."""

    def __init__(self, pin):
        self._pin = digitalio.DigitalInOut(pin)
        self._pin.switch_to_input(pull=digitalio.Pull.UP)
        self.pressed = None
        self._raw = None
        self._changed_at = 0

    def poll(self, now):
        raw = not self._pin.value
        if raw != self._raw:
            self._raw = raw
            self._changed_at = now
        elif raw != self.pressed and elapsed(self._changed_at, now) >= DEBOUNCE:
            self.pressed = raw


class Light:
    """The RGB light: shows the last colour that it received, steady or blinking."""

    def __init__(self, *pins):
        self._pwm = [pwmio.PWMOut(pin, frequency=PWM_FREQUENCY, duty_cycle=0) for pin in pins]
        self._report = bytes(4)
        self._shown = bytes(3)
        self._toggled_at = 0
        self._dark = False

    def receive(self, report, now):
        report = bytes(report)
        if report == self._report:
            return
        # Blinking starts with light; a new colour does not restart it.
        if (report[3] & 1) and not (self._report[3] & 1):
            self._toggled_at = now
            self._dark = False
        self._report = report

    def show(self, now):
        if self._report[3] & 1:
            while elapsed(self._toggled_at, now) >= BLINK:
                self._toggled_at = (self._toggled_at + BLINK) % TICKS
                self._dark = not self._dark
        else:
            self._dark = False
        levels = bytes(3) if self._dark else self._report[:3]
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
            light.receive(bytes(4), now)
            reported = bool(button.pressed)  # a press while USB is disconnected is not reported later
        elif button.pressed is not None and button.pressed != reported:
            try:
                device.send_report(bytes((1 if button.pressed else 0,)))
                reported = button.pressed
            except OSError:  # USB is busy or suspended: the next step tries again
                pass
        report = device.get_last_received_report()
        if report is not None and len(report) == 4:
            light.receive(report, now)
        light.show(now)
        time.sleep(STEP)


run()
