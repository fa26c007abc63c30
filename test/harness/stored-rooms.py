"""Changes and reads stored rooms, while no server runs on the folder.

`age FOLDER` subtracts ms from all times of the rooms in {"room": ms, ...}, which it reads; alarms included.
`revisions FOLDER` prints the revision of each room that has an alarm, as JSON.
`keys FOLDER` prints the stored keys of each room, and the rooms that have an alarm, as JSON.
"""

import glob
import json
import os
import re
import sqlite3
import struct
import sys

MS = 1_000_000  # workerd stores the time of an alarm in ns
# A time as V8 serializes it: "N" and a double between the years 2001 and 2128, in ms.
TIME = re.compile(rb"N(.{6}[\x70-\x92]\x42)", re.DOTALL)
# A revision below 64: "rev", "I" and twice the number.
REVISION = re.compile(rb'"\x03revI(.)', re.DOTALL)


def rooms(folder):
    alarms = sqlite3.connect(os.path.join(folder, "rooms", "metadata.sqlite"))
    names = dict(alarms.execute("SELECT actor_name, actor_id FROM _cf_ALARM").fetchall())
    return alarms, names


def shifted(value, ms):
    def earlier(found):
        (time,) = struct.unpack("<d", found.group(1))
        is_time = 1e12 < time < 5e12
        return b"N" + struct.pack("<d", time - ms) if is_time else found.group(0)

    return TIME.sub(earlier, value)


def age(folder, ms_by_room):
    alarms, names = rooms(folder)
    for room, ms in ms_by_room.items():
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


def revisions(folder):
    found = {}
    for room, file in rooms(folder)[1].items():
        store = sqlite3.connect(os.path.join(folder, "rooms", file + ".sqlite"))
        for (value,) in store.execute("SELECT value FROM _cf_KV WHERE key = 'room'"):
            found[room] = REVISION.search(value)[1][0] >> 1
        store.close()
    print(json.dumps(found))


if sys.argv[1] == "age":
    age(sys.argv[2], json.load(sys.stdin))
elif sys.argv[1] == "revisions":
    revisions(sys.argv[2])
else:
    keys(sys.argv[2])
