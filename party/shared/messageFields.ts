/** The fields of the messages of clients: what each may contain, and what the error says where it does not. */
import * as v from "valibot";
import { MAX_ID, MAX_ITEMS, MAX_NAME, MAX_TEXT, TURN_NAMES, UNSAFE_CHARACTERS } from "./limits";
import { eachSetting, SETTINGS } from "./settings";
import type { SettingName, SettingsFields } from "./settings";

export const whole = (min: number, max: number, message = `must be a whole number from ${min} to ${max}`) =>
  v.pipe(v.number(message), v.integer(message), v.minValue(min, message), v.maxValue(max, message));
export const moment = (message: string) => v.pipe(v.number(message), v.finite(message));

/** A line of text of at most `max` characters, trimmed. The pattern says the same for OpenAPI. */
const line = (max: number) =>
  v.pipe(
    v.string("must be text"),
    v.metadata({
      pattern: `^\\s*(?:(?!\\s)[^\\p{Cc}\\p{Zl}\\p{Zp}\\u202a-\\u202e\\u2066-\\u2069\\p{Cs}]{1,${max}}(?<!\\s))?\\s*$`,
    }),
    v.trim(),
    v.check((text) => [...text].length <= max, `must have at most ${max} characters`),
    v.check(
      (text) => !UNSAFE_CHARACTERS.test(text),
      "must have no control or bidirectional-override characters",
    ),
  );
/** A line that is not empty. */
const label = (max: number) => v.pipe(line(max), v.nonEmpty("must not be empty"));
/** A line; an empty one is read as null. */
export const lineOrNull = (max: number) =>
  v.pipe(
    line(max),
    v.transform((text) => (text === "" ? null : text)),
  );
/** The name of a person or a device; an empty one is read as null. */
export const NameSchema = lineOrNull(MAX_NAME);
export const BoardSchema = v.object(
  {
    name: label(MAX_NAME),
    kind: label(MAX_NAME),
  },
  "must be an object with name and kind, or null",
);

/** Chosen by the client and echoed to it; nothing is keyed by it. */
export const IdSchema = v.pipe(
  v.string("must be text"),
  v.maxLength(MAX_ID, `must have at most ${MAX_ID} characters`),
);
/** What a client calls itself: made at random, so that nobody else has it. */
export const ClientIdSchema = v.pipe(
  v.string("must be text"),
  v.regex(/^[A-Za-z0-9_-]{16,40}$/, "must have 16 to 40 characters from A-Z, a-z, 0-9, - and _"),
);
/** What an action is aimed at; every action that changes the room may carry it. */
export const aim = {
  /** The `rev` it is aimed at: at any other rev nothing happens, and the answer is `stale`. */
  on: v.optional(whole(0, Number.MAX_SAFE_INTEGER)),
  /** The `state` that its sender saw at that rev: in any other state nothing happens, and the answer is `stale`. */
  on_state: v.optional(v.picklist([0, 1, 2, 3, 4, 5], "must be a state from 0 to 5")),
  /** Server time in ms after which it must not happen: `stale`, too. */
  until: v.optional(moment("must be a moment in ms")),
  id: v.optional(IdSchema),
};

function settingSchema(name: SettingName) {
  const { min, max, ...row } = SETTINGS[name];
  const message = `must be ${"orZero" in row ? "0 or " : ""}a whole number from ${min} to ${max}`;
  const range = whole(min, max, message);
  return v.optional("orZero" in row ? v.union([v.literal(0), range], message) : range);
}
type SettingSchemas = Record<keyof SettingsFields, v.OptionalSchema<v.GenericSchema<number>, undefined>>;
export const settings = Object.fromEntries(
  Object.values(eachSetting((name) => [SETTINGS[name].wire, settingSchema(name)] as const)),
) as unknown as SettingSchemas;

const yesOrNo = v.boolean("must be true or false");
const ITEMS_LIMIT = `must be a list of at most ${MAX_ITEMS} items`;
export const ItemsSchema = v.pipe(
  v.array(
    v.object(
      {
        id: v.pipe(
          v.string("must be text"),
          v.regex(
            new RegExp(`^[A-Za-z0-9_-]{1,${MAX_ID}}$`),
            `must have 1 to ${MAX_ID} characters from A-Z, a-z, 0-9, - and _`,
          ),
        ),
        text: label(MAX_TEXT),
        done: yesOrNo,
      },
      "must be an object with id, text and done",
    ),
    ITEMS_LIMIT,
  ),
  v.maxLength(MAX_ITEMS, ITEMS_LIMIT),
  v.check((items) => new Set(items.map(({ id }) => id)).size === items.length, "no two may have the same id"),
);
const NAMES_LIMIT = `must be a list of ${TURN_NAMES.min} to ${TURN_NAMES.max} names, or null`;
export const NamesSchema = v.pipe(
  v.array(
    v.object({ name: label(MAX_NAME), away: yesOrNo }, "must be an object with name and away"),
    NAMES_LIMIT,
  ),
  v.minLength(TURN_NAMES.min, NAMES_LIMIT),
  v.maxLength(TURN_NAMES.max, NAMES_LIMIT),
);
