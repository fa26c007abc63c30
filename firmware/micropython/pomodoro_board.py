"""A button and a light for a host tab, protocol 1. Time comes in as ticks_ms(), pins not at all."""

from time import ticks_add, ticks_diff

from pomodoro_light import OFFLINE, PERIOD, levels_at
from pomodoro_line import TOO_LONG, LineReader, parse_line

DEBOUNCE = 20  # ms a level must last to count
SILENCE = 6000  # ms without a word from the host, after which the light says so


class Button:
    """The button, debounced."""

    def __init__(self):
        self._seen = None
        self._stable = None
        self._since = 0

    def poll(self, pressed, now):
        """"down", "up" or None."""
        if pressed != self._seen:
            self._seen = pressed
            self._since = now
        if self._seen == self._stable or ticks_diff(now, self._since) < DEBOUNCE:
            return None
        first = self._stable is None  # how things are, not an event: held at start is no press
        self._stable = self._seen
        return None if first else "down" if pressed else "up"


class Board:
    def __init__(self, name, send, now):
        self._name = name
        self._send = send
        self._reader = LineReader()
        self._button = Button()
        self._events = 0  # `n`: from 1 at each start
        self._linked = False  # a flag, because ticks_diff only reaches 6 days
        self._heard_at = now
        self._mode = OFFLINE  # the last state told; OFFLINE before the first
        self._held = False
        self._shown = None
        self._shown_since = now
        self._hello()

    def take(self, byte, now):
        """One byte from the host."""
        line = self._reader.take(byte)
        if line is None:
            return
        if line is TOO_LONG:
            return self._error(TOO_LONG)
        fields = parse_line(line)
        if fields is None:
            return self._error("bad-json")
        # Only a line that was understood is a word from the host; noise does not keep the light on.
        if self._answer(fields):
            self._linked = True
            self._heard_at = now

    def step(self, pressed, now):
        """Looks at the button, and returns what the lights show: red, green, blue, one-colour, 0 to 65535."""
        if self._linked and ticks_diff(now, self._heard_at) >= SILENCE:
            self._linked = False
        edge = self._button.poll(pressed, now)
        if edge:
            self._events += 1
            # With nobody there the USB stack would keep the line and deliver it when a tab opens the port: an old
            # press must never arrive late. The count goes on, so the host sees the gap.
            if self._linked:
                self._send('{"t":"btn","e":"%s","n":%d}\n' % (edge, self._events))
        return self._levels(now)

    def _levels(self, now):
        mode = self._mode if self._linked else OFFLINE
        shown = (mode, mode != OFFLINE and self._held)
        if shown != self._shown:
            self._shown = shown
            self._shown_since = now
        phase = ticks_diff(now, self._shown_since)
        if phase >= PERIOD:  # kept near now, so that no wrap and no week in one mode makes the rhythm jump
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
