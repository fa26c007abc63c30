import { describe, expect, it, vi } from "vitest";
import { makeRelay } from "../../src/board/relay";
import { makeSession } from "../../src/board/session";
import { FakeByteLink } from "../harness/fakes/fake-byte-link";
import { FakeClock } from "../harness/fakes/fake-clock";
import { FakeRoomLink, WORK_ROOM } from "../harness/fakes/fake-room-link";
import { hello, invalidLines, stateLine, validLines } from "./lines";
import { bytesAt, type Event, linesOf, type Recording, runMicrobit } from "./micropython";
import { button, PING, START } from "./micropython-host";

vi.setConfig({ testTimeout: 60_000 });

async function run(...args: Parameters<typeof runMicrobit>): Promise<Recording> {
  const recording = await runMicrobit(...args);
  expect(recording.error).toBeNull();
  return recording;
}
const host = (s: number, held: 0 | 1, ms = 0): Event[] => [
  ...bytesAt(10, '{"t":"hello","p":1}\n'),
  ...bytesAt(START, stateLine(s, held)),
  ...Array.from({ length: Math.floor(ms / 2000) }, (_, i) => bytesAt((i + 1) * 2000, PING)).flat(),
];
const buttonLines = (recording: Recording) => linesOf(recording).filter((line) => line.includes("btn"));
const picturesOf = ({ log }: Recording): [number, string][] =>
  log.flatMap(([ms, what, value]): [number, string][] => (what === "display" ? [[ms, String(value)]] : []));
const hold = (name: "a" | "b", from: number, to: number): Event[] => [
  [from, name, true],
  [to, name, false],
];

describe("the lines of a micro:bit", () => {
  it("the first line is a hello, and every line of the table gets its answer, in order", async () => {
    const table = [...validLines, ...invalidLines];
    const bytes = table.flatMap(([, line], i) => bytesAt(20 + 40 * i, `${line}\n`));
    const answers = linesOf(await run(80 + 40 * table.length, bytes));
    expect(answers).toHaveLength(table.length + 1);
    expect(answers[0]).toBe(hello("microbit"));
    table.forEach(([description, , answer], i) => expect(answers[i + 1], description).toBe(answer));
  });

  it("empty lines are ignored, and a line that arrives byte by byte is answered at its end", async () => {
    const bytes = [...PING].flatMap((char, i) => bytesAt(20 + 10 * i, char));
    expect(linesOf(await run(400, [...bytes, ...bytesAt(300, "\n\r\n\n")]))).toEqual([
      hello("microbit"),
      '{"t":"pong"}',
    ]);
  });
});

describe("the buttons of a micro:bit", () => {
  it.each([0, 1, 2, 3, 4, 5])("button A presses in state %i, and n counts it", async (s) => {
    const recording = await run(600, [...host(s, 0), ...hold("a", 200, 400)]);
    expect(buttonLines(recording)).toEqual([button("down", 1), button("up", 2)]);
  });

  it.each([1, 3])(
    "button B is told while a period runs (state %i), so a host takes a held one for a skip",
    async (s) => {
      const recording = await run(3000, [...host(s, 0, 3000), ...hold("b", 200, 2600)]);
      expect(buttonLines(recording)).toEqual([button("down", 1), button("up", 2)]);
    },
  );

  it.each<[number, 0 | 1]>([
    [0, 0],
    [2, 0],
    [4, 0],
    [5, 0],
    [1, 1],
    [3, 1],
  ])("button B never presses: it is not told in state %i, held %i", async (s, held) => {
    const recording = await run(3200, [
      ...host(s, held, 3000),
      ...hold("b", 200, 2600),
      ...hold("a", 2700, 2800),
    ]);
    expect(buttonLines(recording)).toEqual([button("down", 1), button("up", 2)]); // of A, without a gap
  });

  it("of two buttons that are down at the same time, only the first one counts", async () => {
    const events = [...hold("a", 200, 600), ...hold("b", 300, 500)];
    expect(buttonLines(await run(800, [...host(1, 0), ...events]))).toEqual([
      button("down", 1),
      button("up", 2),
    ]);
  });

  it("the release of button B is told although the period has ended meanwhile", async () => {
    const recording = await run(900, [...host(1, 0), ...hold("b", 200, 700), ...bytesAt(500, stateLine(2))]);
    expect(buttonLines(recording)).toEqual([button("down", 1), button("up", 2)]);
  });

  it("a bouncing button is reported once, and one that is down at the start is no press", async () => {
    const bounce: Event[] = Array.from({ length: 7 }, (_, i): Event => [200 + 5 * i, "a", i % 2 === 0]);
    expect(buttonLines(await run(500, [...host(1, 0), ...bounce]))).toEqual([button("down", 1)]);
    const held: Event[] = [
      [1, "a", true],
      [300, "a", false],
    ];
    expect(buttonLines(await run(500, [...host(1, 0), ...held]))).toEqual([]);
  });

  it("a press without a host is counted and not sent, so that it never arrives late", async () => {
    const events = [...hold("a", 100, 200), ...bytesAt(300, '{"t":"hello","p":1}\n'), ...hold("a", 400, 500)];
    expect(buttonLines(await run(600, events))).toEqual([button("down", 3), button("up", 4)]);
  });
});

