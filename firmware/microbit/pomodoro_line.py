# Parses the lines of the host, strictly: flat JSON objects. MicroPython for the micro:bit has no json module.
text = ""
at = 0


def peek():
    global at
    while text[at] in " \t":
        at += 1
    return text[at]


def expect(char):
    global at
    if peek() != char:
        raise ValueError
    at += 1


def string():
    global at
    expect('"')
    result = ""
    while True:
        char = text[at]
        at += 1
        if char == '"':
            return result
        if char == "\\":
            char = text[at]
            at += 1
            if char == "u":
                code = 0
                for char in text[at : at + 4]:
                    code = code * 16 + "0123456789abcdef".index(char.lower())
                at += 4
                char = chr(code) if code < 127 else "?"
            else:
                char = '"\\/\b\f\n\r\t'['"\\/bfnrt'.index(char)]
        elif not " " <= char <= "~":
            raise ValueError
        result += char


def digits():
    global at
    start = at
    while "0" <= text[at] <= "9":
        at += 1
    if at == start:
        raise ValueError
    return text[start:at]


# A whole number of at most 9 digits; None for any other number, because no field needs it.
def number():
    global at
    sign = 1
    if peek() == "-":
        sign = -1
        at += 1
    result = digits()
    if result[0] == "0" and len(result) > 1:
        raise ValueError
    value = sign * int(result) if len(result) < 10 else None
    if text[at] == ".":
        at += 1
        digits()
        value = None
    if text[at] in "eE":
        at += 1
        if text[at] in "+-":
            at += 1
        digits()
        value = None
    return value


# The fields of a line; an exception for anything but one flat object.
def parse(line):
    global text, at
    text = line + "\n"  # the end of the line, which ends everything that goes on too long
    at = 0
    fields = {}
    expect("{")
    while peek() != "}" or fields:
        name = string()
        expect(":")
        char = peek()
        if char == '"':
            fields[name] = string()
        elif char in "tfn":
            value = {"t": "true", "f": "false", "n": "null"}[char]
            if text[at : at + len(value)] != value:
                raise ValueError
            at += len(value)
            fields[name] = value == "true"
        else:
            fields[name] = number()
        if peek() == "}":
            break
        expect(",")
    expect("}")
    if peek() != "\n":
        raise ValueError
    return fields
