/** The pure parts of the pushes: where they may go, when, to how many, and what they say. */
import { describe, expect, test } from "vitest";
import { LONG_BREAK } from "../../../party/shared/pomodoro";
import { alertOf, pushMessage, stillRings, testMessage } from "../../../party/room/push/alert";
import { allowedEndpoint } from "../../../party/room/push/endpoint";
import { parseOrigins } from "../../../party/shared/origins";
import { freeAt, MAX_A_MINUTE, retryAfterIn, retryAt } from "../../../party/room/push/retry";
import { outcomeOf } from "../../../party/room/push/send";
import { isUnseen, placeFor } from "../../../party/room/push/subscriptions";
import type { Subscription } from "../../../party/room/push/subscriptions";
import {
  at,
  extend,
  HOLD,
  hours,
  play,
  PRESS,
  RESET,
  room,
  seconds,
  settled,
  setup,
  SKIP,
} from "../shared/helpers";

describe("an endpoint is allowed", () => {
  test.each([
    "https://fcm.googleapis.com/fcm/send/abc:def",
    "https://updates.push.services.mozilla.com/wpush/v2/abc",
    "https://web.push.apple.com/abc",
    "https://api.eu.push.apple.com/abc",
    "https://wns2-par02p.notify.windows.com/w/?token=abc%2b",
  ])("%s", (endpoint) => {
    expect(allowedEndpoint(endpoint, [])).toBe(endpoint);
  });

  test.each([
    ["https://FCM.googleapis.COM/abc", "https://fcm.googleapis.com/abc"],
    ["HTTPS://fcm.googleapis.com:443/abc", "https://fcm.googleapis.com/abc"],
    [" https://fcm.googleapis.com/a/../b ", "https://fcm.googleapis.com/b"],
    ["https://ｆcm.googleapis.com/abc", "https://fcm.googleapis.com/abc"], // fullwidth f: to any browser the same host
  ])("and kept in one spelling: %s", (endpoint, kept) => {
    expect(allowedEndpoint(endpoint, [])).toBe(kept);
  });

  const origins = parseOrigins("http://127.0.0.1:8080, https://push.example.org").values;
  test.each(["http://127.0.0.1:8080/x", "https://push.example.org/x", "https://push.example.org:443/x"])(
    "where the operator has named its origin: %s",
    (endpoint) => {
      expect(allowedEndpoint(endpoint, origins)).toBe(new URL(endpoint).href);
    },
  );
});

describe("an endpoint is refused", () => {
  const origins = parseOrigins("http://127.0.0.1:8080").values;
  test.each([
    ["loopback", "https://127.0.0.1/x"],
    ["loopback by name", "https://localhost/x"],
    ["loopback as a number", "https://2130706433/x"],
    ["loopback in hexadecimal", "https://0x7f.1/x"],
    ["IPv6 loopback", "https://[::1]/x"],
    ["IPv4 within IPv6", "https://[::ffff:127.0.0.1]/x"],
    ["a private network", "https://10.0.0.1/x"],
    ["another", "https://192.168.1.1/x"],
    ["the cloud's own address", "https://169.254.169.254/latest/meta-data"],
    ["nowhere", "https://0.0.0.0/x"],
    ["http at a known host", "http://fcm.googleapis.com/x"],
    ["another port than the operator's", "http://127.0.0.1:8081/x"],
    ["another scheme than the operator's", "https://127.0.0.1:8080/x"],
    ["another name of the operator's host", "http://localhost:8080/x"],
    ["user-info at the operator's", "http://a@127.0.0.1:8080/x"],
    ["file", "file:///etc/passwd"],
    ["ftp", "ftp://fcm.googleapis.com/x"],
    ["data", "data:text/plain,x"],
    ["blob", "blob:https://fcm.googleapis.com/x"],
    ["javascript", "javascript:alert(1)"],
    ["a socket", "wss://fcm.googleapis.com/x"],
    ["a user", "https://a@fcm.googleapis.com/x"],
    ["a user and a password", "https://a:b@fcm.googleapis.com/x"],
    ["an empty user and a password", "https://:b@fcm.googleapis.com/x"],
    ["a known host as the user", "https://fcm.googleapis.com@evil.example/x"],
    ["the same with a backslash", "https://evil.example\\@fcm.googleapis.com/x"],
    ["port 80", "https://fcm.googleapis.com:80/x"],
    ["port 8443", "https://fcm.googleapis.com:8443/x"],
    ["a longer host", "https://fcm.googleapis.com.evil.example/x"],
    ["a longer label", "https://xfcm.googleapis.com/x"],
    ["a host below a known one", "https://x.fcm.googleapis.com/x"],
    ["a host beside a known one", "https://storage.googleapis.com/x"],
    ["the end without the dot", "https://evilpush.apple.com/x"],
    ["the end alone", "https://push.apple.com/x"],
    ["the other end alone", "https://notify.windows.com/x"],
    ["an empty label", "https://.push.apple.com/x"],
    ["the end in the middle", "https://a.push.apple.com.evil.example/x"],
    ["the end in the path", "https://evil.example/.push.apple.com"],
    ["a trailing dot", "https://fcm.googleapis.com./x"],
    ["a trailing dot below", "https://web.push.apple.com./x"],
    ["a Cyrillic c", "https://fсm.googleapis.com/x"],
    ["the same in punycode", "https://xn--fm-9lc.googleapis.com/x"],
    ["a fragment, so that one device could be many", "https://fcm.googleapis.com/x#1"],
    ["an empty fragment", "https://fcm.googleapis.com/x#"],
    ["a path alone", "/x"],
    ["nothing", ""],
    ["too much", `https://fcm.googleapis.com/${"x".repeat(2048)}`],
  ])("%s", (_, endpoint) => {
    expect(allowedEndpoint(endpoint, origins)).toBeNull();
  });

  test("where the operator's list names no whole origin, that entry allows nothing", () => {
    const list =
      "push.example.org ftp://a.example https://b.example/path https://c@d.example null *,https://ok.example/";
    expect(parseOrigins(list).values).toEqual(["https://ok.example"]);
    expect(parseOrigins(undefined).values).toEqual([]);
  });
});

