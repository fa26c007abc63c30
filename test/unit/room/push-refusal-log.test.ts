/** How often refused pushes are logged. */
import { describe, expect, test } from "vitest";
import { RefusalLog } from "../../../party/room/push/refusalLog";
import { hours, seconds } from "../shared/helpers";

const T = 1_790_000_000_000;
const APPLE = "https://web.push.apple.com";

function open(): { log: RefusalLog; lines: string[] } {
  const lines: string[] = [];
  return { log: new RefusalLog((line) => lines.push(line)), lines };
}

describe("the log of refused pushes", () => {
  test("each service is logged at most once an hour", () => {
    const { log, lines } = open();
    for (let at = T; at < T + hours(3); at += seconds(10)) log.add(APPLE, { status: 403, at }, "no");
    expect(lines).toHaveLength(3);
    log.add("https://fcm.googleapis.com", { status: 400, at: T + hours(3) - 1 }, "");
    expect(lines).toHaveLength(4);
  });

  test("a service that this server does not allow any more is logged as such", () => {
    const { log, lines } = open();
    log.add("https://push.example.org", { status: null, at: T }, "");
    expect(lines).toEqual([
      "a push was refused by https://push.example.org: PUSH_ORIGINS does not allow it (logged once an hour)",
    ]);
  });

  test("a reason with line breaks stays on one line", () => {
    const { log, lines } = open();
    log.add(APPLE, { status: 403, at: T }, "no\nan error of somebody else");
    expect(lines.join("")).not.toContain("\n");
  });

  test("many services with invented names are not all logged", () => {
    const { log, lines } = open();
    for (let i = 0; i < 1000; i++)
      log.add(`https://a${i}.notify.windows.com`, { status: 401, at: T + i }, "");
    expect(lines).toHaveLength(20);
  });

  test("a clock that is set back by more than an hour does not silence the log", () => {
    const { log, lines } = open();
    log.add(APPLE, { status: 403, at: T }, "");
    log.add(APPLE, { status: 403, at: T - hours(2) }, "");
    expect(lines).toHaveLength(2);
  });
});
