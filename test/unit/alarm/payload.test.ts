import { describe, expect, test } from "vitest";
import { parseNotificationData, parsePayload } from "../../../src/worker/payload";

const PAYLOAD = {
  web_push: 8030,
  notification: {
    title: "Break time",
    body: "Work is over.",
    tag: "kitchen",
    navigate: "https://pomodoro.example/r/kitchen",
    actions: [{ action: "press", title: "Start break", navigate: "https://pomodoro.example/r/kitchen" }],
  },
  app_badge: 1,
  room: "kitchen",
  rev: 7,
  state: 2,
};

describe("the payload of a push", () => {
  test("the payload is parsed as the room sends it, and fields of later versions are ignored", () => {
    expect(parsePayload(JSON.stringify({ ...PAYLOAD, later: true }))).toEqual({
      room: "kitchen",
      rev: 7,
      state: 2,
      test: false,
      notification: {
        title: "Break time",
        body: "Work is over.",
        navigate: "https://pomodoro.example/r/kitchen",
        actions: [{ action: "press", title: "Start break" }],
      },
    });
  });
  test("a payload may have no actions and may be a test", () => {
    const { actions: _, ...notification } = PAYLOAD.notification;
    const parsed = parsePayload(JSON.stringify({ ...PAYLOAD, notification, test: true }));
    expect(parsed).toMatchObject({ test: true, notification: { actions: [] } });
  });
  test("a word before the end, a set start and the moment of the state are read, where they are told", () => {
    const told = { started_at: 1_790_000_000_000, before: 5, begins: true };
    expect(parsePayload(JSON.stringify({ ...PAYLOAD, ...told }))).toMatchObject(told);
    for (const name of Object.keys(told))
      expect(parsePayload(JSON.stringify(PAYLOAD))).not.toHaveProperty(name);
  });
  test.each([
    "",
    "not json",
    "null",
    "[]",
    "{}",
    JSON.stringify({ ...PAYLOAD, room: "../x" }),
    JSON.stringify({ ...PAYLOAD, rev: "7" }),
    JSON.stringify({ ...PAYLOAD, state: 6 }),
    JSON.stringify({ ...PAYLOAD, before: "1" }),
    JSON.stringify({ ...PAYLOAD, begins: 1 }),
    JSON.stringify({ ...PAYLOAD, started_at: null }),
    JSON.stringify({ ...PAYLOAD, notification: { body: "no title" } }),
  ])("a text that is no payload is refused: %s", (text) => expect(parsePayload(text)).toBeNull());
});

test("the data of a notification is checked when it is tapped", () => {
  expect(parseNotificationData({ room: "kitchen", rev: 3 })).toEqual({ room: "kitchen", rev: 3 });
  for (const bad of [undefined, null, {}, { room: "a/b", rev: 1 }])
    expect(parseNotificationData(bad)).toBeNull();
});
