/**
 * A test oracle for the parsing of client messages. It is written by hand from docs/protocol.md, without a schema
 * library and without code of party/. Where the protocol leaves a value open, the verdict is "open", and the parser may
 * accept or refuse the value.
 */

const PLAIN = ["press", "reset", "skip", "hold", "resume", "undo", "next"];
const CHANGES = [...PLAIN, "extend", "setup", "list", "turns", "start", "title"];
const CLIENT_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const SOCKET_ACTIONS = [...CHANGES, "join", "board", "ping", "alive"];
/** The limits of each field of `setup`. `zero`: 0 is allowed, too, with a meaning of its own ("until pressed", "wait"). */
const SETTINGS: Readonly<Record<string, { to: string; min: number; max: number; zero: boolean }>> = {
  work_duration: { to: "workDuration", min: 1, max: 86_400, zero: false },
  break_duration: { to: "breakDuration", min: 1, max: 86_400, zero: false },
  number_cycles: { to: "numberCycles", min: 1, max: 24, zero: false },
  long_break_duration: { to: "longBreakDuration", min: 1, max: 86_400, zero: true },
  auto_continue: { to: "autoContinue", min: 5, max: 3600, zero: true },
};

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isWhole = (value: unknown, min: number, max: number): value is number =>
  typeof value === "number" && Math.floor(value) === value && value >= min && value <= max;
const isReal = (value: unknown): boolean => typeof value === "number" && value - value === 0;
const isSetting = (field: string, value: unknown): boolean => {
  const limits = SETTINGS[field];
  if (limits === undefined) return false;
  return isWhole(value, limits.min, limits.max) || (limits.zero && value === 0);
};

type Verdict = "good" | "bad" | "open";
const worst = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.includes("bad") ? "bad" : verdicts.includes("open") ? "open" : "good";

/** Tells whether a name must not have this code point: control and bidirectional-override characters. */
const isForbidden = (code: number): boolean =>
  code < 0x20 ||
  (code >= 0x7f && code < 0xa0) ||
  (code >= 0x202a && code <= 0x202e) ||
  (code >= 0x2066 && code <= 0x2069);
/** Tells whether the protocol leaves this code point open: line separators and lone surrogates. */
const isDoubtful = (code: number): boolean =>
  code === 0x2028 || code === 0x2029 || (code >= 0xd800 && code <= 0xdfff);

function judgeName(value: unknown, max = 32): Verdict {
  if (value === null) return "open";
  if (typeof value !== "string") return "bad";
  const text = value.trim();
  const codes = [...text].map((char) => char.codePointAt(0) ?? 0);
  if (codes.length > max || codes.some(isForbidden)) return "bad";
  return text.length > max || codes.some(isDoubtful) ? "open" : "good";
}
/** A text of a list or a name of the turns: it must not be empty. */
function judgeText(value: unknown, max: number): Verdict {
  if (value === null || (typeof value === "string" && value.trim() === "")) return "bad";
  return judgeName(value, max);
}
function judgeItem(value: unknown): Verdict {
  if (!isObject(value)) return "bad";
  const { id, text, done } = value;
  const isId =
    typeof id === "string" &&
    id.length >= 1 &&
    id.length <= 40 &&
    [...id].every((c) => CLIENT_CHARACTERS.includes(c));
  return worst([goodIf(isId), judgeText(text, 80), goodIf(typeof done === "boolean")]);
}
function judgeItems(value: unknown): Verdict {
  if (!Array.isArray(value) || value.length > 30) return "bad";
  const ids = value.map((item: unknown) => (isObject(item) ? item["id"] : undefined));
  if (new Set(ids).size < ids.length) return "bad";
  return worst(value.map(judgeItem));
}
function judgeNames(value: unknown): Verdict {
  if (value === null) return "good";
  if (!Array.isArray(value) || value.length < 2 || value.length > 20) return "bad";
  return worst(
    value.map((entry: unknown) =>
      isObject(entry)
        ? worst([judgeText(entry["name"], 32), goodIf(typeof entry["away"] === "boolean")])
        : "bad",
    ),
  );
}
function judgeLabel(value: unknown): Verdict {
  if (typeof value !== "string") return "bad";
  if ([...value.trim()].length > 32) return "bad";
  // The protocol does not say whether a board's name may be empty or have control characters.
  return value.trim() === "" || value.length > 32
    ? "open"
    : judgeName(value) === "bad"
      ? "open"
      : judgeName(value);
}
function judgeId(value: unknown): Verdict {
  if (value === null) return "open";
  if (typeof value !== "string") return "bad";
  return value.length <= 40 ? "good" : [...value].length <= 40 ? "open" : "bad";
}
function judgeOn(value: unknown): Verdict {
  if (value === null) return "open";
  if (!isWhole(value, 0, Infinity) || value === Infinity) return "bad";
  return value > Number.MAX_SAFE_INTEGER ? "open" : "good";
}
const optionally =
  (judge: (value: unknown) => Verdict) =>
  (value: unknown): Verdict =>
    value === null ? "open" : judge(value);
const goodIf = (holds: boolean): Verdict => (holds ? "good" : "bad");

