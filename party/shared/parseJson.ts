/** Reads JSON text with a schema. Bad input is a value, never an exception. */
import * as v from "valibot";
import { errorMessage } from "./errors";
import type { ErrorMessage } from "./errors";
import { IdSchema } from "./messageFields";

/** What was read, or the error to answer with. */
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorMessage };

/** Reads the body of another call. Never throws. */
export function parseJsonAs<S extends v.GenericSchema>(schema: S, text: string): Parsed<v.InferOutput<S>> {
  const json = parseJson(text);
  return json.ok ? check(schema, json.value) : json;
}

/** The valid `id` in a text that is not parsed any further, for its answer to echo. */
export function idOf(text: string): string | undefined {
  const json = parseJson(text);
  return json.ok ? idIn(json.value) : undefined;
}

/** Any JSON. */
export function parseJson(text: string): Parsed<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false, error: errorMessage("bad-json", `the message is not JSON${shellHint(text)}`) };
  }
}

/** What the shells of Windows make of a body in single quotes: one keeps these, another removes the double quotes. */
function shellHint(text: string): string {
  if (text.startsWith("'"))
    return ': it begins with a single quote. In cmd.exe, put it in double quotes, and write \\" for each one in it';
  if (/^\s*\{\s*[a-z_]/i.test(text))
    return ': its names have no double quotes. In PowerShell, use Invoke-RestMethod, or write \\" for each one';
  return "";
}

/** The valid `id` of a message that may be anything, for its answer to echo. */
export function idIn(value: unknown): string | undefined {
  const parsed = v.safeParse(v.object({ id: IdSchema }), value);
  return parsed.success ? parsed.output.id : undefined;
}

/** `id`: what the error echoes. */
export function check<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  id?: string,
): Parsed<v.InferOutput<S>> {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return { ok: true, value: parsed.output };
  const issue = parsed.issues[0];
  const field = v.getDotPath(issue);
  const detail = field === null ? "the message must be an object" : `${field}: ${issue.message}`;
  return { ok: false, error: errorMessage("bad-message", detail, id) };
}
