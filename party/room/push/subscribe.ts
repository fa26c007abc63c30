/** What devices ask of a room's pushes: to be called, to be left alone, and to be rung once to try it. */
import type { Role } from "../../shared/access";
import { errorMessage } from "../../shared/errors";
import type { ErrorMessage } from "../../shared/errors";
import { parseJsonAs } from "../../shared/clientMessages";
import { allowedEndpoint, parseUrl } from "./endpoint";
import type { RoomPush } from "./push";
import { areKeys, idOf, MAX_SUBSCRIPTIONS, MAX_WATCHERS, placeFor } from "./subscriptions";
import { DeleteSchema, PutSchema, RingMeSchema } from "./subscriptions";

/** Who asks. */
export interface Asker {
  readonly role: Role;
  /** The origin of the page that asks. */
  readonly origin: string;
}
/** Null: it is done. */
export type Refused = ErrorMessage | null;

const NO_KEY = "this server has no VAPID key, so it sends no pushes";
const FULL = `a room calls at most ${MAX_SUBSCRIPTIONS} devices, ${MAX_WATCHERS} of them watchers`;

/** PUT: a known subscription is renewed. */
export async function subscribe(push: RoomPush, body: string, { role, origin }: Asker): Promise<Refused> {
  if (push.vapid === null) return errorMessage("not-now", NO_KEY);
  const parsed = parseJsonAs(PutSchema, body);
  if (!parsed.ok) return parsed.error;
  const { device, subscription } = parsed.value;
  const endpoint = allowedEndpoint(subscription.endpoint, push.origins);
  if (endpoint === null) {
    return errorMessage("bad-message", "subscription.endpoint: is at no push service that is allowed here");
  }
  const { keys } = subscription;
  if (!(await areKeys(keys))) {
    return errorMessage("bad-message", "subscription.keys.p256dh: must be a point of P-256");
  }
  const id = await idOf(endpoint);
  return push.room.inTurn(async () => {
    const known = await push.subscriptions();
    const before = known.get(id);
    const place = before === undefined ? placeFor(role, known) : { displaced: null };
    if (place === null) return errorMessage("not-now", FULL);
    if (place.displaced !== null) push.forget(place.displaced);
    // A service worker that renews may not have the key at hand: its device keeps the place that it had.
    const kept = before?.role === "control" ? before.role : role;
    const next = { endpoint, keys, role: kept, origin, device, seenAt: Date.now() };
    await Promise.all([push.keep(id, next), push.write()]);
    return null;
  });
}

/** DELETE: known or not, it is not known afterwards. */
export async function unsubscribe(push: RoomPush, body: string): Promise<Refused> {
  const parsed = parseJsonAs(DeleteSchema, body);
  if (!parsed.ok) return parsed.error;
  const id = await idOfText(parsed.value.endpoint);
  return push.room.inTurn(async () => {
    if (id === null || !(await push.subscriptions()).has(id)) return null;
    push.forget(id);
    await push.write();
    return null;
  });
}

/** POST: one push, to this device alone, by the room's alarm. Who knows an endpoint is its device. */
export async function ringMe(push: RoomPush, body: string): Promise<Refused> {
  if (push.vapid === null) return errorMessage("not-now", NO_KEY);
  const parsed = parseJsonAs(RingMeSchema, body);
  if (!parsed.ok) return parsed.error;
  const { endpoint, in: seconds } = parsed.value;
  const id = await idOfText(endpoint);
  return push.room.inTurn(async () => {
    if (id === null || !(await push.subscriptions()).has(id)) {
      return errorMessage("bad-message", "endpoint: nobody has subscribed with it in this room");
    }
    push.outbox.addTest(id, Date.now() + seconds * 1000);
    await push.write();
    return null;
  });
}

/** Of an address in any spelling; null where it is none. What was once allowed can always be taken away. */
async function idOfText(text: string): Promise<string | null> {
  const url = parseUrl(text);
  return url === null ? null : idOf(url.href);
}
