/** The stored form of a room's webhooks: what earlier servers have written is read, whatever fields are added later. */
import { describe, expect, test } from "vitest";
import { HookOutbox } from "../../../party/room/hooks/hookOutbox";
import { readHooks, toHooksForm, VERSION } from "../../../party/room/hooks/hooksForm";

const T = 1_790_000_000_000;

/** Written by the first server with webhooks: one that works, one that fails, and an event that waits for it. */
const FORM_1 = {
  v: 1,
  hooks: [
    {
      id: "aB3_-x9Q",
      kind: "json",
      url: "https://host.example/hook",
      secret: "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
      moments: ["work-began", "work-ended", "break-ended", "long-break-began"],
      next: 3,
      tries: 0,
      at: 0,
      failingSince: null,
      off: null,
      last: { status: 204, ms: 31, at: T + 25_000 },
      rate: { sent: [T + 25_000], notBefore: 0 },
    },
    {
      id: "bbbbbbbb",
      kind: "discord",
      url: "https://discord.com/api/webhooks/1/x",
      secret: null,
      moments: ["work-ended"],
      next: 2,
      tries: 2,
      at: T + 33_000,
      failingSince: T + 25_000,
      off: null,
      last: { status: null, ms: 10_000, at: T + 25_000 },
      rate: { sent: [T + 25_000], notBefore: 0 },
    },
  ],
  events: [
    {
      n: 2,
      id: "msg_0123456789abcdefghij",
      type: "work-ended",
      rev: 7,
      state: 2,
      at: T + 25_000,
      endsAt: null,
      by: { name: null, via: "timer" },
    },
  ],
  count: 3,
};

describe("the stored form of a room's webhooks", () => {
  test("form 1 is read with everything that it says, and is written again as it was", () => {
    const snapshot = readHooks(FORM_1);
    if (typeof snapshot === "string") throw new Error(snapshot);
    expect(toHooksForm(new HookOutbox(snapshot).snapshot(T + 30_000))).toEqual(FORM_1);
  });

  test("the event of form 1 that waits is due for the hook that has not got it, and for no other one", () => {
    const outbox = new HookOutbox(readHooks(FORM_1) as Exclude<ReturnType<typeof readHooks>, string>);
    expect(outbox.hasDue(T + 30_000)).toBe(false);
    expect(outbox.nextDueAfter(T + 30_000)).toBe(T + 33_000);
    const next = outbox.next(T + 33_000, () => true);
    expect([next?.hook.id, next?.event.id]).toEqual(["bbbbbbbb", "msg_0123456789abcdefghij"]);
  });

  test("a newer form and one that cannot be read are named, and neither is taken for empty", () => {
    expect(readHooks({ ...FORM_1, v: VERSION + 1 })).toMatch(/newer version \(form 2, this server reads 1\)/);
    for (const damaged of [{}, { v: 1 }, { ...FORM_1, hooks: [{ id: 5 }] }, "text", null]) {
      expect(readHooks(damaged)).toBe("this room's stored webhooks cannot be read");
    }
  });

  test("a clock that goes back takes all moments with it", () => {
    const outbox = new HookOutbox(readHooks(FORM_1) as Exclude<ReturnType<typeof readHooks>, string>);
    outbox.move(-20_000, -20_000);
    expect(outbox.nextDueAfter(T + 10_000)).toBe(T + 13_000);
    const { hooks, events } = outbox.snapshot(T + 10_000);
    expect(hooks.map(({ at, failingSince, last }) => [at, failingSince, last?.at])).toEqual([
      [0, null, T + 5000],
      [T + 13_000, T + 5000, T + 5000],
    ]);
    expect(events[0]?.at).toBe(T + 5000);
  });
});