describe("the pace", () => {
  const T = 1_790_000_000_000;
  test("is six a minute: the seventh waits until the first is a minute old", () => {
    const sent = [0, 1, 2, 3, 4, 5].map((s) => T + seconds(s));
    expect(freeAt(sent.slice(1), T + seconds(6))).toBe(T + seconds(6));
    expect(freeAt(sent, T + seconds(6))).toBe(T + seconds(60));
    expect(freeAt(sent, T + seconds(60))).toBe(T + seconds(60));
    expect(freeAt([...sent, T + seconds(60)], T + seconds(60))).toBe(T + seconds(61));
  });

  test("never lets more than six into any minute", () => {
    const sent: number[] = [];
    for (let now = T; now < T + seconds(600); now = Math.max(now + 700, freeAt(sent, now))) sent.push(now);
    for (const from of sent) {
      expect(sent.filter((at) => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(MAX_A_MINUTE);
    }
  });

  test("does not trust a clock that was set back", () => {
    expect(
      freeAt(
        [1, 2, 3, 4, 5, 6].map((s) => T + seconds(s)),
        T,
      ),
    ).toBe(T);
  });
});

describe("trying again", () => {
  test("comes later each time, and at most eight minutes later", () => {
    expect([1, 2, 3, 4, 5, 6, 100].map((tries) => retryAt(tries, 0, null))).toEqual(
      [2, 8, 30, 120, 480, 480, 480].map(seconds),
    );
  });

  test("waits for as long as it is told, but never less than it would by itself, nor for more than an hour", () => {
    expect(retryAt(1, 1000, seconds(20))).toBe(1000 + seconds(20));
    expect(retryAt(3, 0, seconds(20))).toBe(seconds(30));
    expect(retryAt(1, 0, hours(24))).toBe(hours(1));
  });

  const now = Date.parse("2026-10-01T12:00:00Z");
  test.each([
    ["7", 7000],
    [" 7 ", 7000],
    ["Thu, 01 Oct 2026 12:00:30 GMT", 30_000],
    ["Thu, 01 Oct 2026 11:00:00 GMT", null],
    ["0", null],
    ["-7", null],
    ["soon", null],
    ["", null],
    [null, null],
  ])("Retry-After: %s", (header, ms) => {
    expect(retryAfterIn(header, now)).toBe(ms);
  });

  test.each([
    [200, "done"],
    [201, "done"],
    [204, "done"],
    [301, "done"],
    [307, "done"],
    [400, "done"],
    [401, "done"],
    [403, "done"],
    [404, "gone"],
    [410, "gone"],
    [413, "done"],
    [429, "later"],
    [500, "later"],
    [503, "later"],
  ])("%i: %s", (status, kind) => {
    expect(outcomeOf(status, null, now).kind).toBe(kind);
  });
});

describe("a place in the room", () => {
  const subscription = (role: "control" | "watch", seenAt: number): Subscription => ({
    endpoint: "",
    keys: { p256dh: "", auth: "" },
    role,
    origin: "",
    device: null,
    seenAt,
  });
  const crowd = (controllers: number, watchers: number): Map<string, Subscription> =>
    new Map([
      ...Array.from({ length: controllers }, (_, i) => [`c${i}`, subscription("control", i)] as const),
      ...Array.from({ length: watchers }, (_, i) => [`w${i}`, subscription("watch", 1000 - i)] as const),
    ]);

  test.each([
    ["watch", 0, 99, { displaced: null }],
    ["watch", 0, 100, null],
    ["watch", 499, 0, { displaced: null }],
    ["watch", 500, 0, null],
    ["watch", 450, 50, null],
    ["control", 499, 0, { displaced: null }],
    ["control", 500, 0, null],
    ["control", 400, 100, { displaced: "w99" }],
    ["control", 499, 1, { displaced: "w0" }],
    ["control", 399, 100, { displaced: null }],
  ] as const)(
    "for one more to %s beside %i controllers and %i watchers",
    (role, controllers, watchers, place) => {
      expect(placeFor(role, crowd(controllers, watchers))).toEqual(place);
    },
  );

  test("is free again 60 days after the device was last heard of", () => {
    expect(isUnseen(subscription("control", 0), hours(60 * 24) - 1)).toBe(false);
    expect(isUnseen(subscription("control", 0), hours(60 * 24))).toBe(true);
  });
});

const short = setup({ workDuration: 100, breakDuration: 20, numberCycles: 1, longBreakDuration: 60 });
const working = play(room(), [0, short], [0, PRESS]);
const onBreak = play(working, [100, PRESS]);
const resting = play(onBreak, [120, PRESS], [220, PRESS]);
const continuing = play(room(), [0, short], [0, setup({ autoContinue: 30 }, "next")], [0, PRESS]);
const noisy = settled(working, at(100));
const byItself = settled(continuing, at(135));
const over = settled(resting, at(280));

describe("an alert", () => {
  test.each([
    ["of an alarm lasts until the fallback", noisy, 2, at(100), at(100) + hours(2)],
    [
      "of an alarm that goes on by itself lasts until then",
      settled(continuing, at(100)),
      2,
      at(100),
      at(130),
    ],
    ["of the long break's ring lasts two hours", over, LONG_BREAK, at(280), at(280) + hours(2)],
    ["is told as the period that has begun meanwhile, until that ends", byItself, 2, at(135), at(150)],
  ] as const)("%s", (_, pomodoro, rang, now, until) => {
    const alert = alertOf(pomodoro, rang, now);
    expect(alert?.until).toBe(until);
    expect(alert?.state).toBe(pomodoro.phase.state);
  });

  test.each([
    ["nothing rang", noisy, null],
    ["a person has answered in the same moment", play(working, [100, PRESS]), 2],
    ["a person has ended it in the same moment", play(working, [101, RESET]), 2],
    ["a person wants more work in the same moment", play(working, [100, extend(60)]), 2],
  ] as const)("is not made where %s", (_, pomodoro, rang) => {
    expect(alertOf(pomodoro, rang, at(101))).toBeNull();
  });

  const alert = alertOf(noisy, 2, at(100));
  if (alert === null) throw new Error("it rings");
  test.each([
    ["nothing happens", noisy, at(200), true],
    [
      "the settings change for the next period",
      play(noisy, [110, setup({ workDuration: 7 }, "next")]),
      at(110),
      true,
    ],
    ["somebody presses", play(noisy, [110, PRESS]), at(110), false],
    ["somebody skips", play(noisy, [110, SKIP]), at(110), false],
    ["somebody wants more work", play(noisy, [110, extend(60)]), at(110), false],
    ["it rings the next time", settled(play(noisy, [110, extend(60)]), at(170)), at(170), false],
    ["it has rung for two hours", noisy, at(100) + hours(2), false],
  ] as const)("when %s: still rings", (_, pomodoro, now, rings) => {
    expect(stillRings(alert, pomodoro, now)).toBe(rings);
  });

  test("of a period that began by itself ends when that is held", () => {
    const begun = alertOf(byItself, 2, at(135));
    if (begun === null) throw new Error("it rings");
    expect(stillRings(begun, byItself, at(136))).toBe(true);
    expect(stillRings(begun, play(byItself, [140, HOLD]), at(141))).toBe(false);
  });
});

describe("a push says", () => {
  const to = { role: "control", origin: "https://tomato.example" } as const;
  const navigate = "https://tomato.example/r/kitchen";

  test("what a browser needs that shows it by itself, and what our service worker needs", () => {
    expect(pushMessage("kitchen", noisy, to)).toEqual({
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
    });
  });

  test.each([
    ["Start work", settled(onBreak, at(120))],
    ["Start long break", settled(play(onBreak, [120, PRESS]), at(220))],
    ["Finish", over],
    [undefined, byItself],
  ])("what a press would do: %s", (title, pomodoro) => {
    expect(pushMessage("kitchen", pomodoro, to).notification.actions?.[0]?.title).toBe(title);
  });

  test("nothing of pressing to a watcher", () => {
    expect(pushMessage("kitchen", noisy, { ...to, role: "watch" }).notification).not.toHaveProperty(
      "actions",
    );
  });

  test("that it is a test, whatever the room is doing", () => {
    const message = testMessage("kitchen", noisy, to);
    expect(message).toMatchObject({ test: true, app_badge: 0, web_push: 8030, rev: noisy.rev, state: 2 });
    expect(message.notification).toEqual({
      title: "It works",
      body: expect.any(String),
      tag: "kitchen",
      navigate,
    });
  });

  test("never more than a push service must take (3993 bytes of text)", () => {
    const room = "a".repeat(39);
    const message = pushMessage(room, noisy, { role: "control", origin: `https://${"a".repeat(247)}` });
    expect(JSON.stringify(message).length).toBeLessThan(3993);
  });
});
