import { describe, expect, it } from "vitest";
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

describe("a push", () => {
  it("is read as the room sends it, with fields of later versions too", () => {
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
  it("may have no actions, and may be a test", () => {
    const { actions: _, ...notification } = PAYLOAD.notification;
    const parsed = parsePayload(JSON.stringify({ ...PAYLOAD, notification, test: true }));
    expect(parsed).toMatchObject({ test: true, notification: { actions: [] } });
  });
  it.each([
    "",
    "not json",
    "null",
    "[]",
    "{}",
    JSON.stringify({ ...PAYLOAD, room: "../x" }),
    JSON.stringify({ ...PAYLOAD, rev: "7" }),
    JSON.stringify({ ...PAYLOAD, state: 6 }),
    JSON.stringify({ ...PAYLOAD, notification: { body: "no title" } }),
  ])("that is nonsense is no payload: %s", (text) => expect(parsePayload(text)).toBeNull());
});

it("what a notification remembers is checked again", () => {
  expect(parseNotificationData({ room: "kitchen", rev: 3 })).toEqual({ room: "kitchen", rev: 3 });
  for (const bad of [undefined, null, {}, { room: "a/b", rev: 1 }])
    expect(parseNotificationData(bad)).toBeNull();
});
