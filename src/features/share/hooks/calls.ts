/** The HTTP requests about the services that a room tells. */
import * as v from "valibot";
import {
  HOOK_ADDRESS_PROBLEMS,
  HOOK_TIMEOUT_MS,
  HookAddedSchema,
  HookAnswerSchema,
  HooksSchema,
} from "../../../../party/shared/hooks";
import type { HookAdded, HookAddressProblem, HookAnswer, HookView } from "../../../../party/shared/hooks";
import type { Link } from "../../../room/link";

/**
 * `offline`: there was no answer. `full`: the room tells as many as it can. `often`: too many requests. `failed`: the room
 * refused for another reason, or the answer is not valid.
 */
export type HookError = "offline" | "full" | "often" | "failed" | HookAddressProblem;
/** A service to add. */
export type NewHook = Pick<HookView, "kind" | "moments"> & { readonly url: string };
type Answer<T> = { readonly value: T } | { readonly error: HookError };

/** How long a request may take, in ms; a test waits for the service. */
const TIMEOUT_MS = HOOK_TIMEOUT_MS + 5000;

const ErrorSchema = v.object({ code: v.string(), detail: v.string() });

/** Never rejects, and neither do the others. */
export const fetchHooks = (link: Link): Promise<Answer<readonly HookView[]>> =>
  request(link, "GET", undefined, (json) => parse(HooksSchema, json).hooks);

export const addHook = (link: Link, hook: NewHook): Promise<Answer<HookAdded>> =>
  request(link, "PUT", hook, (json) => parse(HookAddedSchema, json));

/** Resolves when the service has answered, or has not in time. */
export const testHook = (link: Link, id: string): Promise<Answer<HookAnswer>> =>
  request(link, "POST", { id }, (json) => parse(HookAnswerSchema, json));

export const removeHook = (link: Link, id: string): Promise<Answer<null>> =>
  request(link, "DELETE", { id }, () => null);

/** Throws where the answer is not valid. */
function parse<S extends v.GenericSchema>(schema: S, json: unknown): v.InferOutput<S> {
  const parsed = v.safeParse(schema, json);
  if (!parsed.success) throw new Error(parsed.issues[0].message);
  return parsed.output;
}

async function request<T>(
  { room, key }: Link,
  method: string,
  body: object | undefined,
  read: (json: unknown) => T,
): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(`/parties/main/${room}/hooks`, {
      method,
      headers: key === null ? {} : { authorization: `Bearer ${key}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    return { error: "offline" };
  }
  try {
    const text = await response.text();
    const json: unknown = text === "" ? null : JSON.parse(text);
    return response.ok ? { value: read(json) } : { error: errorOf(parse(ErrorSchema, json)) };
  } catch {
    return { error: "failed" };
  }
}

function errorOf({ code, detail }: v.InferOutput<typeof ErrorSchema>): HookError {
  if (code === "not-now") return "full";
  if (code === "too-fast") return "often";
  const problems = Object.entries(HOOK_ADDRESS_PROBLEMS) as [HookAddressProblem, string][];
  return problems.find(([, text]) => detail === `url: ${text}`)?.[0] ?? "failed";
}
