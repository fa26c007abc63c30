"""Simulated time and its events, for firmware that runs with fake modules."""


class Stop(BaseException):
    """Raised at the end of the simulated time; programs must not catch it."""


class Strict:
    """An object with fixed attributes: setting any attribute, or reading an unknown one, is an error."""

    def __init__(self, **attributes):
        for name, value in attributes.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name, value):
        raise AttributeError("the real object has no settable %s" % name)


class World:
    def __init__(self, events, end):
        self.now = 0  # ms
        self.end = end
        self.log = []  # [ms, what, value]
        self.events = events  # [ms, what, value], in order
        self.inputs = {}  # the inputs that the events have set

    def note(self, what, value):
        self.log.append([self.now, what, value])

    def advance(self, ms):
        if not 0 < ms <= 50:
            raise ValueError("a board that sleeps for %s ms misses the button" % ms)
        self.now += ms
        while self.events and self.events[0][0] <= self.now:
            _, what, value = self.events.pop(0)
            if what in ("stdin", "report"):
                self.inputs.setdefault(what, []).append(value)
            else:
                self.inputs[what] = value
        if self.now >= self.end:
            raise Stop
