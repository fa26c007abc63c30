"""Parses the host's lines: flat JSON objects, strictly. An invalid line gives None and no exception.

MicroPython's own json module treats commas and colons as spaces, so it would accept a damaged line.
"""

MAX_LENGTH = 120  # bytes, without the line end
TOO_LONG = "too-long"

_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_LITERALS = (("true", True), ("false", False), ("null", None))
_DIGITS = "0123456789"


class LineReader:
    """Splits bytes into lines of limited length. After any invalid input it is correct again at the next line end."""

    def __init__(self):
        self._buffer = bytearray(MAX_LENGTH)
        self._count = 0
        self._too_long = False

    def take(self, byte):
        """Takes one byte; returns the line that it ends, TOO_LONG for a line that is too long, or else None."""
        if byte == 13:
            return None
        if byte != 10:
            if self._count < MAX_LENGTH:
                self._buffer[self._count] = byte
                self._count += 1
            else:
                self._too_long = True
            return None
        line = bytes(self._buffer[: self._count])
        too_long = self._too_long
        self._count = 0
        self._too_long = False
        return TOO_LONG if too_long else line or None


class _Invalid(Exception):
    pass


class _Scanner:
    def __init__(self, text):
        self._text = text
        self._position = 0

    def peek(self):
        while self._text[self._position : self._position + 1] in (" ", "\t"):
            self._position += 1
        return self._text[self._position : self._position + 1]

    def expect(self, char):
        if self.peek() != char:
            raise _Invalid
        self._position += 1

    def _next(self):
        char = self._text[self._position : self._position + 1]
        if not char:
            raise _Invalid
        self._position += 1
        return char

    def string(self):
        self.expect('"')
        result = ""
        while True:
            char = self._next()
            if char == '"':
                return result
            if char == "\\":
                char = self._escape()
            elif not " " <= char <= "~":  # the protocol is ASCII: anything else is a damaged line
                raise _Invalid
            result += char

    def _escape(self):
        char = self._next()
        if char != "u":
            if char not in _ESCAPES:
                raise _Invalid
            return _ESCAPES[char]
        code = 0
        for _ in range(4):
            digit = "0123456789abcdef".find(self._next().lower())
            if digit < 0:
                raise _Invalid
            code = code * 16 + digit
        return chr(code) if code < 127 else "?"

    def _digits(self):
        start = self._position
        while self._text[self._position : self._position + 1] and self._text[self._position] in _DIGITS:
            self._position += 1
        if self._position == start:
            raise _Invalid
        return self._text[start : self._position]

    def number(self):
        """Returns an int, or a float for a number that is not an integer of at most 9 digits."""
        sign = 1
        if self.peek() == "-":
            self._position += 1
            sign = -1
        digits = self._digits()
        if digits[0] == "0" and len(digits) > 1:
            raise _Invalid
        is_integer = len(digits) <= 9
        if self._text[self._position : self._position + 1] == ".":
            self._position += 1
            self._digits()
            is_integer = False
        if self._text[self._position : self._position + 1] in ("e", "E"):
            self._position += 1
            if self._text[self._position : self._position + 1] in ("+", "-"):
                self._position += 1
            self._digits()
            is_integer = False
        return sign * int(digits) if is_integer else 0.5  # no field needs its exact value

    def value(self):
        char = self.peek()
        if char == '"':
            return self.string()
        for literal, value in _LITERALS:
            if self._text.startswith(literal, self._position):
                self._position += len(literal)
                return value
        return self.number()


def parse_line(line):
    """Returns the fields of one flat object, or None if the line is anything else."""
    try:
        scanner = _Scanner("".join(chr(byte) for byte in line))
        fields = {}
        scanner.expect("{")
        if scanner.peek() != "}":
            while True:
                name = scanner.string()
                scanner.expect(":")
                fields[name] = scanner.value()
                if scanner.peek() == "}":
                    break
                scanner.expect(",")
                scanner.peek()
        scanner.expect("}")
        return fields if scanner.peek() == "" else None
    except _Invalid:
        return None
