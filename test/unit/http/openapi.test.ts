/** Compares the OpenAPI document with the code that parses requests and makes responses. */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { isRoom } from "../../../party/shared/access";
import { parseSpan, toHistoryRecord } from "../../../party/http/historyFormat";
import { generateOpenApi } from "../../../party/http/openapi/openapi";
import { toRoomMessage } from "../../../party/shared/codec";
import { parseHttpAction } from "../../../party/shared/clientMessages";
import { listResponses, listOperations, OpenapiChecker } from "../../harness/openapi-checker";
import { lifeArbitrary, livedArbitrary } from "../shared/arbitraries";
import { Historian } from "../room/historian";
import { settled, setup, T0 } from "../shared/helpers";
import { Mutator, VALID } from "../shared/mutations";

/** These tests try many inputs, and the machine may be busy. */
vi.setConfig({ testTimeout: 60_000 });

const OPENAPI = generateOpenApi();
const open = new OpenapiChecker(OPENAPI, { strict: false });
const strict = new OpenapiChecker(OPENAPI, { strict: true });

describe("the schema of an action", () => {
  /** The schema counts characters, the server UTF-16 units. Tells whether an id is too long only for the server. */
  const isBetween = ({ id }: { id?: unknown }): boolean =>
    typeof id === "string" && id.length > 40 && [...id].length <= 40;

  test("the schema of an action accepts exactly the messages that the server accepts, of 30,000 damaged ones", () => {
    const mutator = new Mutator(20_261_125);
    const counts = { accepted: 0, refused: 0 };
    for (let nth = 0; nth < 30_000; nth++) {
      const text = mutator.message();
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        continue;
      }
      if (isBetween((value ?? {}) as object)) continue;
      const { ok } = parseHttpAction(text);
      const complaint = open.validateComponent("Action", value);
      if (ok !== (complaint === null))
        expect.fail(`${text}: the server says ${ok}, the schema: ${complaint}`);
      counts[ok ? "accepted" : "refused"]++;
    }
    expect(counts.accepted).toBeGreaterThan(1000);
    expect(counts.refused).toBeGreaterThan(1000);
  });

  test("the schema of an action has every field that the server reads", () => {
    for (const message of VALID.filter(({ action }) => !/alive|board|join|ping/.test(String(action)))) {
      expect([message, strict.validateComponent("Action", message)]).toEqual([message, null]);
    }
  });
});

test("every room message fits its schema and has no other field", () => {
  fc.assert(
    fc.property(livedArbitrary, fc.nat(10_000_000), ({ pomodoro, now }, wait) => {
      const room = toRoomMessage(settled(pomodoro, now + wait), now + wait);
      expect(strict.validateComponent("Room", room)).toBeNull();
      expect(strict.validateComponent("Room", { ...room, id: "a" })).toBeNull();
      expect(strict.validateComponent("Room", { ...room, more: 1 })).not.toBeNull();
    }),
    { numRuns: 500 },
  );
});

test("every history record fits its schema and has no other field", () => {
  fc.assert(
    fc.property(lifeArbitrary(), ({ settings, steps }) => {
      const historian = new Historian();
      let now = T0;
      historian.act(setup(settings), now);
      for (const { wait, action } of steps) historian.act(action, (now += wait));
      expect(
        strict.validateComponent("History", { records: historian.works.map(toHistoryRecord) }),
      ).toBeNull();
    }),
    { numRuns: 300 },
  );
});

test("a room id fits the pattern of the schema exactly if a room can have it", () => {
  const [room] = OPENAPI.paths["/parties/main/{room}"]?.parameters ?? [];
  const id = fc.oneof(
    fc.string({ maxLength: 41 }),
    fc.stringMatching(/^[a-z0-9-]{1,41}$/),
    fc.stringMatching(/^[A-Za-z0-9_-]{21,23}$/),
    fc.stringMatching(/^[a-z0-9-]{21,23}$/),
  );
  fc.assert(
    fc.property(id, (id) => {
      expect(open.validate(room?.schema ?? {}, id) === null).toBe(isRoom(id));
    }),
    { numRuns: 2000 },
  );
});

test("a time in a query fits the schema exactly if the server accepts it", () => {
  const [from] = OPENAPI.paths["/parties/main/{room}/history"]?.get?.parameters ?? [];
  const moment = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.maxSafeInteger(), fc.double());
  fc.assert(
    fc.property(moment, (moment) => {
      const read = typeof parseSpan(new URLSearchParams({ from: String(moment) })) === "object";
      const digits = /^\d+$/.test(String(moment)); // a client writes whole numbers in digits, without an exponent
      fc.pre(digits || !Number.isInteger(moment));
      expect(open.validate(from?.schema ?? {}, moment) === null).toBe(read);
    }),
    { numRuns: 1000 },
  );
});

test("every operation of the document has its own id and a summary, and every response has a description", () => {
  const calls = listOperations(OPENAPI);
  expect(new Set(calls.map(({ operation }) => operation.operationId)).size).toBe(calls.length);
  for (const { operation } of calls) {
    expect(operation.summary).not.toBe("");
    for (const { description } of Object.values(operation.responses)) expect(description).not.toBe("");
  }
  expect(listResponses(OPENAPI).length).toBeGreaterThan(50);
});
