/** Tests how a client parses the messages of the server: it accepts every message that the server makes, and nothing else. */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { parseServerMessage } from "../../../party/shared/serverMessages";
import { newPerson, peopleMessage } from "../../../party/room/presence";
import type { Person } from "../../../party/room/presence";
import { HEARTBEAT_ANSWER } from "../../../party/shared/heartbeat";
import { toRoomMessage } from "../../../party/shared/codec";
import { errorMessage } from "../../../party/shared/errors";
import type { ErrorCode } from "../../../party/shared/errors";
import type { PongMessage, ServerMessage, YouMessage } from "../../../party/shared/serverMessages";
import { parseClientMessage } from "../../../party/shared/clientMessages";
import { livedArbitrary } from "./arbitraries";
import { settled, T0 } from "./helpers";
import { SeededRandom } from "../../harness/random";
import { Mutator } from "./mutations";

/** These tests try many inputs, and the machine may be busy. */
vi.setConfig({ testTimeout: 60_000 });

/** Every error code of the protocol. */
const CODES = {
  "bad-json": 1, "bad-message": 1, "too-big": 1, "too-fast": 1, "not-allowed": 1, "wrong-key": 1, "stale": 1, "no-undo": 1, "not-now": 1, "not-stored": 1,
} satisfies Record<ErrorCode, 1>; // prettier-ignore
const codes = Object.keys(CODES) as ErrorCode[];

const id = fc.string({ maxLength: 40, unit: "grapheme" });
const name = fc.option(fc.string({ maxLength: 32, unit: "grapheme" }), { nil: null });
const role = fc.constantFrom("control" as const, "watch" as const);
const person: fc.Arbitrary<Person> = fc.record({
  id: fc.constant("").map(() => newPerson("watch").id),
  role,
  name,
  board: fc.option(fc.record({ name: fc.string({ maxLength: 32 }), kind: fc.string({ maxLength: 32 }) }), {
    nil: null,
  }),
  joined: fc.boolean(),
});

/** Checks that a client parses a serialized message to the same message. */
const survives = (message: ServerMessage): void => {
  const text = JSON.stringify(message);
  expect(parseServerMessage(text)).toStrictEqual(JSON.parse(text));
};

describe("a valid message", () => {
  test("a client parses a room message in every phase, with an id and without", () => {
    const states = new Set<number>();
    fc.assert(
      fc.property(
        livedArbitrary,
        fc.option(id),
        fc.integer({ min: 0, max: 10_000_000 }),
        ({ pomodoro, now }, echo, wait) => {
          const message = toRoomMessage(settled(pomodoro, now + wait), now + wait);
          states.add(message.state);
          survives({ ...message, ...(echo === null ? {} : { id: echo }) });
        },
      ),
      { numRuns: 500 },
    );
    expect(states.size).toBe(6);
  });

  test("a client parses the example of a room message with every field", () => {
    const example = `{"type":"room","v":1,"state":1,"message":"Work","work_duration":1500,"break_duration":300,
      "number_cycles":3,"long_break_duration":0,"auto_continue":0,"cycle":0,"rev":7,"started_at":1790000000000,
      "ends_at":1790001500000,"total_ms":1500000,"held_ms":null,"continues_at":null,"over":false,
      "undo_until":1790000010000,"by":{"name":"Kim","via":"app"},"now":1790000000012}`;
    expect(parseServerMessage(example)).toStrictEqual(JSON.parse(example));
  });

  test("a client parses an error message of every code", () => {
    fc.assert(fc.property(fc.constantFrom(...codes), fc.string(), fc.option(id, { nil: undefined }), (code, detail, echo) => {
      survives(errorMessage(code, detail, echo));
    })); // prettier-ignore
    for (const code of codes) survives(errorMessage(code, "why"));
  });

  test("a client parses every error that a damaged message gets", () => {
    const mutator = new Mutator(7);
    for (let i = 0; i < 3000; i++) {
      const parsed = parseClientMessage(mutator.message());
      if (!parsed.ok) survives(parsed.error);
    }
  });

  test("a client parses every pong", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (t0) => {
        survives({ type: "pong", t0, now: T0 } satisfies PongMessage);
      }),
    );
  });

  test("a client parses the answer to a heartbeat", () => {
    survives(HEARTBEAT_ANSWER);
  });

  test("a client parses the messages `you` and `people`", () => {
    fc.assert(
      fc.property(fc.array(person, { maxLength: 80, size: "max" }), role, (people, mine) => {
        survives({ type: "you", id: newPerson(mine).id, role: mine } satisfies YouMessage);
        survives(peopleMessage(people));
      }),
    );
  });

  test("a client parses a message with fields that a later version has added", () => {
    const pong = { type: "pong", t0: 1, now: 2 };
    expect(parseServerMessage(JSON.stringify({ ...pong, drift: 3 }))).toMatchObject(pong);
  });
});

describe("an invalid message", () => {
  test.each([
    "",
    "{",
    "null",
    "7",
    "[]",
    "{}",
    '{"type":"tick"}',
    '{"type":"room"}',
    '{"type":"pong","t0":"1","now":2}',
    '{"type":"pong","t0":null}',
  ])("a client ignores the message %j", (text) => {
    expect(parseServerMessage(text)).toBeNull();
  });

  test("a client ignores a room message that lacks a field or has a field of another type", () => {
    const good = JSON.parse(JSON.stringify(toRoomMessage(settled({ ...livedOnce() }, T0), T0))) as Record<
      string,
      unknown
    >;
    for (const field of Object.keys(good)) {
      const { [field]: _left, ...rest } = good;
      if (!["did", "rang_at", "starts_at", "list", "turns", "title"].includes(field)) {
        expect(parseServerMessage(JSON.stringify(rest)), field).toBeNull();
      }
      expect(parseServerMessage(JSON.stringify({ ...good, [field]: ["x"] })), field).toBeNull();
    }
    expect(parseServerMessage(JSON.stringify({ ...good, v: 2 }))).toBeNull();
  });

  test("parsing a damaged message never throws", () => {
    const random = new SeededRandom(11);
    const text = JSON.stringify(toRoomMessage(livedOnce(), T0));
    for (let i = 0; i < 5000; i++) {
      const where = random.below(text.length);
      const damaged =
        text.slice(0, where) + String.fromCharCode(random.below(128)) + text.slice(where + random.below(3));
      const message = parseServerMessage(damaged);
      if (message !== null) expect(message.type).toBe("room");
    }
  });
});

function livedOnce() {
  const [lived] = fc.sample(livedArbitrary, { numRuns: 1, seed: 5 });
  if (lived === undefined) throw new Error("no life");
  return lived.pomodoro;
}
