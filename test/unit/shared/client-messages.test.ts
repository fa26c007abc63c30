/** Tests how the server parses the messages of clients: every field and limit, and 100,000 damaged messages. */
import { describe, expect, test, vi } from "vitest";
import { idOf, parseClientMessage, parseHttpAction } from "../../../party/shared/clientMessages";
import type { ChangeRequest, Parsed } from "../../../party/shared/clientMessages";
import { complaint, echoed, judge } from "./request-oracle";
import { Mutator, VALID } from "./mutations";

/** These tests try many inputs, and the machine may be busy. */
vi.setConfig({ testTimeout: 60_000 });

const fromSocket = (message: unknown) => parseClientMessage(JSON.stringify(message));
const fromHttp = (message: unknown) => parseHttpAction(JSON.stringify(message));

function accepted<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new Error(`refused as ${parsed.error.code}: ${parsed.error.detail}`);
  return parsed.value;
}
function refusal(parsed: Parsed<unknown>) {
  if (parsed.ok) throw new Error(`accepted as ${JSON.stringify(parsed.value)}`);
  return parsed.error;
}
const changed = (parsed: Parsed<unknown>): ChangeRequest => {
  const value = accepted(parsed) as ChangeRequest;
  expect(value.kind).toBe("change");
  return value;
};

describe("a message on the socket", () => {
  test.each(["press", "reset", "skip", "hold", "resume", "undo"] as const)(
    "a message on the socket may have the action %s and no other field",
    (action) => {
      expect(fromSocket({ action })).toEqual({
        ok: true,
        value: { kind: "change", action: { type: action }, via: "app", name: null },
      });
    },
  );

  test("the messages of the course's page are accepted", () => {
    expect(changed(parseClientMessage('{"action":"press"}')).action).toEqual({ type: "press" });
    const course = '{"action": "setup", "work_duration": 60, "break_duration": 30, "number_cycles": 2}';
    expect(changed(parseClientMessage(course)).action).toEqual({
      type: "setup",
      settings: { workDuration: 60, breakDuration: 30, numberCycles: 2 },
      when: "now",
    });
  });

  test("a setup without fields is accepted and sets nothing", () => {
    expect(changed(fromSocket({ action: "setup" })).action).toStrictEqual({
      type: "setup",
      settings: {},
      when: "now",
    });
  });

  test("unknown fields of a message are ignored", () => {
    const known = accepted(fromSocket({ action: "press" }));
    expect(accepted(fromSocket({ action: "press", color: "red", board: 7, name: 3, seconds: "x" }))).toEqual(
      known,
    );
    expect(accepted(fromSocket({ action: "skip", via: "nonsense" }))).toEqual({
      ...known,
      action: { type: "skip" },
    });
  });

  test("a name in an action on the socket is ignored, because the connection has given it in join", () => {
    expect(changed(fromSocket({ action: "press", name: "Eve" })).name).toBeNull();
  });

  test.each([
    ["no JSON", "press"],
    ["nothing", ""],
    ["half an object", '{"action":"press"'],
    ["two objects", '{"action":"press"}{"action":"press"}'],
    ["JavaScript", "{action:'press'}"],
    ["NaN", '{"action":"ping","t0":NaN}'],
  ])("a message that is %s is refused as bad-json", (_, text) => {
    expect(refusal(parseClientMessage(text))).toMatchObject({ type: "error", code: "bad-json" });
    expect(refusal(parseHttpAction(text)).code).toBe("bad-json");
  });

  test.each(["null", "true", "7", '"press"', "[]", '[{"action":"press"}]', "{}"])(
    "a message that is %s is refused as bad-message",
    (text) => {
      const error = refusal(parseClientMessage(text));
      expect(error.code).toBe("bad-message");
      expect(error.detail).not.toBe("");
    },
  );

  test.each([
    "pres",
    "PRESS",
    "",
    "constructor",
    "__proto__",
    "tick",
    null,
    1,
    ["press"],
    { action: "press" },
  ])("a message with the action %j is refused as bad-message, and the detail names `action`", (action) => {
    expect(refusal(fromSocket({ action }))).toMatchObject({
      code: "bad-message",
      detail: expect.stringContaining("action"),
    });
  });
});