describe("a host and a micro:bit", () => {
  /** What the page does with the lines of the board: the actions that reach the room in work. */
  async function actionsOf(events: Event[]) {
    const recording = await run(3500, [...host(1, 0, 3000), ...events]);
    const clock = new FakeClock();
    const room = new FakeRoomLink(clock, WORK_ROOM);
    const relay = makeRelay(room, clock, () => {});
    const link = new FakeByteLink();
    const session = makeSession(link, clock);
    session.start((event) => relay.receive(event));
    session.show(() => ({ s: 1, left: 1500, total: 1500, held: 0 }));
    for (const [ms, what, value] of recording.log) {
      if (what !== "stdout") continue;
      await clock.advance(ms - clock.now());
      link.send(String(value).trimEnd());
    }
    await clock.advance(3500 - clock.now());
    relay.close();
    return { skips: room.skips.length, presses: room.presses.length };
  }

  it("a held button B skips, and its press is one that does nothing in work", async () => {
    expect(await actionsOf(hold("b", 500, 2900))).toEqual({ skips: 1, presses: 1 });
  });
  it("a short press of button B skips nothing", async () => {
    expect(await actionsOf(hold("b", 500, 1500))).toEqual({ skips: 0, presses: 1 });
  });
});

describe("the picture of a micro:bit", () => {
  const CROSS = "30003:03030:00300:03030:30003";
  const TOMATO = "00500:09990:99999:99999:09990";

  it("the picture of a micro:bit is the cross of offline before the first state, and again 6 s after the last line", async () => {
    const pictures = picturesOf(await run(6500, host(1, 0)));
    expect(pictures.map(([, picture]) => picture)).toEqual([CROSS, TOMATO, CROSS]);
    expect(pictures.at(-1)?.[0]).toBeGreaterThanOrEqual(START + 6000);
    expect(pictures.at(-1)?.[0]).toBeLessThan(START + 6010);
  });

  it("the picture of a micro:bit is another one in each state, dark for half of each second in an alarm, and at a tenth while paused", async () => {
    const looks = await Promise.all(
      (
        [
          [0, 0],
          [1, 0],
          [2, 0],
          [3, 0],
          [4, 0],
          [5, 0],
          [1, 1],
          [3, 1],
        ] as const
      ).map(async ([s, held]) =>
        picturesOf(await run(1500, host(s, held)))
          .filter(([ms]) => ms >= START)
          .map(([, picture]) => picture),
      ),
    );
    const [idle, work, alarm, rest, back, long, paused] = looks;
    expect(work).toEqual([TOMATO]);
    expect(alarm).toEqual([TOMATO, "", TOMATO]);
    expect(back).toEqual([rest?.[0], "", rest?.[0]]);
    expect(new Set([idle, work, rest, long, paused].map((look) => look?.at(-1))).size).toBe(5);
    expect(paused?.[0]).toBe("00000:01110:11111:11111:01110");
  });
});
