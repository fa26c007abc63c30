/** What the keys of a deck show, which keys those are, and how they are drawn. */
import { describe, expect, it } from "vitest";
import { STATE_NAMES } from "../../../party/shared/pomodoro";
import type { Phase, State } from "../../../party/shared/pomodoro";
import { drawFace } from "../../../src/board/deck/drawFace";
import type { Pen } from "../../../src/board/deck/drawFace";
import { faceOf, msUntilChange, timeText } from "../../../src/board/deck/faces";
import type { Face } from "../../../src/board/deck/faces";
import { placeKeys } from "../../../src/board/deck/layout";
import type { DeckControl } from "../../../src/board/deck/layout";
import { makeRelay } from "../../../src/board/relay";
import { stateFrame } from "../../../src/board/stateFrame";
import type { StateFrame } from "../../../src/board/wire";
import { FakeClock } from "../../harness/fakes/fake-clock";
import { FakeRoomLink, heldWork, phaseIn, SERVER_START } from "../../harness/fakes/fake-room-link";

const frame = (s: number, left = 0, held: 0 | 1 = 0): StateFrame => ({ s, left, total: 1500, held });
const tomato = (state: StateFrame | null, elapsed = 0): Extract<Face, { kind: "tomato" }> => {
  const face = faceOf("button", state, elapsed);
  if (face.kind !== "tomato") throw new Error(`it shows ${face.kind}`);
  return face;
};

describe("the tomato on a deck", () => {
  it.each([
    ["WORK", frame(1, 1499), "24:59", "none", "red"],
    ["a short break", frame(3, 5), "0:05", "none", "green"],
    ["a long period", frame(1, 6000), "1:40:00", "none", "red"],
    ["a paused period", frame(1, 600, 1), "10:00", "pause", "red"],
    ["IDLE", frame(0), "", "start", "white"],
    ["the alarm for a break", frame(2), "", "start", "red"],
    ["the alarm for work", frame(4), "", "start", "green"],
    ["the long break", frame(5), "", "start", "blue"],
  ] as const)("%s has its time, its symbol and its colour", (_what, state, text, symbol, hue) => {
    const face = tomato(state);
    const [r, g, b] = face.colour;
    const seen =
      r > 2 * Math.max(g, b)
        ? "red"
        : g > 1.5 * r
          ? g > b
            ? "green"
            : "blue"
          : b > 2 * r
            ? "blue"
            : "white";
    expect([face.text, face.symbol, seen]).toEqual([text, symbol, hue]);
  });
  it("a paused period and the dark half of an alarm are dim", () => {
    expect([tomato(frame(1, 600, 1)).isDim, tomato(frame(1, 600)).isDim]).toEqual([true, false]);
    expect([0, 999, 1000, 1999, 2000].map((elapsed) => tomato(frame(2), elapsed).isDim)).toEqual([
      false,
      false,
      true,
      true,
      false,
    ]);
    expect([msUntilChange(frame(2), 300), msUntilChange(frame(2), 1900)]).toEqual([700, 100]);
  });
  it("a room that cannot be reached is grey and crossed out, and does not change", () => {
    expect(tomato(null)).toMatchObject({ symbol: "offline", text: "" });
    expect(msUntilChange(null, 0)).toBe(Infinity);
    expect([frame(0), frame(1, 9, 1), frame(5)].map((one) => msUntilChange(one, 0))).toEqual([
      Infinity,
      Infinity,
      Infinity,
    ]);
  });
  it("a time is minutes and seconds, with hours from an hour on", () => {
    expect([0, 59, 60, 3599, 3600, 10_800].map(timeText)).toEqual([
      "0:00",
      "0:59",
      "1:00",
      "59:59",
      "1:00:00",
      "3:00:00",
    ]);
  });
});

describe("the other keys of a deck", () => {
  const phases: [string, Phase][] = [
    ...STATE_NAMES.map((name, s): [string, Phase] => [name, phaseIn(s as State)]),
    ["a paused period", heldWork(60_000)],
  ];
  it.each(phases)(
    "in %s a key is lit exactly where a press of it asks something of the room",
    (_name, phase) => {
      const room = new FakeRoomLink(new FakeClock(), { rev: 7, phase });
      const relay = makeRelay(room, room.clock, () => {});
      for (const key of ["extend", "pause"] as const) {
        room.others.length = 0;
        relay.receive({ type: "key", key });
        const { kind } = faceOf(key, stateFrame({ rev: 7, phase }, SERVER_START), 0);
        const [asked] = room.others;
        const named = kind === "dark" ? undefined : kind === "pause" ? "hold" : kind;
        expect([key, asked?.action]).toEqual([key, named]);
      }
    },
  );
  it("a room that cannot be reached has dark keys", () => {
    expect([faceOf("extend", null, 0), faceOf("pause", null, 0)]).toEqual([
      { kind: "dark" },
      { kind: "dark" },
    ]);
  });
});