const item = (id: string, text = "chapter 3", done = false): object => ({ id, text, done });
const turn = (name: string, away = false): object => ({ name, away });

/** The rest of a valid message, a field, the values that the field may have, and values that it may not have. */
const LIMITS: readonly (readonly [
  Record<string, unknown>,
  string,
  readonly unknown[],
  readonly unknown[],
])[] = [
  [{ action: "setup" }, "work_duration", [1, 1500, 86_400], [0, -1, 86_401, 1.5, "60", true, [], {}]],
  [{ action: "setup" }, "break_duration", [1, 300, 86_400], [0, -1, 86_401, 0.5, "60", true, [], {}]],
  [{ action: "setup" }, "number_cycles", [1, 3, 24], [0, -3, 25, 2.5, "3", false, [], {}]],
  [{ action: "setup" }, "long_break_duration", [0, 1, 900, 86_400], [-1, 86_401, 0.5, "0", false, [], {}]],
  [{ action: "setup" }, "auto_continue", [0, 5, 60, 3600], [1, 4, -5, 3601, 5.5, "5", true, [], {}]],
  [{ action: "setup" }, "when", ["next"], ["later", "", 1, true, [], {}]],
  [{ action: "extend" }, "seconds", [1, 300, 3600], [0, -1, 3601, 1.5, "60", null, undefined, [], {}]],
  [{ action: "press" }, "via", ["app", "board"], ["api", "push", "timer", "", 1, {}]],
  [{ action: "press" }, "on", [0, 1, 1_000_000], [-1, 1.5, "1", true, [], {}]],
  [{ action: "press" }, "on_state", [0, 5], [-1, 6, 1.5, "1", true, [], {}]],
  [{ action: "undo" }, "until", [0, 1_790_000_000_000, 1.5, -1], ["0", true, [], {}]],
  [{ action: "hold" }, "id", ["", "a", "x".repeat(40)], ["x".repeat(41), 1, true, [], {}]],
  [
    { action: "list" },
    "items",
    [
      [],
      [item("a")],
      [item("a"), item("b", "t".repeat(80), true)],
      [item("A-z_09".repeat(6), "🍅".repeat(80))],
      Array.from({ length: 30 }, (_, i) => item(`i${i}`)),
    ],
    [
      Array.from({ length: 31 }, (_, i) => item(`i${i}`)),
      [item("a"), item("b"), item("a")],
      [item("")],
      [item("a b")],
      [item("i".repeat(41))],
      [item("é")],
      [item("a", "")],
      [item("a", " \t")],
      [item("a", "t".repeat(81))],
      [item("a", "a\u0000b")],
      [item("a", "a\nb")],
      [item("a", "a\u202eb")],
      [item("a", "\ud800")],
      [{ id: "a", text: "x" }],
      [{ id: "a", text: "x", done: 1 }],
      [{ id: 1, text: "x", done: true }],
      [{ id: "a", text: null, done: true }],
      [null],
      ["a"],
      {},
      "a",
      null,
      undefined,
      3,
    ],
  ],
  [
    { action: "turns", at: 1 },
    "names",
    [null, [turn("Ada"), turn("Bo", true)], Array.from({ length: 20 }, () => turn("n".repeat(32)))],
    [
      [],
      [turn("Ada")],
      Array.from({ length: 21 }, () => turn("Ada")),
      [turn("Ada"), turn("")],
      [turn("Ada"), turn("n".repeat(33))],
      [turn("Ada"), turn("a\u0007b")],
      [turn("Ada"), { name: "Bo" }],
      [turn("Ada"), { name: "Bo", away: "no" }],
      [turn("Ada"), null],
      ["Ada", "Bo"],
      {},
      "Ada",
      undefined,
      2,
    ],
  ],
  [
    { action: "turns", names: [turn("Ada"), turn("Bo")] },
    "at",
    [0, 1, 19],
    [-1, 20, 0.5, "0", true, null, [], {}],
  ],
  [
    { action: "start" },
    "at",
    [null, 0, 1_790_000_000_000],
    [1.5, -1, "9:00", true, undefined, [], {}, Number.MAX_VALUE],
  ],
  [
    { action: "title" },
    "title",
    [null, "", "Class 4b", " x ", "n".repeat(32), "🍅".repeat(32)],
    ["n".repeat(33), "a\u0007b", "a\nb", "a\u202eb", undefined, 1, true, [], {}],
  ],
  [
    { action: "join" },
    "doing",
    ["chapter 3", " x ", "", "d".repeat(80), "🍅".repeat(80)],
    ["d".repeat(81), "a\u0000b", "a\nb", "a\u2066b", 1, true, [], {}],
  ],
  [{ action: "join" }, "key", ["", "x", "A".repeat(22)], [1, true, [], {}]],
  [
    { action: "join" },
    "client",
    ["a".repeat(16), "Az09-_".repeat(6)],
    ["", "a".repeat(15), "a".repeat(41), "a b".repeat(6), "é".repeat(20), 1, true, null, [], {}],
  ],
  [
    { action: "join" },
    "name",
    ["Kim", " Kim ", "\tKim\n", "n".repeat(32), ` ${"n".repeat(32)} `, "Zoë 🍅", "מוטי", "O'Neil-3"],
    [
      "n".repeat(33),
      "a\u0000b",
      "a\nb",
      "a\u001bb",
      "a\u007fb",
      "a\u009fb",
      "a\u202ab",
      "a\u202eb",
      "a\u2066b",
      "a\u2069b",
      1,
      true,
      [],
      {},
    ],
  ],
  [
    { action: "board" },
    "board",
    [
      null,
      { name: "Kitchen", kind: "uno" },
      { name: "n".repeat(32), kind: "k".repeat(32) },
      { name: "a", kind: "b", x: 1 },
    ],
    [
      undefined,
      {},
      { name: "a" },
      { kind: "b" },
      { name: 1, kind: "b" },
      { name: "n".repeat(33), kind: "b" },
      { name: "a", kind: "k".repeat(33) },
      "uno",
      1,
      true,
      [],
    ],
  ],
  [{ action: "ping" }, "t0", [undefined, 0, 1.5, -1, 1_790_000_000_000], [null, "0", true, [], {}]],
];