export interface Judgement {
  readonly verdict: Verdict;
  /** The fields that are wrong or open; empty if the message is not an object. */
  readonly fields: readonly string[];
}

/** Judges a parsed message on the socket, or as the body of a POST if `http`. */
export function judge(value: unknown, http: boolean): Judgement {
  if (!isObject(value)) return { verdict: "bad", fields: [] };
  const { action } = value;
  const actions = http ? CHANGES : SOCKET_ACTIONS;
  if (typeof action !== "string" || !actions.includes(action)) return { verdict: "bad", fields: ["action"] };

  const rules: Record<string, (value: unknown) => Verdict> = {};
  const required = new Set<string>();
  if (CHANGES.includes(action)) {
    rules["on"] = judgeOn;
    rules["on_state"] = optionally((v) => goodIf([0, 1, 2, 3, 4, 5].includes(v as number)));
    rules["until"] = optionally((v) => goodIf(isReal(v)));
    rules["id"] = judgeId;
    if (action === "press" && !http) rules["via"] = optionally((v) => goodIf(v === "app" || v === "board"));
    if (http) {
      rules["via"] = optionally((v) => goodIf(v === "app" || v === "board" || v === "push" || v === "api"));
      rules["name"] = judgeName;
    }
  }
  if (action === "extend") {
    rules["seconds"] = (v) => goodIf(isWhole(v, 1, 3600));
    required.add("seconds");
  }
  if (action === "setup") {
    for (const field of Object.keys(SETTINGS)) rules[field] = optionally((v) => goodIf(isSetting(field, v)));
    rules["when"] = optionally((v) => (v === "now" ? "open" : goodIf(v === "next")));
  }
  if (action === "list") {
    required.add("items");
    rules["items"] = judgeItems;
  }
  if (action === "turns") {
    required.add("names");
    rules["names"] = judgeNames;
    // Whether it is the index of a name is said where the action is judged.
    rules["at"] = optionally((v) => goodIf(isWhole(v, 0, 19)));
  }
  if (action === "start") {
    required.add("at");
    // Whether it is ahead and not too far is said where the action is judged.
    rules["at"] = (v) => goodIf(v === null || isWhole(v, 0, Number.MAX_SAFE_INTEGER));
  }
  if (action === "title") {
    required.add("title");
    rules["title"] = (v) => (v === null ? "good" : judgeName(v));
  }
  if (action === "join") {
    rules["doing"] = (v) => judgeName(v, 80);
    rules["key"] = optionally((v) => goodIf(typeof v === "string"));
    rules["name"] = judgeName;
    rules["client"] = optionally((v) =>
      goodIf(
        typeof v === "string" &&
          v.length >= 16 &&
          v.length <= 40 &&
          [...v].every((c) => CLIENT_CHARACTERS.includes(c)),
      ),
    );
  }
  if (action === "board") {
    required.add("board");
    rules["board"] = (v) =>
      v === null ? "good" : isObject(v) ? worst([judgeLabel(v["name"]), judgeLabel(v["kind"])]) : "bad";
  }
  if (action === "ping") {
    rules["t0"] = (v) => goodIf(isReal(v));
  }

  const verdicts: Verdict[] = [];
  const fields: string[] = [];
  for (const [field, rule] of Object.entries(rules)) {
    if (!Object.hasOwn(value, field) && !required.has(field)) continue;
    const verdict = rule(value[field]);
    verdicts.push(verdict);
    if (verdict !== "good") fields.push(field);
  }
  return { verdict: worst(verdicts), fields };
}

/** Returns the id that an answer must echo; undefined if it must not echo one, null if the protocol leaves it open. */
export function echoed(value: unknown): string | undefined | null {
  const id = isObject(value) ? value["id"] : undefined;
  const verdict = judgeId(id);
  if (verdict === "open") return id === null ? undefined : null;
  return verdict === "good" ? String(id) : undefined;
}

/**
 * Returns what is wrong with a request that was parsed from the JSON `source`, or null if nothing is. The request may
 * hold only what the protocol allows and what the source contains.
 */
