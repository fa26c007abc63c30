"""Simulated time and what happens in it, for firmware whose modules are faked. Nothing here is lenient."""


class Stop(BaseException):
    """The simulated time is over; no program may catch it."""


class Strict:
    """An object with the attributes it was made with, and no other: to read or to set any other is an error."""

    def __init__(self, **attributes):
        for name, value in attributes.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name, value):
        raise AttributeError("the real one has no settable %s" % name)


class World:
    def __init__(self, events, end):
        self.now = 0  # ms
        self.end = end
        self.log = []  # [ms, what, value]
        self.events = events  # [ms, what, value], in order
        self.inputs = {}  # what the events have set

    def note(self, what, value):
        self.log.append([self.now, what, value])

    def advance(self, ms):
        if not 0 < ms <= 50:
            raise ValueError("a board that rests for %s ms misses the button" % ms)
        self.now += ms
        while self.events and self.events[0][0] <= self.now:
            _, what, value = self.events.pop(0)
            if what in ("stdin", "report"):
                self.inputs.setdefault(what, []).append(value)
            else:
                self.inputs[what] = value
        if self.now >= self.end:
            raise Stop
