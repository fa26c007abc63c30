/** What those who control a room request of its webhooks over HTTP. Each resolves to what is answered, or to the error. */
import { base64url } from "../../shared/access";
import { parseJsonAs } from "../../shared/clientMessages";
import { errorMessage } from "../../shared/errors";
import type { ErrorMessage } from "../../shared/errors";
import { hintOf, readHookAddress } from "../../shared/hookAddress";
import { HOOK_ADDRESS_PROBLEMS, HOOK_RATE, MAX_HOOKS } from "../../shared/hooks";
import type { HookAdded, HookAnswer, HookKind, HookView } from "../../shared/hooks";
import { nextAllowedAt } from "../delivery/sendRate";
import { newHook } from "./hook";
import type { Hook } from "./hook";
import { topicOf } from "./hookRequest";
import { HookIdSchema, HookPutSchema } from "./requestSchemas";
import type { RoomHooks } from "./roomHooks";
import { newSecret, shownSecret } from "./signature";

/** Bytes of the id of a hook. */
const ID_BYTES = 6;

/** GET: the hooks, without their addresses and secrets. */
export const listHooks = (hooks: RoomHooks): HookView[] =>
  hooks.outbox.hooks.map((hook) => {
    const { id, kind, url, moments, off, last } = hook;
    return {
      id,
      kind,
      ...hintOf(url),
      moments: [...moments],
      off,
      last,
      waiting: hooks.outbox.waiting(hook),
    };
  });

/** PUT: adds a hook. One with the same address is changed and is on again; its secret stays, and is not shown. */
export async function putHook(hooks: RoomHooks, body: string): Promise<HookAdded | ErrorMessage> {
  const parsed = parseJsonAs(HookPutSchema, body);
  if (!parsed.ok) return parsed.error;
  const { kind, moments, url: text } = parsed.value;
  const url = addressFor(kind, text, hooks.origins);
  if (typeof url !== "string") return url;
  return hooks.room.queue.run(async () => {
    const { hooks: all, count } = hooks.outbox;
    const before = all.find((hook) => hook.url === url);
    if (before === undefined && all.length >= MAX_HOOKS) {
      return errorMessage("not-now", `a room tells at most ${MAX_HOOKS} services`);
    }
    const secret = kind === "json" ? (before?.secret ?? newSecret()) : null;
    const id = before?.id ?? base64url(crypto.getRandomValues(new Uint8Array(ID_BYTES)));
    const next = before === undefined || before.off !== null ? count : before.next;
    const hook = { ...newHook({ id, kind, url, secret, moments, next }), ...(before && kept(before)) };
    await hooks.change((outbox) => outbox.put(hook));
    return secret === null || secret === before?.secret ? { id } : { id, secret: shownSecret(secret) };
  });
}

/** What a changed hook keeps. */
const kept = ({ last, rate }: Hook): Pick<Hook, "last" | "rate"> => ({ last, rate });

/** DELETE: removes a hook, known or not. */
export async function deleteHook(hooks: RoomHooks, body: string): Promise<ErrorMessage | null> {
  const parsed = parseJsonAs(HookIdSchema, body);
  if (!parsed.ok) return parsed.error;
  const { id } = parsed.value;
  return hooks.room.queue.run(async () => {
    if (hooks.outbox.hook(id) !== undefined) await hooks.remove(id);
    return null;
  });
}

/** POST: sends a test now, and waits for its answer. */
export async function testHook(hooks: RoomHooks, body: string): Promise<HookAnswer | ErrorMessage> {
  const parsed = parseJsonAs(HookIdSchema, body);
  if (!parsed.ok) return parsed.error;
  const hook = hooks.outbox.hook(parsed.value.id);
  if (hook === undefined) return errorMessage("bad-message", "id: this room has no such hook");
  const now = Date.now();
  if (nextAllowedAt(hook.rate, HOOK_RATE, now) > now)
    return errorMessage("too-fast", `a hook gets at most ${HOOK_RATE} requests a minute`);
  return hooks.test(hook);
}

/** The address as it is stored, or the error that says what is wrong with it. */
function addressFor(kind: HookKind, text: string, origins: readonly string[]): string | ErrorMessage {
  const url = readHookAddress(text, origins);
  const problem = typeof url === "string" ? url : kind === "ntfy" && topicOf(url) === null ? "topic" : null;
  if (problem !== null) return errorMessage("bad-message", `url: ${HOOK_ADDRESS_PROBLEMS[problem]}`);
  return (url as URL).href;
}