describe.each(LIMITS)("%j with the field %s", (rest, field, fine, wrong) => {
  test.each(fine.map((value) => [value]))(`the field ${field} may be %j`, (value) => {
    const message = { ...rest, [field]: value };
    expect(complaint(accepted(fromSocket(message)), message, false)).toBeNull();
  });

  test.each(wrong.map((value) => [value]))(
    `the field ${field} may not be %j: the refusal is bad-message, names the field and echoes the id`,
    (value) => {
      const message = { id: "q1", ...rest, [field]: value };
      const error = refusal(fromSocket(message));
      expect(error).toMatchObject({
        type: "error",
        code: "bad-message",
        detail: expect.stringContaining(field),
      });
      expect(error.id).toBe(field === "id" ? undefined : "q1");
    },
  );
});

describe("the notation of a number", () => {
  test.each([
    ["work_duration", '{"action":"setup","work_duration":1e999}'],
    ["on", '{"action":"press","on":1e999}'],
    ["until", '{"action":"press","until":1e999}'],
    ["t0", '{"action":"ping","t0":-1e999}'],
    ["seconds", '{"action":"extend","seconds":1e999}'],
  ])("a number that is too large for a double is refused in the field %s", (field, text) => {
    expect(refusal(parseClientMessage(text))).toMatchObject({
      code: "bad-message",
      detail: expect.stringContaining(field),
    });
  });

  test("numbers written as 15e2 and 1500.0 are accepted as whole numbers", () => {
    for (const text of ["15e2", "1500.0"]) {
      const { action } = changed(parseClientMessage(`{"action":"setup","work_duration":${text}}`));
      expect(action).toMatchObject({ settings: { workDuration: 1500 } });
    }
  });
});

