/** Which rings are announced, for how long, and with which message. */
import { describe, expect, test } from "vitest";
import { alertOf, isStillRinging } from "../../../party/room/push/alert";
import { createAlertMessage, createTestMessage } from "../../../party/room/push/pushMessage";
import { LONG_BREAK } from "../../../party/shared/pomodoro";
import { at, extend, HOLD, hours, play, PRESS, RESET, room, settled, setup, SKIP } from "../shared/helpers";

const short = setup({ workDuration: 100, breakDuration: 20, numberCycles: 1, longBreakDuration: 60 });
const working = play(room(), [0, short], [0, PRESS]);
const onBreak = play(working, [100, PRESS]);
const resting = play(onBreak, [120, PRESS], [220, PRESS]);
const continuing = play(room(), [0, short], [0, setup({ autoContinue: 30 }, "next")], [0, PRESS]);
const noisy = settled(working, at(100));
const byItself = settled(continuing, at(135));
const over = settled(resting, at(280));
/** The server was away until the long break had begun, so nobody was told that the last work ended. */
const restingByItself = settled(continuing, at(315));

describe("an alert", () => {
  test.each([
    ["alarm lasts until the two hours of its fallback are over", noisy, 2, at(100), at(100) + hours(2)],
    [
      "alarm that continues by itself lasts until it continues",
      settled(continuing, at(100)),
      2,
      at(100),
      at(130),
    ],
    ["ended long break lasts two hours", over, LONG_BREAK, at(280), at(280) + hours(2)],
    [
      "alarm that has already continued is about the new period, until that ends",
      byItself,
      2,
      at(135),
      at(150),
    ],
    [
      "alarm that has already led to the long break lasts until that rings",
      restingByItself,
      2,
      at(315),
      at(370),
    ],
  ] as const)("the alert of an %s", (_, pomodoro, rang, now, until) => {
    const alert = alertOf(pomodoro, rang, now);
    expect(alert?.until).toBe(until);
    expect(alert?.state).toBe(pomodoro.phase.state);
  });

  test.each([
    ["nothing rang", noisy, null],
    ["a person has answered in the same moment", play(working, [100, PRESS]), 2],
    ["a person has ended it in the same moment", play(working, [101, RESET]), 2],
    ["a person wants more work in the same moment", play(working, [100, extend(60)]), 2],
  ] as const)("no alert is made where %s", (_, pomodoro, rang) => {
    expect(alertOf(pomodoro, rang, at(101))).toBeNull();
  });

  const alert = alertOf(noisy, 2, at(100));
  if (alert === null) throw new Error("it rings");
  test.each([
    ["goes on when nothing happens", noisy, at(200), true],
    [
      "goes on when the settings change for the next period",
      play(noisy, [110, setup({ workDuration: 7 }, "next")]),
      at(110),
      true,
    ],
    ["ends when somebody presses", play(noisy, [110, PRESS]), at(110), false],
    ["ends when somebody skips", play(noisy, [110, SKIP]), at(110), false],
    ["ends when somebody wants more work", play(noisy, [110, extend(60)]), at(110), false],
    ["ends when the next alarm rings", settled(play(noisy, [110, extend(60)]), at(170)), at(170), false],
    ["ends after two hours", noisy, at(100) + hours(2), false],
  ] as const)("the ring of an alarm %s", (_, pomodoro, now, rings) => {
    expect(isStillRinging(alert, pomodoro, now)).toBe(rings);
  });

  test("the alert about a period that began by itself ends when that period is held", () => {
    const begun = alertOf(byItself, 2, at(135));
    if (begun === null) throw new Error("it rings");
    expect(isStillRinging(begun, byItself, at(136))).toBe(true);
    expect(isStillRinging(begun, play(byItself, [140, HOLD]), at(141))).toBe(false);
  });
});

describe("the message of a push", () => {
  const to = { role: "control", origin: "https://tomato.example" } as const;
  const navigate = "https://tomato.example/r/kitchen";

  test("a push message has what a browser shows by itself and what the service worker reads", () => {
    expect(createAlertMessage("kitchen", noisy, to)).toEqual({
      web_push: 8030,
      notification: {
        title: "Break time",
        body: "Work is over.",
        tag: "kitchen",
        navigate,
        actions: [{ action: "press", title: "Start break", navigate }],
      },
      app_badge: 1,
      room: "kitchen",
      rev: noisy.rev,
      state: 2,
      started_at: at(100),
    });
  });

  test.each([
    ["Start work", settled(onBreak, at(120))],
    ["Start long break", settled(play(onBreak, [120, PRESS]), at(220))],
    ["Finish", over],
    [undefined, byItself],
  ])("the action of a push message says what a press would do: %s", (title, pomodoro) => {
    expect(createAlertMessage("kitchen", pomodoro, to).notification.actions?.[0]?.title).toBe(title);
  });

  test("a push message about a long break that has begun by itself does not say that it is over", () => {
    const { notification, begins, state } = createAlertMessage("kitchen", restingByItself, to);
    expect([notification.title, notification.body, begins, state]).toEqual([
      "Long break time",
      "Work is over, and the long break has begun by itself.",
      true,
      LONG_BREAK,
    ]);
    const message = createAlertMessage("kitchen", over, to);
    expect(message).not.toHaveProperty("begins");
    expect(message.notification.body).toBe("The long break is over.");
  });

  test("a push message to a watcher has no action", () => {
    expect(createAlertMessage("kitchen", noisy, { ...to, role: "watch" }).notification).not.toHaveProperty(
      "actions",
    );
  });

  test("a test message says that it is a test, whatever the room is doing", () => {
    const message = createTestMessage("kitchen", noisy, to);
    expect(message).toMatchObject({ test: true, app_badge: 0, web_push: 8030, rev: noisy.rev, state: 2 });
    expect(message.notification).toEqual({
      title: "It works",
      body: expect.any(String),
      tag: "kitchen",
      navigate,
    });
  });

  test("a push message is shorter than the 3993 bytes that every push service accepts", () => {
    const room = "a".repeat(39);
    const message = createAlertMessage(room, noisy, {
      role: "control",
      origin: `https://${"a".repeat(247)}`,
    });
    expect(JSON.stringify(message).length).toBeLessThan(3993);
  });
});
