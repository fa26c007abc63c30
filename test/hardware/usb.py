#!/usr/bin/env python3
"""The simulated USB: each device is a pseudo-terminal and the messages that udev sends about it.

  usb.py device LINK       opens a pty, makes LINK a link to it and writes "ready" to stderr; the other end of the pty
                           is stdin and stdout. When this program ends, a program that has the pty open loses it.
  usb.py uevent add|remove KEY=VALUE ...    sends a message to every listener in this network namespace, in the
                                            format of systemd-udevd
  usb.py loopback          brings up the loopback interface of this network namespace
"""
import fcntl
import os
import select
import socket
import struct
import sys
import tty


def device(link):
    board, port = os.openpty()
    tty.setraw(port)  # stays open here, so that the pty remains between two opens
    if os.path.lexists(link):
        os.unlink(link)
    os.symlink(os.ttyname(port), link)
    sys.stderr.write("ready\n")
    sys.stderr.flush()
    targets = {0: board, board: 1}
    while True:
        for source in select.select(list(targets), [], [])[0]:
            data = os.read(source, 4096)
            if not data:
                return  # the parent process has ended
            while data:
                data = data[os.write(targets[source], data):]


def murmur(text):
    """MurmurHash2 of the text: libudev uses it in the kernel's filter of messages."""
    m, data = 0x5BD1E995, text.encode()
    h = len(data)
    while len(data) >= 4:
        (k,) = struct.unpack_from("<I", data)
        k = k * m & 0xFFFFFFFF
        k = (k ^ k >> 24) * m & 0xFFFFFFFF
        h = (h * m & 0xFFFFFFFF) ^ k
        data = data[4:]
    if data:
        h = (h ^ int.from_bytes(data, "little")) * m & 0xFFFFFFFF
    h = (h ^ h >> 13) * m & 0xFFFFFFFF
    return h ^ h >> 15


def uevent(action, *properties):
    values = dict(one.split("=", 1) for one in properties)
    number = int.from_bytes(os.urandom(4), "big") + 1
    lines = [f"ACTION={action}", *properties, f"SEQNUM={number}"]
    body = b"".join(line.encode() + b"\0" for line in lines)
    head = b"libudev\0" + struct.pack(">I", 0xFEEDCAFE) + struct.pack("<III", 40, 40, len(body))
    head += struct.pack(">IIII", murmur(values["SUBSYSTEM"]), 0, 0, 0)
    netlink_kobject_uevent, listeners_of_udev = 15, 2
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, netlink_kobject_uevent) as sock:
        sock.bind((0, 0))
        sock.sendto(head + body, (0, listeners_of_udev))


def loopback():
    siocgifflags, siocsifflags, up = 0x8913, 0x8914, 1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        answer = fcntl.ioctl(any_socket, siocgifflags, struct.pack("16sH14x", b"lo", 0))
        (flags,) = struct.unpack_from("H", answer, 16)
        fcntl.ioctl(any_socket, siocsifflags, struct.pack("16sH14x", b"lo", flags | up))


{"device": device, "uevent": uevent, "loopback": loopback}[sys.argv[1]](*sys.argv[2:])