describe("a join", () => {
  test("a join without fields changes neither the key nor the name", () => {
    expect(accepted(fromSocket({ action: "join" }))).toEqual({ kind: "join" });
  });
  test("the name in a join is trimmed", () => {
    expect(accepted(fromSocket({ action: "join", name: "  Kim Lee\n" }))).toMatchObject({ name: "Kim Lee" });
  });
  test("a join with any text as its key is well-formed, whether or not the key opens the room", () => {
    expect(accepted(fromSocket({ action: "join", key: "nonsense" }))).toMatchObject({ key: "nonsense" });
  });
});

describe("a POST", () => {
  test.each(
    VALID.filter(({ action }) => !["join", "board", "ping", "alive"].includes(String(action))).map((m) => [
      m,
    ]),
  )("a POST of %j is accepted", (message) => {
    expect(complaint(changed(fromHttp(message)), message, true)).toBeNull();
  });

  test.each([
    { action: "join" },
    { action: "board", board: null },
    { action: "ping" },
    { action: "ping", t0: 1 },
  ])("a POST of %j is refused as bad-message, and the detail names `action`", (message) => {
    expect(refusal(fromHttp(message))).toMatchObject({
      code: "bad-message",
      detail: expect.stringContaining("action"),
    });
  });

  test("a POST without via and name is attributed to `api` and to nobody", () => {
    expect(changed(fromHttp({ action: "press" }))).toMatchObject({ via: "api", name: null });
    for (const via of ["app", "board", "push", "api"]) {
      expect(changed(fromHttp({ action: "skip", via, name: " Kim " }))).toMatchObject({ via, name: "Kim" });
    }
  });

  test.each([
    ["via", "timer"],
    ["via", "x"],
    ["via", 1],
    ["name", "n".repeat(33)],
    ["name", "a\u202eb"],
    ["name", 1],
  ])("a POST whose field %s is %j is refused as bad-message", (field, value) => {
    for (const action of ["press", "setup", "undo"]) {
      expect(refusal(fromHttp({ action, [field]: value, id: "q" }))).toMatchObject({
        code: "bad-message",
        detail: expect.stringContaining(field),
        id: "q",
      });
    }
  });
});

describe("the id of a message", () => {
  test("the id of a message is found in every object that has a valid one, and nowhere else", () => {
    expect(idOf('{"id":"a"}')).toBe("a");
    expect(idOf('{"action":"nonsense","id":"a"}')).toBe("a");
    for (const text of ['{"id":1}', `{"id":"${"x".repeat(41)}"}`, '["id"]', "null", "{", '"id"', "{}"]) {
      expect(idOf(text), text).toBeUndefined();
    }
  });

  test("the id of a message is part of the parsed request", () => {
    expect(changed(fromSocket({ action: "press", id: "a" })).id).toBe("a");
  });
});

