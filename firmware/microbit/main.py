# Shared Pomodoro for the BBC micro:bit, version 1 of the protocol in docs/board.md. README.md explains it. One small file
# without docstrings, because a micro:bit V1 has 9 kB of memory to read it with. Ctrl-C returns to the prompt.
from microbit import Image, button_a, button_b, display, running_time, sleep, uart
from pomodoro_line import parse

# The tomato, whole; a cup; a moon; a cross while no tab of the app talks to the board. States as in docs/board.md.
TOMATO = "00500:09990:99999:99999:09990"
CUP = "00000:99990:99999:99990:09900"
MOON = "00990:09900:99000:09900:00990"
CROSS = "30003:03030:00300:03030:30003"
PICTURES = ("00300:03330:33333:33333:03330", TOMATO, TOMATO, CUP, CUP, MOON, CROSS)

def send(line):
    uart.write(line + "\n")


def hello():
    send('{"t":"hello","p":1,"fw":"shared-pomodoro/1.0","board":"microbit","caps":["button","led"]}')


mode = 6  # the last state; 6 before the first
held = 0


# Answers a line; True if it keeps the board online.
def answer(line):
    global mode, held
    try:
        fields = parse(str(line, "utf8"))
    except (ValueError, IndexError):
        send('{"t":"err","code":"bad-json"}')
        return False
    kind = fields.get("t")
    if kind == "hello":
        hello()
    elif kind == "ping":
        send('{"t":"pong"}')
    elif kind == "state":
        s, left, total, h = [fields.get(name) for name in ("s", "left", "total", "held")]
        for value in (s, left, total, h):
            if type(value) is not int or value < 0 or s > 5:
                send('{"t":"err","code":"bad-state"}')
                return False
        if h > 1:
            send('{"t":"err","code":"bad-state"}')
            return False
        mode = s
        held = h
        send('{"t":"ok","s":%d,"left":%d}' % (s, left))
    else:
        send('{"t":"err","code":"unknown"}')
        return False
    return True


# A debounced button: [pin, the level now, since when, the level that counts; None before the first].
def poll(button, now):
    down = button[0].is_pressed()
    if down != button[1]:
        button[1] = down
        button[2] = now
    if down == button[3] or now - button[2] < 20:
        return False
    first = button[3] is None
    button[3] = down
    return not first


def run():
    uart.init(115200)
    a = [button_a, None, 0, None]
    b = [button_b, None, 0, None]
    rest = b""
    long = False
    n = 0
    using = None  # the button whose release the host waits for
    online = False
    heard = 0
    shown = None
    since = 0
    lit = None
    hello()
    while True:
        now = running_time()
        # The port's buffer has 64 bytes, which are 5 ms of a line: it is emptied first, in whole pieces.
        while uart.any():
            rest += uart.read(32) or b""
            while True:
                end = rest.find(b"\n")
                if end < 0:
                    break
                line = rest[:end].replace(b"\r", b"")
                rest = rest[end + 1 :]
                if long or len(line) > 120:
                    send('{"t":"err","code":"too-long"}')
                elif line and answer(line):
                    online = True
                    heard = now
                long = False
            if len(rest) > 122:
                rest = b""
                long = True
        if online and now - heard >= 6000:
            online = False
        for button in (a, b):
            if not poll(button, now):
                continue
            if button[3]:
                # B only skips: the host takes a button that is held for a skip while a period runs, and its press does
                # nothing then. So B is a button only then. One button at a time.
                if using or (button is b and not (online and not held and mode in (1, 3))):
                    continue
                using = button
            elif using is button:
                using = None
            else:
                continue
            n += 1
            if online:  # an old press must never arrive late; the gap in n shows it
                send('{"t":"btn","e":"%s","n":%d}' % ("down" if button[3] else "up", n))
        picture = (mode, held) if online else (6, 0)
        if picture != shown:
            shown = picture
            since = now
        on = picture[0] not in (2, 4) or picture[1] or (now - since) % 1000 < 500
        if (picture, on) != lit:
            lit = (picture, on)
            if on:
                image = Image(PICTURES[picture[0]])
                display.show(image * 0.12 if picture[1] else image)
            else:
                display.clear()
        sleep(1)


run()
