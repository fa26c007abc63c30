"""Renders the sensors of a `rest:` configuration as Home Assistant does. stdin: {"yaml", "answers"}; stdout: JSON.

The steps are those of Home Assistant's rest sensor (RestSensor._update_from_rest_data and ManualTriggerEntity): the
answer becomes `value` and `value_json`; `availability` is rendered first and strictly, and if it is false the sensor is
unavailable and nothing else is rendered; then `value_template`, whose result is stripped text. The text of a sensor with
the class "timestamp" is parsed as a date with a time zone, and anything else there is a warning. The filters and the
sandbox are the ones that Home Assistant adds to Jinja.
"""
import json
import sys
from datetime import datetime, timezone

import yaml
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment


def as_datetime(value):
    return datetime.fromtimestamp(float(value), timezone.utc)


def as_timestamp(value):
    return value.timestamp()


def today_at(time="00:00"):
    hour, minute = (int(part) for part in time.split(":"))
    return datetime.now().astimezone().replace(hour=hour, minute=minute, second=0, microsecond=0)


def environment():
    jinja = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
    jinja.filters.update(as_datetime=as_datetime, as_timestamp=as_timestamp)
    jinja.globals.update(as_datetime=as_datetime, as_timestamp=as_timestamp, today_at=today_at)
    return jinja


def parse_timestamp(text):
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None, "rendered invalid timestamp: " + text
    if moment.tzinfo is None:
        return None, "rendered timestamp without timezone: " + text
    return moment.isoformat(), None


def render(sensor, value):
    jinja = environment()
    variables = {"value": value, "value_json": json.loads(value)}
    result = {"name": sensor["name"], "state": None, "warning": None, "attributes": {}}
    if "availability" in sensor:
        available = jinja.from_string(sensor["availability"]).render(**variables).strip()
        if available.lower() not in ("true", "1", "yes", "on", "enable"):
            return {**result, "state": "unavailable"}
    wanted = sensor.get("json_attributes", [])
    result["attributes"] = {name: variables["value_json"][name] for name in wanted if name in variables["value_json"]}
    text = jinja.from_string(sensor["value_template"]).render(**variables).strip()
    if sensor.get("device_class") == "timestamp":
        state, warning = parse_timestamp(text)
        return {**result, "state": state or "unknown", "warning": warning}
    if "state_class" in sensor and not text.replace(".", "", 1).isdigit():
        return {**result, "state": "unknown", "warning": "not a number: " + text}
    return {**result, "state": text}


request = json.load(sys.stdin)
configuration = yaml.safe_load(request["yaml"])
sensors = [
    render(sensor, request["answers"][resource["resource"]])
    for resource in configuration["rest"]
    for sensor in resource["sensor"]
]
json.dump({"sensors": sensors, "commands": configuration["rest_command"]}, sys.stdout)