describe("the places of the keys", () => {
  const key = (
    row: number,
    column: number,
    feedbackType: "none" | "rgb" | "lcd",
    index = row * 10 + column,
  ) =>
    ({
      type: "button",
      row,
      column,
      index,
      feedbackType,
      ...(feedbackType === "lcd" ? { pixelSize: { width: 72, height: 72 } } : {}),
    }) satisfies DeckControl;
  const places = (controls: DeckControl[]) => placeKeys(controls).map(({ key, index }) => [key, index]);

  it("the first three screens of the first row are the tomato, Pause and +5", () => {
    const shuffled = [
      key(1, 0, "lcd"),
      key(0, 2, "lcd"),
      key(0, 0, "lcd"),
      key(0, 1, "lcd"),
      key(0, 3, "lcd"),
    ];
    expect(places(shuffled)).toEqual([
      ["button", 0],
      ["pause", 1],
      ["extend", 2],
    ]);
  });
  it("keys without a screen and dials are left out where there are screens", () => {
    const neo: DeckControl[] = [key(0, 0, "rgb", 9), { type: "encoder" }, key(1, 0, "lcd", 5)];
    expect(places(neo)).toEqual([["button", 5]]);
  });
  it("rows of two keys go on in the next row", () => {
    expect(places([key(0, 0, "lcd"), key(0, 1, "lcd"), key(1, 0, "lcd")]).map(([, index]) => index)).toEqual([
      0, 1, 10,
    ]);
  });
  it("on a pedal the button is in the middle, and no key has a picture", () => {
    const pedal = [0, 1, 2].map((column) => key(0, column, "none"));
    expect(places(pedal)).toEqual([
      ["pause", 0],
      ["button", 1],
      ["extend", 2],
    ]);
    expect(placeKeys(pedal).map(({ size }) => size)).toEqual([null, null, null]);
  });
  it("a deck without keys has no place for the button", () => {
    expect(placeKeys([{ type: "encoder" }])).toEqual([]);
  });
});

describe("the drawing of a key", () => {
  /** A pen that records its calls, and refuses a number that is none. */
  function draw(face: Face, width = 72, height = 72): string[] {
    const calls: string[] = [];
    const pen = new Proxy({} as Record<string, unknown>, {
      get: (styles, name: string) =>
        name in styles
          ? styles[name]
          : (...values: (number | string)[]) => {
              for (const value of values)
                if (typeof value === "number" && !Number.isFinite(value))
                  throw new Error(`${name}(${value})`);
              calls.push(
                `${name} ${values.map((one) => (typeof one === "number" ? Math.round(one) : one)).join(" ")}`,
              );
            },
      set: (styles, name: string, value) => {
        styles[name] = value;
        calls.push(`${name}=${value}`);
        return true;
      },
    });
    drawFace(pen as unknown as Pen, face, { width, height });
    return calls;
  }
  it("every key begins as a black one, and a dark key is nothing else", () => {
    expect(draw({ kind: "dark" }, 144, 112)).toEqual(["fillStyle=#000", "fillRect 0 0 144 112"]);
    expect(draw({ kind: "extend" }).slice(0, 2)).toEqual(["fillStyle=#000", "fillRect 0 0 72 72"]);
  });
  it("the time stands in the middle, and a long one is smaller", () => {
    const short = draw(tomato(frame(1, 1499)));
    expect(short).toContain("fillText 24:59 36 40");
    expect(short).toContain("font=bold 18px system-ui, sans-serif");
    expect(draw(tomato(frame(1, 6000)))).toContain("font=bold 13px system-ui, sans-serif");
  });
  it("a dim tomato has a darker colour than a bright one", () => {
    const bright = draw(tomato(frame(1, 600))).find((call) => call.startsWith("fillStyle=rgb"));
    const dim = draw(tomato(frame(1, 600, 1))).find((call) => call.startsWith("fillStyle=rgb"));
    expect([bright, dim]).toEqual(["fillStyle=rgb(214 48 38)", "fillStyle=rgb(75 17 13)"]);
  });
  it("pause, resume, +5 and offline have drawings of their own", () => {
    const faces: Face[] = [
      { kind: "pause" },
      { kind: "resume" },
      { kind: "extend" },
      tomato(null),
      tomato(frame(0)),
    ];
    expect(new Set(faces.map((face) => draw(face).join("|"))).size).toBe(faces.length);
  });
});