describe("100,000 damaged messages", () => {
  const SEED = 20_261_123;

  test("damaged messages never make the parser throw and never become an action that the protocol does not allow", () => {
    const mutator = new Mutator(SEED);
    const counts = { accepted: 0, badJson: 0, badMessage: 0, open: 0 };
    const actionsSeen = new Set<string>();
    const fieldsNamed = new Set<string>();
    const problems: string[] = [];
    const report = (text: string, http: boolean, problem: string) => {
      if (problems.length < 20)
        problems.push(`${http ? "POST" : "socket"}: ${problem}: ${text.slice(0, 200)}`);
    };

    const examine = (text: string, http: boolean) => {
      let json: unknown;
      let isJson = true;
      try {
        json = JSON.parse(text);
      } catch {
        isJson = false;
      }
      let parsed: Parsed<unknown>;
      try {
        parsed = http ? parseHttpAction(text) : parseClientMessage(text);
      } catch (error) {
        return report(text, http, `threw ${String(error)}`);
      }
      if (!isJson) {
        counts.badJson++;
        if (parsed.ok || parsed.error.code !== "bad-json") report(text, http, "should be bad-json");
        else if (parsed.error.id !== undefined) report(text, http, "an id out of nothing");
        return;
      }
      const { verdict, fields } = judge(json, http);
      if (verdict === "open") counts.open++;
      if (parsed.ok) {
        counts.accepted++;
        if (verdict === "bad") return report(text, http, `accepted in spite of ${fields.join(", ")}`);
        const wrong = complaint(parsed.value, json, http);
        if (wrong !== null) return report(text, http, `became something else: ${wrong}`);
        actionsSeen.add(String((json as { action?: unknown }).action));
        return;
      }
      counts.badMessage++;
      const { code, detail, id } = parsed.error;
      if (code !== "bad-message") return report(text, http, `should be bad-message, is ${code}`);
      if (verdict === "good") return report(text, http, `refused a valid message: ${detail}`);
      const named = fields.find((field) => detail.startsWith(field));
      if (fields.length > 0 && named === undefined)
        return report(text, http, `names no wrong field: ${detail}`);
      if (named !== undefined) fieldsNamed.add(named);
      if (detail === "" || detail.length > 200)
        return report(text, http, `a detail of ${detail.length} characters`);
      const echo = echoed(json);
      if (echo !== null && id !== echo) report(text, http, `should echo the id ${echo}, echoes ${id}`);
    };

    for (let i = 0; i < 100_000; i++) {
      const text = mutator.message();
      examine(text, false);
      examine(text, true);
    }
    expect(problems).toEqual([]);
    // Check that the damage is varied: some messages stay valid, others do not, and every action and field occurs.
    expect(counts.accepted).toBeGreaterThan(10_000);
    expect(counts.badJson).toBeGreaterThan(10_000);
    expect(counts.badMessage).toBeGreaterThan(10_000);
    expect(counts.open).toBeLessThan(20_000);
    const actions = [
      "alive",
      "board",
      "extend",
      "hold",
      "join",
      "list",
      "next",
      "ping",
      "press",
      "reset",
      "resume",
      "setup",
      "skip",
      "start",
      "title",
      "turns",
      "undo",
    ];
    expect([...actionsSeen].sort()).toEqual(actions);
    expect([...fieldsNamed].sort()).toEqual(
      [
        "action", "at", "auto_continue", "board", "break_duration", "client", "doing", "id", "items", "key", "long_break_duration", "name",
        "names", "number_cycles", "on", "on_state", "seconds", "t0", "title", "until", "via", "when", "work_duration",
      ], // prettier-ignore
    );
  });

  test("messages with prototype names as fields leave no trace on the prototypes", () => {
    parseClientMessage(
      '{"action":"press","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
    );
    parseClientMessage('{"__proto__":{"action":"press"}}');
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    expect(refusal(parseClientMessage('{"__proto__":{"action":"press"}}')).code).toBe("bad-message");
  });

  test("the same seed gives the same damaged messages in every run", () => {
    const [one, two] = [new Mutator(SEED), new Mutator(SEED)];
    for (let i = 0; i < 1000; i++) expect(one.message()).toBe(two.message());
  });

  test("a message that is nested 100,000 levels deep is parsed without an exception", () => {
    for (const depth of [1000, 100_000]) {
      const nest = "[".repeat(depth) + "]".repeat(depth);
      expect(parseClientMessage(nest)).toMatchObject({ ok: false });
      expect(parseClientMessage(`{"action":"press","x":${nest}}`)).toMatchObject({ ok: true });
      expect(parseClientMessage(`{"action":"board","board":${nest}}`)).toMatchObject({ ok: false });
    }
  });
});
