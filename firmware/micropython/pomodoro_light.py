"""The brightness of the lights as a function of state and time (docs/board.md). This module uses no pins."""

IDLE, WORK, BREAK_ALARM, SHORT_BREAK, WORK_ALARM, LONG_BREAK, OFFLINE = range(7)

PERIOD = 4000  # ms after which every rhythm repeats: all periods (1, 2 and 4 s) divide it

_FULL = 65535
_FADE_MAX = 6500  # the brightest level of IDLE: just under 10 %


def _is_within(phase, start, length):
    return start <= phase < start + length


def _full_levels_at(mode, phase):
    second = phase % 1000
    two_seconds = phase % 2000
    if mode == IDLE:
        x = phase if phase < 2000 else 4000 - phase  # squared: eyes see steps of a dim light as larger
        level = x * x // 2000 * _FADE_MAX // 2000
        return (level, level, level, level)
    if mode == WORK:
        return (_FULL, 0, 0, _FULL)
    if mode == BREAK_ALARM:
        level = _FULL if second < 500 else 0
        return (level, 0, 0, level)
    if mode == SHORT_BREAK:
        return (0, _FULL, 0, 0 if _is_within(two_seconds, 1940, 60) else _FULL)
    if mode == WORK_ALARM:
        blink = _is_within(second, 0, 150) or _is_within(second, 300, 150)
        return (0, _FULL if second < 500 else 0, 0, _FULL if blink else 0)
    if mode == LONG_BREAK:
        dark = _is_within(two_seconds, 1700, 60) or _is_within(two_seconds, 1940, 60)
        return (0, 0, _FULL, 0 if dark else _FULL)
    level = _FULL if second < 60 else 0
    return (level, level, level, level)


def levels_at(mode, held, phase):
    """Returns red, green, blue and the one-colour light, 0 to 65535 each; `phase` is ms since the mode began."""
    levels = _full_levels_at(mode, phase)
    return tuple(level // 10 for level in levels) if held else levels
