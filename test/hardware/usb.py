#!/usr/bin/env python3
"""The made-up USB: a device is a pseudo-terminal, and what udev would tell of it.

  usb.py device LINK       opens a pty, points LINK at it, says "ready"; its other end is stdin and stdout.
                           When it ends, whoever has the pty open sees the device go.
  usb.py uevent add|remove KEY=VALUE ...    tells every listener in this network namespace, as systemd-udevd would
  usb.py loopback          brings the loopback interface of this network namespace up
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
    tty.setraw(port)  # it stays open here, so that the pty lives on between two opens
    if os.path.lexists(link):
        os.unlink(link)
    os.symlink(os.ttyname(port), link)
    sys.stderr.write("ready\n")
    sys.stderr.flush()
    ways = {0: board, board: 1}
    while True:
        for source in select.select(list(ways), [], [])[0]:
            data = os.read(source, 4096)
            if not data:
                return  # our parent is gone
            while data:
                data = data[os.write(ways[source], data):]


def murmur(text):
    """MurmurHash2, by which libudev lets the kernel filter."""
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
    of = dict(one.split("=", 1) for one in properties)
    number = int.from_bytes(os.urandom(4), "big") + 1
    lines = [f"ACTION={action}", *properties, f"SEQNUM={number}"]
    body = b"".join(line.encode() + b"\0" for line in lines)
    head = b"libudev\0" + struct.pack(">I", 0xFEEDCAFE) + struct.pack("<III", 40, 40, len(body))
    head += struct.pack(">IIII", murmur(of["SUBSYSTEM"]), 0, 0, 0)
    netlink_kobject_uevent, listeners_of_udev = 15, 2
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, netlink_kobject_uevent) as to:
        to.bind((0, 0))
        to.sendto(head + body, (0, listeners_of_udev))


def loopback():
    siocgifflags, siocsifflags, up = 0x8913, 0x8914, 1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        asked = fcntl.ioctl(any_socket, siocgifflags, struct.pack("16sH14x", b"lo", 0))
        (flags,) = struct.unpack_from("H", asked, 16)
        fcntl.ioctl(any_socket, siocsifflags, struct.pack("16sH14x", b"lo", flags | up))


{"device": device, "uevent": uevent, "loopback": loopback}[sys.argv[1]](*sys.argv[2:])
