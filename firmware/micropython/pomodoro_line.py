"""The host's lines: flat JSON objects, parsed strictly. Bad input is None, never an exception.

MicroPython's own json takes commas and colons for spaces, so it would take a damaged line for a good one.
"""

LONGEST = 120  # bytes, without the line end
TOO_LONG = "too-long"

_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORDS = (("true", True), ("false", False), ("null", None))
_DIGITS = "0123456789"


class LineReader:
    """Bytes to lines: bounded, and back in step at the next line end whatever came before."""

    def __init__(self):
        self._buffer = bytearray(LONGEST)
        self._count = 0
        self._too_long = False

    def take(self, byte):
        """None while there is nothing to answer, else the line, or TOO_LONG without one."""
        if byte == 13:
            return None
        if byte != 10:
            if self._count < LONGEST:
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


class _Bad(Exception):
    pass


class _Scanner:
    def __init__(self, text):
        self._text = text
        self._at = 0

    def peek(self):
        while self._text[self._at : self._at + 1] in (" ", "\t"):
            self._at += 1
        return self._text[self._at : self._at + 1]

    def expect(self, char):
        if self.peek() != char:
            raise _Bad
        self._at += 1

    def _next(self):
        char = self._text[self._at : self._at + 1]
        if not char:
            raise _Bad
        self._at += 1
        return char

    def string(self):
        self.expect('"')
        found = ""
        while True:
            char = self._next()
            if char == '"':
                return found
            if char == "\\":
                char = self._escape()
            elif not " " <= char <= "~":  # the protocol is ASCII: anything else is damage
                raise _Bad
            found += char

    def _escape(self):
        char = self._next()
        if char != "u":
            if char not in _ESCAPES:
                raise _Bad
            return _ESCAPES[char]
        code = 0
        for _ in range(4):
            digit = "0123456789abcdef".find(self._next().lower())
            if digit < 0:
                raise _Bad
            code = code * 16 + digit
        return chr(code) if code < 127 else "?"

    def _digits(self):
        start = self._at
        while self._text[self._at : self._at + 1] and self._text[self._at] in _DIGITS:
            self._at += 1
        if self._at == start:
            raise _Bad
        return self._text[start : self._at]

    def number(self):
        """An int, or a float where the text is no small whole number."""
        sign = 1
        if self.peek() == "-":
            self._at += 1
            sign = -1
        digits = self._digits()
        if digits[0] == "0" and len(digits) > 1:
            raise _Bad
        whole = len(digits) <= 9
        if self._text[self._at : self._at + 1] == ".":
            self._at += 1
            self._digits()
            whole = False
        if self._text[self._at : self._at + 1] in ("e", "E"):
            self._at += 1
            if self._text[self._at : self._at + 1] in ("+", "-"):
                self._at += 1
            self._digits()
            whole = False
        return sign * int(digits) if whole else 0.5  # what it is exactly, nobody asks

    def value(self):
        char = self.peek()
        if char == '"':
            return self.string()
        for word, value in _WORDS:
            if self._text.startswith(word, self._at):
                self._at += len(word)
                return value
        return self.number()


def parse_line(line):
    """The fields of one flat object, or None where the line is anything else."""
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
    except _Bad:
        return None