export function complaint(request: unknown, source: unknown, http: boolean): string | null {
  if (!isObject(request) || !isObject(source)) return "not an object";
  const only = (value: Json, ...keys: string[]): boolean =>
    Object.keys(value).every((key) => keys.includes(key));
  const named = (value: unknown, said: unknown, none: null | undefined, max = 32): string | null => {
    if (said === undefined) return value === none ? null : "a name nobody gave";
    if (value === null) return typeof said === "string" && said.trim() !== "" ? "a name was lost" : null;
    if (typeof value !== "string" || value === "" || value !== value.trim()) return "a name that is none";
    const codes = [...value].map((char) => char.codePointAt(0) ?? 0);
    if (codes.length > max || codes.some(isForbidden)) return "a name that is not allowed";
    return typeof said === "string" && said.trim() === value ? null : "another name than given";
  };

  switch (request["kind"]) {
    case "ping":
      if (http || source["action"] !== "ping" || !only(request, "kind", "t0")) return "no ping";
      if (source["t0"] === undefined) return request["t0"] === undefined ? null : "a t0 that nobody sent";
      return isReal(request["t0"]) && Object.is(request["t0"], source["t0"]) ? null : "t0";
    case "board": {
      if (http || source["action"] !== "board" || !only(request, "kind", "board")) return "no board";
      const { board } = request;
      if (board === null) return source["board"] === null ? null : "a board was lost";
      const said = source["board"];
      if (!isObject(board) || !isObject(said) || !only(board, "name", "kind")) return "board";
      return ["name", "kind"].every((key) => named(board[key], said[key], undefined) === null)
        ? null
        : "board's words";
    }
    case "alive":
      return !http && source["action"] === "alive" && only(request, "kind") ? null : "no alive";
    case "join":
      if (http || source["action"] !== "join" || !only(request, "kind", "key", "name", "doing", "client"))
        return "no join";
      if (request["client"] !== source["client"]) return "client";
      if (request["key"] !== source["key"] || !["string", "undefined"].includes(typeof request["key"]))
        return "key";
      return (
        named(request["name"], source["name"], undefined) ??
        named(request["doing"], source["doing"], undefined, 80)
      );
    case "change":
      break;
    default:
      return "kind";
  }

  if (!only(request, "kind", "action", "on", "state", "until", "id", "via", "name"))
    return "a field too many";
  const { action, on, state, until, id, via, name } = request;
  if (!isObject(action)) return "action";
  const { type } = action;
  if (type !== source["action"] || typeof type !== "string" || !CHANGES.includes(type)) return "type";
  if (on !== undefined && (!isWhole(on, 0, Number.MAX_SAFE_INTEGER) || on !== source["on"])) return "on";
  if (state !== undefined && state !== source["on_state"]) return "on_state";
  if (until !== undefined && (!isReal(until) || until !== source["until"])) return "until";
  if (id !== undefined && (typeof id !== "string" || [...id].length > 40 || id !== source["id"])) return "id";
  for (const [field, name] of Object.entries({ on: "on", state: "on_state", until: "until", id: "id" })) {
    if (request[field] === undefined && source[name] !== undefined && source[name] !== null)
      return `${field} was lost`;
  }
  if (http) {
    if (via !== (source["via"] ?? "api")) return "via";
    if (via !== "app" && via !== "board" && via !== "push" && via !== "api") return "via";
    const wrong = named(name, source["name"], null);
    if (wrong !== null) return wrong;
  } else {
    if (via !== (type === "press" ? (source["via"] ?? "app") : "app")) return "via";
    if (via !== "app" && via !== "board") return "via";
    if (name !== null) return "name";
  }

  if (PLAIN.includes(type)) return only(action, "type") ? null : "a field too many in the action";
  if (type === "extend") {
    if (!only(action, "type", "seconds")) return "a field too many in extend";
    return isWhole(action["seconds"], 1, 3600) && action["seconds"] === source["seconds"] ? null : "seconds";
  }
  /** Whether two lists have the same objects with these fields, apart from white space around their texts. */
  const same = (list: unknown, said: unknown, ...fields: string[]): boolean =>
    Array.isArray(list) &&
    Array.isArray(said) &&
    list.length === said.length &&
    list.every((entry: unknown, i) => {
      const other: unknown = said[i];
      if (!isObject(entry) || !isObject(other) || !only(entry, ...fields)) return false;
      return fields.every((field) => {
        const word = other[field];
        return entry[field] === (typeof word === "string" ? word.trim() : word);
      });
    });
  if (type === "list") {
    if (!only(action, "type", "items") || judgeItems(action["items"]) === "bad") return "items";
    return same(action["items"], source["items"], "id", "text", "done") ? null : "items";
  }
  if (type === "turns") {
    if (!only(action, "type", "names", "at") || judgeNames(action["names"]) === "bad") return "names";
    if ((action["at"] ?? null) !== (source["at"] ?? null)) return "at";
    if (action["names"] === null) return source["names"] === null ? null : "names";
    return same(action["names"], source["names"], "name", "away") ? null : "names";
  }
  if (type === "title") {
    if (!only(action, "type", "title")) return "a field too many in title";
    const said = source["title"];
    const isEmpty = said === null || (typeof said === "string" && said.trim() === "");
    if (action["title"] === null) return isEmpty ? null : "a title was lost";
    return named(action["title"], said, undefined);
  }
  if (type === "start") {
    return only(action, "type", "at") && action["at"] === source["at"] ? null : "at";
  }
  const { settings, when } = action;
  if (!only(action, "type", "settings", "when") || !isObject(settings)) return "settings";
  if (when !== (source["when"] ?? "now") || (when !== "now" && when !== "next")) return "when";
  const allowed = Object.entries(SETTINGS);
  if (!only(settings, ...allowed.map(([, { to }]) => to))) return "a setting too many";
  for (const [field, { to }] of allowed) {
    const said = source[field];
    if (!Object.hasOwn(settings, to)) {
      if (said !== undefined && said !== null) return `${field} was lost`;
    } else if (!isSetting(field, settings[to]) || settings[to] !== said) return field;
  }
  return null;
}
