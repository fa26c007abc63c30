"""confined.py USER UNIT COMMAND...: runs a command as another user, under the system call filter of a systemd unit.

What systemd would set up for `NoNewPrivileges`, `CapabilityBoundingSet=`, `SystemCallFilter`,
`SystemCallErrorNumber` and `RestrictAddressFamilies`, with the same library (libseccomp) and systemd's own lists.
"""

import ctypes
import errno
import os
import re
import socket
import subprocess
import sys

PR_SET_NO_NEW_PRIVS = 38
ALLOW = 0x7FFF0000
REFUSE = 0x00050000 | errno.EPERM
EQUAL = 4


class Argument(ctypes.Structure):
    """libseccomp's scmp_arg_cmp: which argument of a call, compared how, with what."""

    _fields_ = [("number", ctypes.c_uint), ("how", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64)]


def calls(group):
    """The system calls of a group, or the single call with this name."""
    if not group.startswith("@"):
        return {group}
    listing = subprocess.run(["systemd-analyze", "syscall-filter", group], capture_output=True, text=True, check=True)
    names = (line.strip() for line in listing.stdout.splitlines()[1:])
    return set().union(*(calls(name) for name in names if name and not name.startswith("#")))


def allowed_by(unit):
    """The calls that are allowed after all SystemCallFilter lines of the unit, applied in order."""
    left = set()
    for line in re.findall(r"^SystemCallFilter=(.*)$", unit, re.MULTILINE):
        named = set().union(*(calls(word) for word in line.lstrip("~").split()))
        left = left - named if line.startswith("~") else left | named
    return left


def families_of(unit):
    (line,) = re.findall(r"^RestrictAddressFamilies=(.*)$", unit, re.MULTILINE)
    return [int(getattr(socket, family)) for family in line.split()]


def confine(names, families):
    libseccomp = ctypes.CDLL("libseccomp.so.2")
    libseccomp.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(libseccomp.seccomp_init(REFUSE))
    for name in names:
        number = libseccomp.seccomp_syscall_resolve_name(name.encode())
        rules = [[Argument(0, EQUAL, family, 0)] for family in families] if name == "socket" else [[]]
        for rule in rules:
            compared = (Argument * len(rule))(*rule)
            if number >= 0 and libseccomp.seccomp_rule_add_array(context, ALLOW, number, len(rule), compared) != 0:
                sys.exit(f"no rule for {name}")
    if libseccomp.seccomp_load(context) != 0:
        sys.exit("the filter was refused")


user, unit, *command = sys.argv[1:]
with open(unit, encoding="utf8") as file:
    text = file.read()
names, families = allowed_by(text), families_of(text)
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(int(user))
    os.setuid(int(user))
ctypes.CDLL(None).prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
confine(names, families)
os.execvp(command[0], command)
