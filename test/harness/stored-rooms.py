"""Rooms on disk, while no server runs. `age FOLDER {"room": ms, ...}`: all moments of these rooms, their alarms too,
are so much longer ago. `keys FOLDER`: what each room has stored, and when its alarm is, as JSON."""

import glob
import json
import os
import re
import sqlite3
import struct
import sys

MS = 1_000_000  # workerd keeps an alarm's moment in ns
# A moment as V8 serialises it: "N" and a double between 2001 and 2128, in ms.
MOMENT = re.compile(rb"N(.{6}[\x70-\x92]\x42)", re.DOTALL)


def rooms(folder):
    alarms = sqlite3.connect(os.path.join(folder, "rooms", "metadata.sqlite"))
    names = dict(alarms.execute("SELECT actor_name, actor_id FROM _cf_ALARM").fetchall())
    return alarms, names


def shifted(value, ms):
    def earlier(found):
        (moment,) = struct.unpack("<d", found.group(1))
        is_moment = 1e12 < moment < 5e12
        return b"N" + struct.pack("<d", moment - ms) if is_moment else found.group(0)

    return MOMENT.sub(earlier, value)


def age(folder, wishes):
    alarms, names = rooms(folder)
    for room, ms in wishes.items():
        store = sqlite3.connect(os.path.join(folder, "rooms", names[room] + ".sqlite"))
        for key, value in store.execute("SELECT key, value FROM _cf_KV").fetchall():
            store.execute("UPDATE _cf_KV SET value = ? WHERE key = ?", (shifted(value, ms), key))
        store.execute("UPDATE _cf_METADATA SET value = value - ? WHERE key = 1", (ms * MS,))
        store.commit()
        alarms.execute(
            "UPDATE _cf_ALARM SET scheduled_time = scheduled_time - ? WHERE actor_id = ?", (ms * MS, names[room])
        )
    alarms.commit()


def keys(folder):
    _, names = rooms(folder)
    found = {}
    for file in glob.glob(os.path.join(folder, "rooms", "*.sqlite")):
        store = sqlite3.connect(file)
        tables = [name for (name,) in store.execute("SELECT name FROM sqlite_master")]
        if "_cf_KV" in tables:
            actor = os.path.basename(file).removesuffix(".sqlite")
            found[actor] = [key for (key,) in store.execute("SELECT key FROM _cf_KV ORDER BY key")]
    print(json.dumps({"stored": found, "alarms": names}))


if sys.argv[1] == "age":
    age(sys.argv[2], json.loads(sys.argv[3]))
else:
    keys(sys.argv[2])
