"""A button and a light for a host tab, with version 1 of the protocol in docs/board.md.

This module uses no pins and no clock: its times are arguments, as values of ticks_ms().
"""

from time import ticks_add, ticks_diff

from pomodoro_light import OFFLINE, PERIOD, levels_at
from pomodoro_line import TOO_LONG, LineReader, parse_line

DEBOUNCE = 20  # ms that a level must last to count
OFFLINE_AFTER = 6000  # ms without a line from the host, after which the light shows offline


class Button:
    """The debounced button."""

    def __init__(self):
        self._raw = None
        self._stable = None
        self._changed_at = 0

    def poll(self, pressed, now):
        """Returns "down", "up" or None."""
        if pressed != self._raw:
            self._raw = pressed
            self._changed_at = now
        if self._raw == self._stable or ticks_diff(now, self._changed_at) < DEBOUNCE:
            return None
        first = self._stable is None  # the first stable level is no event: a button held at start is no press
        self._stable = self._raw
        return None if first else "down" if pressed else "up"


class Board:
    def __init__(self, name, send, now):
        self._name = name
        self._send = send
        self._reader = LineReader()
        self._button = Button()
        self._events = 0  # the last `n`; counts from 1 at each start
        self._online = False  # a flag, because ticks_diff() only works up to 6 days
        self._received_at = now
        self._mode = OFFLINE  # the last state received; OFFLINE before the first
        self._held = False
        self._shown = None
        self._shown_since = now
        self._hello()

    def receive(self, byte, now):
        """Takes one byte from the host."""
        line = self._reader.take(byte)
        if line is None:
            return
        if line is TOO_LONG:
            return self._error(TOO_LONG)
        fields = parse_line(line)
        if fields is None:
            return self._error("bad-json")
        # Only a valid line keeps the light online; noise does not.
        if self._answer(fields):
            self._online = True
            self._received_at = now

    def step(self, pressed, now):
        """Takes the button's level; returns the lights' levels: red, green, blue and one-colour, 0 to 65535 each."""
        if self._online and ticks_diff(now, self._received_at) >= OFFLINE_AFTER:
            self._online = False
        edge = self._button.poll(pressed, now)
        if edge:
            self._events += 1
            # Without a host the USB stack would keep the line and deliver it when a tab opens the port, but an old
            # press must never arrive late. The event is still counted, so that the host sees the gap.
            if self._online:
                self._send('{"t":"btn","e":"%s","n":%d}\n' % (edge, self._events))
        return self._levels(now)

    def _levels(self, now):
        mode = self._mode if self._online else OFFLINE
        shown = (mode, mode != OFFLINE and self._held)
        if shown != self._shown:
            self._shown = shown
            self._shown_since = now
        phase = ticks_diff(now, self._shown_since)
        if phase >= PERIOD:  # stays close to now: the rhythm does not jump when ticks_ms() wraps
            phase %= PERIOD
            self._shown_since = ticks_add(now, -phase)
        return levels_at(shown[0], shown[1], phase)

    def _answer(self, fields):
        kind = fields.get("t")
        if kind == "hello":
            self._hello()
        elif kind == "ping":
            self._send('{"t":"pong"}\n')
        elif kind == "state":
            return self._state(fields)
        else:
            self._error("unknown")
            return False
        return True

    def _state(self, fields):
        numbers = [fields.get(name) for name in ("s", "left", "total", "held")]
        # type(), because True is an int too
        if any(type(number) is not int or number < 0 for number in numbers) or numbers[0] > 5 or numbers[3] > 1:
            self._error("bad-state")
            return False
        self._mode = numbers[0]
        self._held = numbers[3] == 1
        self._send('{"t":"ok","s":%d,"left":%d}\n' % (numbers[0], numbers[1]))
        return True

    def _hello(self):
        self._send(
            '{"t":"hello","p":1,"fw":"shared-pomodoro/1.0","board":"%s","caps":["button","led"]}\n' % self._name
        )

    def _error(self, code):
        self._send('{"t":"err","code":"%s"}\n' % code)
